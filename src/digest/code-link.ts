import { codeUrl } from './details.ts';
import type { Paper } from './types.ts';

/** With a scheme, or after something that can't be another host or path. */
const BEFORE = '(?:https?:\\/\\/(?:www\\.)?|(?<![\\w.@/-])(?:www\\.)?)';

/** A character of a path, or one that LaTeX escapes: `my\_code`, `my{\_}code`. */
const PATH = '(?:[\\w.~%+/?=&#@-]|\\\\[_#%&~]|\\{\\\\[_#%&~]\\})+';

const GITHUB_LINK = new RegExp(`${BEFORE}github\\.com/(?<path>${PATH})`, 'gi');

/**
 * The first link to a GitHub repository in an abstract, as an `https` address: with any scheme or
 * none, also inside `\url{}` or `\href{}`. A link to a folder stays one. Takes linear time.
 */
export function codeLinkIn(abstract: string): string | undefined {
  for (const { groups } of abstract.matchAll(GITHUB_LINK)) {
    const path = (groups?.['path'] ?? '')
      .replace(/\{?\\([_#%&~])\}?/g, '$1')
      // The end of the sentence.
      .replace(/[.?/=&#@-]+$/, '')
      .replace(/\.git$/i, '');
    const url = codeUrl(`https://github.com/${path}`);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** The paper with the code that its abstract links to, unless it already has code. */
export function withCodeLink<T extends Pick<Paper, 'abstract' | 'links'>>(paper: T): T {
  if (paper.links?.code !== undefined) return paper;
  const code = codeLinkIn(paper.abstract);
  return code === undefined ? paper : { ...paper, links: { code, ...paper.links } };
}

/** The paper without code that `withCodeLink` would add: with what its file has to say. */
export function withoutCodeLink<T extends Pick<Paper, 'abstract' | 'links'>>(
  paper: T,
): Omit<T, 'links'> & Pick<Paper, 'links'> {
  const { links, ...others } = paper;
  if (links?.code === undefined || links.code !== codeLinkIn(paper.abstract)) return paper;
  const { project } = links;
  return { ...others, ...(project !== undefined && { links: { project } }) };
}
