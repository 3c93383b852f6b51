import { readable } from '../latex/readable.ts';
import { absUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import { arxivDate, type Name, plainLine, readNames } from './fields.ts';

const MAX_AUTHORS = 3;

/** Papers as Markdown: a single line for one, a list for several. */
export function markdown(papers: readonly Paper[]): string {
  const bullet = papers.length > 1 ? '- ' : '';
  return papers.map((paper) => `${bullet}${line(paper)}\n`).join('');
}

function line({ arxivId, title, authors }: Paper): string {
  const names = readNames(authors).map(shortName);
  const more = names.length > MAX_AUTHORS ? ' et al.' : '';
  const who = escape(names.slice(0, MAX_AUTHORS).join(', ')) + more;
  const { year } = arxivDate(arxivId);
  return `[${escape(plainLine(readable(title)))}](${absUrl(arxivId)}), ${who}, arXiv:${arxivId} (${year})`;
}

/** `Jean-Pierre Serre` as `J.-P. Serre`. */
function shortName(name: Name): string {
  if ('literal' in name) return name.literal;
  const initials = name.given
    .split(' ')
    .map((word) => word.split('-').filter(Boolean).map(initial).join('-'))
    .join(' ');
  return [initials, name.family, name.suffix].filter(Boolean).join(' ');
}

const initial = (word: string): string => {
  const [letter = ''] = word.normalize('NFC').match(/^[^\p{L}]*\p{L}\p{M}*/u) ?? [word];
  return letter === word ? word : `${letter}.`;
};

/** Escapes text so that any Markdown shows it literally and turns no address into a link. */
function escape(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~|$]/g, '\\$&')
    .replace(/&(?=[#\w])/g, '\\&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww(?=\.)/gi, '$&\\');
}
