import type { APIEmbed } from '../discord/api.ts';
import { absUrl, pdfUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import type { Hit } from '../archive/types.ts';
import type { Translate } from '../i18n/translate.ts';
import { colourOf } from './colour.ts';
import { LIMITS } from './limits.ts';
import { abstractOf, titleOf } from './paper-text.ts';
import { shareFairly } from './share.ts';
import { snippetOf } from './snippet.ts';
import { escapedLength, fitPlain, fitText } from './text.ts';
import { authorsLine, countsLine } from './words.ts';

/** A paper as it is shown. */
export interface Entry extends Hit {
  /** What it has in common with another paper, as this one's texts have it; told in a line. */
  shared?: readonly string[];
}

/** Papers of one day by rank, or any papers in any order. */
export type Order = 'digest' | 'found';

/** What a footer takes at most, whatever is added to it. */
export const MAX_FOOTER = 80;

/**
 * Lengths of an embed's parts, in escaped characters. Without its abstract an embed takes at most
 * 600 characters (ten times that is all a message has): title with rank 250, authors 120,
 * categories 80, PDF link 66, footer 80, separators 4.
 */
const MAX = {
  title: 240,
  authors: 120,
  categories: 80,
  footer: MAX_FOOTER,
  shared: 150,
  /** Beyond this a list stops being one: the menu opens the whole. */
  abstract: 500,
};
/** What marks in bold take, if an abstract is short enough to be shown whole. */
const MAX_BOLD = 80;
const SEPARATOR = '\n\n';

export interface ListOptions {
  /** Characters of the message's total that no abstract takes. */
  spare?: number;
  /** Whether a run of letters and digits was looked for: it is shown in bold, where it stands. */
  isFound?: ((run: string) => boolean) | undefined;
}

/**
 * Papers as a list of at most ten embeds that share one message's 6,000 characters: what an
 * abstract does not need goes to the others, so that the last is as readable as the first.
 *
 * @param order titles of a digest begin with the rank; among found papers that would look like a
 * place in this list, so there the footer says it
 */
export function paperEmbeds(
  t: Translate,
  entries: readonly Entry[],
  order: Order,
  { spare = 0, isFound }: ListOptions = {},
): APIEmbed[] {
  const frames = entries.slice(0, LIMITS.embeds).map((entry) => frame(t, entry, order));
  const fixed = frames.reduce((sum, { cost }) => sum + cost, 0);
  const needs = frames.map(({ abstract }) =>
    Math.min(escapedLength(abstract) + (isFound ? MAX_BOLD : 0), MAX.abstract),
  );
  const shares = shareFairly(needs, LIMITS.embedTotal - fixed - spare);
  return frames.map(({ embed, above, abstract, below }, index) => {
    const share = shares[index] ?? 0;
    const text = isFound ? snippetOf(abstract, share, isFound) : fitText(abstract, share);
    return { ...embed, description: [above, text, below].filter(Boolean).join(SEPARATOR) };
  });
}

interface Frame {
  embed: APIEmbed;
  /** Description before and after the abstract, escaped. */
  above: string;
  below: string;
  abstract: string;
  /** What the embed takes of the message's total without its abstract. */
  cost: number;
}

function frame(t: Translate, { day, paper, shared = [] }: Entry, order: Order): Frame {
  const title = paperTitle(paper, order);
  const place = order === 'digest' ? day : t('card.place', { rank: paper.rank, day });
  const footer = fitPlain(`${place} · ${countsLine(t, paper.metrics)}`, MAX.footer);
  const authors = fitText(authorsLine(t, paper.authors, MAX.authors - 10), MAX.authors);
  const why = fitText(shared.join(', '), MAX.shared);
  const above = why === '' ? authors : `${authors}\n-# ${t('paper.shares', { words: why })}`;
  const below = `${fitText(paper.categories.join(' · '), MAX.categories)} · [PDF](${pdfUrl(paper.arxivId)})`;
  const cost = title.length + footer.length + above.length + below.length + 2 * SEPARATOR.length;
  return {
    embed: {
      title,
      url: absUrl(paper.arxivId),
      color: colourOf(paper.categories[0] ?? ''),
      footer: { text: footer },
    },
    above,
    below,
    abstract: abstractOf(paper),
    cost,
  };
}

/** `3. Title` or `Title`, escaped and within an embed title's length; no link can hide in it. */
export function paperTitle(paper: Paper, order: Order): string {
  const fitted = fitText(titleOf(paper), MAX.title, { links: false }) || paper.arxivId;
  return order === 'digest' ? `${paper.rank}. ${fitted}` : fitted;
}
