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
 * at most 545, so ten embeds fit in a message even without abstracts, with 550 to spare for a line
 * below them: title with rank 195, authors 120, categories 80, PDF link 66, footer 80, separators 4.
 */
const MAX = {
  title: 240,
  titleInDigest: 185,
  authors: 120,
  categories: 80,
  footer: 80,
  summary: 140,
  /** Longer abstracts would make the list hard to scan. The menu opens the whole one. */
  abstract: 500,
};
/** Room for the marks of the key sentence in an abstract that is short enough to be shown whole. */
const BOLD_MARKS = '****'.length;
/** How much of an abstract there must be before anything else is shown, if there is that much. */
const MIN_ABSTRACT = 100;
const SEPARATOR = '\n\n';

interface Options {
  /** How much of the message's total to leave unused, in UTF-16 units. */
  reserved?: number;
  /** Whether an abstract has its key sentence in bold, and begins with it if it must be cut. */
  hasKey?: boolean;
  /** Whether a generated summary is shown, in its own paragraph and labelled. */
  hasSummary?: boolean;
}

/**
 * Up to ten papers of a digest as embeds that share one message's 6,000 characters. Space that a
 * short abstract doesn't need goes to the others, so the last paper is as readable as the first.
 */
export function paperEmbeds(
  t: Translate,
  papers: readonly Paper[],
  { reserved = 0, hasKey = false, hasSummary = false }: Options = {},
): APIEmbed[] {
  const frames = papers.slice(0, LIMITS.embeds).map((paper) => frameOf(t, paper, hasSummary));
  const fixed = frames.reduce((sum, { cost }) => sum + cost, 0);
  const needs = frames.map(({ abstract }) =>
    Math.min(escapedLength(abstract) + (hasKey ? BOLD_MARKS : 0), MAX.abstract),
  );
  const wanted = frames.map(
    ({ code, summary }, index) => (needs[index] ?? 0) + code.length + summary.length,
  );
  const shares = shareFairly(wanted, LIMITS.embedTotal - fixed - reserved);
  return frames.map(({ embed, above, abstract, code, summary, below }, index) => {
    let left = shares[index] ?? 0;
    const kept = Math.min(MIN_ABSTRACT, needs[index] ?? 0);
    // Each is shown as a whole or not at all, and never instead of an abstract.
    const spend = (text: string): string => {
      if (left - text.length < kept) return '';
      left -= text.length;
      return text;
    };
    const opening = above + spend(summary);
    const links = below + spend(code);
    const text = hasKey ? abstractWithKey(abstract, left) : fitText(abstract, left);
    return { ...embed, description: [opening, text, links].filter(Boolean).join(SEPARATOR) };
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

function frameOf(t: Translate, paper: Paper, hasSummary: boolean): Frame {
  const title = paperTitle(paper, 'digest');
  const footer = fitPlain(countsLine(t, paper.metrics), MAX.footer);
  const above = fitText(authorsLine(t, paper.authors, MAX.authors - 10), MAX.authors);
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
    summary: hasSummary ? summaryPart(t, paper) : '',
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
  const max = layout === 'digest' ? MAX.titleInDigest : MAX.title;
  const title = fitText(titleOf(paper), max, { links: false }) || paper.arxivId;
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
