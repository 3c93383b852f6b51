import type { APIEmbed } from '../discord/api.ts';
import { absUrl, pdfUrl } from '../digest/arxiv-id.ts';
import type { Paper } from '../digest/types.ts';
import type { Hit } from '../archive/types.ts';
import type { Translate } from '../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import {
  abstractOf,
  abstractWithKey,
  authorsLine,
  colourOf,
  countsLine,
  summaryLabel,
  titleOf,
} from './paper-parts.ts';
import { snippetOf } from './snippet.ts';
import { escapedLength, fitPlain, fitText, httpsUrl, maskedLink } from './text.ts';

/** A paper in a digest. */
export interface PaperEntry extends Hit {
  /** Words that it has in common with another paper, which are then shown. */
  shared?: readonly string[];
}

/**
 * A digest's papers by rank, which titles begin with; or papers found in any order, where a number
 * in front would look like a place in the list, so the footer gives the rank.
 */
export type Layout = 'digest' | 'found';

/**
 * How long the parts of an embed may be, escaped, in UTF-16 units. Everything but the abstract takes
 * at most 600, so ten embeds fit in a message even without abstracts: title with rank 250, authors
 * 120, categories 80, PDF link 66, footer 80, separators 4.
 */
const MAX = {
  title: 240,
  authors: 120,
  categories: 80,
  footer: 80,
  shared: 150,
  summary: 140,
  /** Longer abstracts would make the list hard to scan. The menu opens the whole one. */
  abstract: 500,
};
/** Room for bold marks in an abstract that is short enough to be shown whole. */
const BOLD_MARKS = 80;
/** How much of an abstract there must be before anything else is shown, if there is that much. */
const MIN_ABSTRACT = 100;
const SEPARATOR = '\n\n';

export interface ListOptions {
  /** How much of the message's total to leave unused, in UTF-16 units. */
  reserved?: number;
  /** Whether a run of letters and digits was searched for. Such words are shown in bold. */
  isFound?: ((run: string) => boolean) | undefined;
  /** Whether an abstract has its key sentence in bold, and begins with it if it must be cut. */
  hasKey?: boolean;
  /** Whether a generated summary is shown, in its own paragraph and labelled. */
  hasSummary?: boolean;
}

/**
 * Up to ten papers as embeds that share one message's 6,000 characters. Space that a short abstract
 * doesn't need goes to the others, so the last paper is as readable as the first.
 */
export function paperEmbeds(
  t: Translate,
  entries: readonly PaperEntry[],
  layout: Layout,
  { reserved = 0, isFound, hasKey = false, hasSummary = false }: ListOptions = {},
): APIEmbed[] {
  const frames = entries.slice(0, LIMITS.embeds).map((entry) => frameOf(t, entry, layout));
  const fixed = frames.reduce((sum, { cost }) => sum + cost, 0);
  const needs = frames.map(({ abstract }) =>
    Math.min(escapedLength(abstract) + (isFound || hasKey ? BOLD_MARKS : 0), MAX.abstract),
  );
  const wanted = frames.map(
    ({ code, summary }, index) =>
      (needs[index] ?? 0) + code.length + (hasSummary ? summary.length : 0),
  );
  const shares = shareFairly(wanted, LIMITS.embedTotal - fixed - reserved);
  return frames.map(({ embed, above, abstract, code, summary, below }, index) => {
    let left = shares[index] ?? 0;
    const kept = Math.min(MIN_ABSTRACT, needs[index] ?? 0);
    // Both are shown as a whole or not at all, and never instead of an abstract.
    const spend = (text: string): string => {
      if (left - text.length < kept) return '';
      left -= text.length;
      return text;
    };
    const generated = hasSummary ? spend(summary) : '';
    const links = below + spend(code);
    const text = isFound
      ? snippetOf(abstract, left, isFound)
      : hasKey
        ? abstractWithKey(abstract, left)
        : fitText(abstract, left);
    const description = [above + generated, text, links].filter(Boolean).join(SEPARATOR);
    return { ...embed, description };
  });
}

/** An embed before its abstract is cut to the share it gets. */
interface Frame {
  embed: APIEmbed;
  /** The description before and after the abstract, escaped. */
  above: string;
  below: string;
  abstract: string;
  /** What is added to `below` and `above` if there's room: a link to code, a labelled summary. */
  code: string;
  summary: string;
  /** How much of the message's total it takes without its abstract. */
  cost: number;
}

function frameOf(t: Translate, { day, paper, shared = [] }: PaperEntry, layout: Layout): Frame {
  const title = paperTitle(paper, layout);
  const counts = countsLine(t, paper.metrics);
  const place = t('card.place', { rank: paper.rank, day });
  const footer = fitPlain(layout === 'digest' ? counts : `${place} · ${counts}`, MAX.footer);
  const authors = fitText(authorsLine(t, paper.authors, MAX.authors - 10), MAX.authors);
  const inCommon = fitText(shared.join(', '), MAX.shared);
  const above =
    inCommon === '' ? authors : `${authors}\n-# ${t('paper.shares', { words: inCommon })}`;
  const categories = fitText(paper.categories.join(' · '), MAX.categories);
  const below = `${categories} · [PDF](${pdfUrl(paper.arxivId)})`;
  return {
    embed: {
      title,
      url: absUrl(paper.arxivId),
      color: colourOf(paper),
      // Discord refuses a footer without text.
      ...(footer === '' ? {} : { footer: { text: footer } }),
    },
    above,
    below,
    abstract: abstractOf(paper),
    code: codePart(t, paper),
    summary: summaryPart(t, paper),
    cost: title.length + footer.length + above.length + below.length + 2 * SEPARATOR.length,
  };
}

function codePart(t: Translate, { links }: Paper): string {
  const url = httpsUrl(links?.code);
  return url === undefined ? '' : ` · ${maskedLink(t('paper.code'), MAX.title, url)}`;
}

function summaryPart(t: Translate, { summary }: Paper): string {
  if (!summary) return '';
  return `${SEPARATOR}${fitText(summary.text, MAX.summary)}\n-# ${summaryLabel(t, summary)}`;
}

/** `3. Title` or `Title`, escaped, short enough for an embed's title, and without links. */
export function paperTitle(paper: Paper, layout: Layout): string {
  const title = fitText(titleOf(paper), MAX.title, { links: false }) || paper.arxivId;
  return layout === 'digest' ? `${paper.rank}. ${title}` : title;
}

/**
 * Divides `total` by max-min fairness: no share exceeds its need, and all that fall short are equal.
 *
 * @returns a share for each need, in the same order; their sum is at most `total`
 */
function shareFairly(needs: readonly number[], total: number): number[] {
  const shares = needs.map(() => 0);
  let left = Math.max(0, total);
  const ascending = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [done, { need, index }] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
