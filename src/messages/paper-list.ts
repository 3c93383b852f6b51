import type { APIEmbed } from '../discord/api.ts';
import { absUrl, pdfUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import type { Translate } from '../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import type { Layout, PaperEntry } from './paper-embeds.ts';
import {
  abstractOf,
  authorsLine,
  codeLink,
  colourOf,
  countsLine,
  keySentenceOf,
  linkTo,
  titleOf,
  withoutStars,
} from './paper-parts.ts';
import { snippetOf } from './snippet.ts';
import { fitPlain, fitText, maskedLink } from './text.ts';

/**
 * How long the parts of a paper in a list may be, in UTF-16 units, so that a page is at most one and
 * a half phone screens. With the addresses of the longest links a paper takes about 500 without its
 * line, so ten fit in a message.
 */
const MAX = {
  /** About two lines on a phone, like the line below. */
  title: 62,
  line: 68,
  /** The first author, and all that are named. How many more there are comes on top. */
  author: 24,
  authors: 26,
  counts: 40,
  shared: 80,
  /** A longer address would leave no room for others. The card has it. */
  url: 90,
};
const MORE_AUTHORS = 24;
/** Room for bold marks in a line. */
const BOLD_MARKS = 16;
/** A digest is one page, so its lower half is only titles. */
const LINES_IN_DIGEST = 5;
const BETWEEN = '\n\n';
const NO_BREAK = '\u00A0';

export interface ListOptions {
  /** Whether a run of letters and digits was searched for. Such words are shown in bold. */
  isFound?: ((run: string) => boolean) | undefined;
}

/**
 * Up to ten papers to look through: for each its title, linked; the place with the words that were
 * searched for, or else the key sentence; and first author, counts and links. They take one embed, or
 * two of equally many papers if one is too small.
 */
export function paperList(
  t: Translate,
  entries: readonly PaperEntry[],
  layout: Layout,
  { isFound }: ListOptions = {},
): APIEmbed[] {
  const shown = entries.slice(0, LIMITS.embeds);
  const frames = shown.map((entry) => frameOf(t, entry, layout));
  const fixed = frames.reduce(
    (sum, { above, below }) => sum + above.length + below.length + 2 + BETWEEN.length,
    0,
  );
  const share = Math.max(0, Math.floor((LIMITS.embedTotal - fixed) / shown.length));
  const blocks = frames.map(({ paper, above, below }, index) => {
    const hasLine = layout === 'found' || index < LINES_IN_DIGEST;
    const line = hasLine ? lineOf(paper, share, isFound) : '';
    return [above, line, below].filter(Boolean).join('\n');
  });
  const color = colourOf(largestGroup(shown.map(({ paper }) => paper)));
  const half = Math.ceil(blocks.length / 2);
  const parts =
    blocks.join(BETWEEN).length <= LIMITS.description
      ? [blocks]
      : [blocks.slice(0, half), blocks.slice(half)];
  return parts.map((part) => ({ color, description: part.join(BETWEEN) }));
}

/** What surrounds a paper's line, finished. */
interface Frame {
  paper: Paper;
  above: string;
  below: string;
}

function frameOf(t: Translate, { day, paper, shared = [] }: PaperEntry, layout: Layout): Frame {
  const { arxivId, rank } = paper;
  const title = maskedLink(titleOf(paper), MAX.title, absUrl(arxivId)) || arxivId;
  const [first = '', ...others] = paper.authors;
  const named = authorsLine(t, [fitPlain(first, MAX.author), ...others], MAX.authors);
  const authors = fitText(named, MAX.authors + MORE_AUTHORS);
  const inCommon = fitText(shared.join(', '), MAX.shared);
  return {
    paper,
    // The dot is escaped because Discord would renumber a list.
    above: `**${layout === 'digest' ? `${rank}\\. ` : ''}${title}**`,
    below: [
      ...(inCommon === '' ? [] : [t('paper.shares', { words: inCommon })]),
      [
        authors,
        ...(layout === 'digest' || day === undefined ? [] : [day]),
        countsAndLinks(t, paper),
      ]
        .filter(Boolean)
        .join(' · '),
    ]
      .map((line) => `-# ${line}`)
      .join('\n'),
  };
}

/** `118 upvotes · PDF · Code ★ 251 · Project`. */
function countsAndLinks(t: Translate, paper: Paper): string {
  const { arxivId, metrics, links } = paper;
  return [
    fitText(countsLine(t, withoutStars(metrics)), MAX.counts),
    linkTo('PDF', pdfUrl(arxivId), MAX.url),
    // In one piece, wherever the line breaks.
    codeLink(t, paper, MAX.url).replaceAll(' ', NO_BREAK),
    linkTo(t('paper.project'), links?.project, MAX.url),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The part of the abstract with the words that were searched for, or the key sentence; escaped. */
function lineOf(paper: Paper, share: number, isFound: ListOptions['isFound']): string {
  const abstract = abstractOf(paper).replaceAll('\n', ' ');
  const max = Math.min(share, MAX.line + BOLD_MARKS);
  const snippet = isFound ? snippetOf(abstract, max, isFound) : undefined;
  return snippet ?? fitText(keySentenceOf(paper) ?? abstract, Math.min(share, MAX.line));
}

/** The first of the papers with the commonest primary category. */
function largestGroup(papers: readonly Paper[]): Pick<Paper, 'categories'> {
  const groups = [...Map.groupBy(papers, ({ categories }) => categories[0]).values()];
  return groups.sort((a, b) => b.length - a.length)[0]?.[0] ?? { categories: [] };
}
