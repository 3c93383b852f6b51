import { absUrl } from '../digest/arxiv-id.ts';
import type { Day, Paper, RisenPaper } from '../digest/types.ts';
import type { APIEmbed } from '../discord/api.ts';
import { english } from '../i18n/translate.ts';
import { paperEmbeds } from './paper-embeds.ts';
import {
  colourOf,
  countsLine,
  keySentenceOf,
  linksLine,
  summaryLabel,
  titleOf,
} from './paper-parts.ts';
import { fitText, httpsUrl, maskedLink } from './text.ts';

/**
 * How a digest looks in a channel. `brief`: three papers with pictures, the others a line each;
 * `full`: a card with the abstract for each; `headlines`: a line each.
 */
export const DIGEST_STYLES = ['brief', 'full', 'headlines'] as const;
export type DigestStyle = (typeof DIGEST_STYLES)[number];

/** Who says in one line what a paper is about: its authors, a model, or nobody. */
export const SUMMARY_SOURCES = ['authors', 'huggingface', 'off'] as const;
export type SummarySource = (typeof SUMMARY_SOURCES)[number];

/** What a subscription gets that doesn't choose. */
export const DEFAULT_STYLE: DigestStyle = 'brief';
export const DEFAULT_SUMMARY: SummarySource = 'authors';

export interface Look {
  style: DigestStyle;
  summary: SummarySource;
}

/**
 * A digest's papers in one of the styles, with a line about papers that have risen since. Always
 * within Discord's limits.
 *
 * @param papers the ones to show, best first, at most ten
 */
export function digestEmbeds(
  day: Day,
  papers: readonly Paper[],
  { style, summary }: Look,
  risen: readonly RisenPaper[] = [],
): APIEmbed[] {
  const last = risenLine(risen);
  switch (style) {
    case 'brief':
      return withLastLine(briefEmbeds(papers, summary), last);
    case 'full':
      return withLastLine(fullEmbeds(day, papers, summary, last.length), last);
    case 'headlines':
      return withLastLine([{ description: papers.map(headlineOf).join('\n') }], last);
  }
}

/** How much of each text `brief` shows, in UTF-16 units. */
const BRIEF = {
  title: 150,
  /** The sentence about the first paper, and about the next two. */
  line: 300,
  smallLine: 170,
  /** The others: they share one embed. */
  shortTitle: 100,
  halfLine: 70,
};

/** How many papers follow the first one in embeds of their own. */
const SMALL = 2;

function briefEmbeds(papers: readonly Paper[], summary: SummarySource): APIEmbed[] {
  const [lead, ...others] = papers;
  if (!lead) return [];
  const rest = others.slice(SMALL);
  return [
    { ...briefEmbed(lead, summary, BRIEF.line), ...picture('image', lead) },
    ...others.slice(0, SMALL).map((paper) => ({
      ...briefEmbed(paper, summary, BRIEF.smallLine),
      ...picture('thumbnail', paper),
    })),
    ...(rest.length === 0
      ? []
      : [{ description: rest.map((paper) => briefLine(paper, summary)).join('\n') }]),
  ];
}

function briefEmbed(paper: Paper, source: SummarySource, max: number): APIEmbed {
  const title = fitText(titleOf(paper), BRIEF.title, { links: false }) || paper.arxivId;
  const line = lineOf(paper, source);
  return {
    title: `${paper.rank}. ${title}`,
    url: absUrl(paper.arxivId),
    color: colourOf(paper),
    description: [
      ...(line === undefined ? [] : [fitText(line.text, max)]),
      ...(line?.label === undefined ? [] : [small(line.label)]),
      small(linksLine(english, paper)),
    ].join('\n'),
  };
}

/** An address that Discord wouldn't take would cost the whole message. */
function picture(place: 'image' | 'thumbnail', paper: Paper): Partial<APIEmbed> {
  const url = httpsUrl(paper.picture);
  return url === undefined ? {} : { [place]: { url } };
}

function briefLine(paper: Paper, source: SummarySource): string {
  const line = lineOf(paper, source);
  if (line === undefined) return headlineOf(paper);
  const half = fitText(line.text.replace(OPENING, ELLIPSIS), BRIEF.halfLine, { links: false });
  return `${headlineOf(paper)}\n${small(line.label === undefined ? half : `${half} (${line.label})`)}`;
}

/** What precedes the statement in "In this paper, we show", in a line that has no room for it. */
const OPENING = /^[^,;:.]{1,50}, (?=(?:we|this \w+) )/i;
const ELLIPSIS = '… ';

/** `**4** Title · 67 upvotes`, the title linked to arXiv. */
function headlineOf(paper: Paper): string {
  const { rank, arxivId } = paper;
  const title = titleOf(paper).trim() || arxivId;
  const link = maskedLink(title, BRIEF.shortTitle, absUrl(arxivId)) || arxivId;
  const votes = votesOf(paper);
  return `**${rank}** ${link}${votes === '' ? '' : ` · ${votes}`}`;
}

const MAX_VOTES = 40;

/** The count that the digest is ranked by, which comes first: `67 upvotes`. */
function votesOf({ metrics }: Paper): string {
  const main = Object.entries(metrics).find(([name]) => name !== 'stars');
  return main === undefined
    ? ''
    : fitText(countsLine(english, Object.fromEntries([main])), MAX_VOTES, { links: false });
}

interface Line {
  /** Not escaped. */
  text: string;
  /** Escaped; who wrote it if it wasn't the authors. */
  label?: string;
}

/** What a paper is about in one line; undefined if none is wanted or known. */
function lineOf(paper: Paper, source: SummarySource): Line | undefined {
  if (source === 'off') return undefined;
  if (source === 'huggingface' && paper.summary) {
    return { text: paper.summary.text, label: summaryLabel(english, paper.summary) };
  }
  const text = keySentenceOf(paper);
  return text === undefined ? undefined : { text };
}

function fullEmbeds(
  day: Day,
  papers: readonly Paper[],
  summary: SummarySource,
  reserved: number,
): APIEmbed[] {
  const entries = papers.map((paper) => ({ day, paper }));
  return paperEmbeds(english, entries, 'digest', {
    reserved,
    hasKey: summary !== 'off',
    hasSummary: summary === 'huggingface',
  });
}

const MAX_RISEN = 3;
const MAX_RISEN_TITLE = 60;

/** A small line with links, at most 600 characters; empty if nothing has risen. */
function risenLine(risen: readonly RisenPaper[]): string {
  if (risen.length === 0) return '';
  const named = risen.slice(0, MAX_RISEN).map(({ arxivId, title, upvotes }) => {
    const link = maskedLink(titleOf({ title }), MAX_RISEN_TITLE, absUrl(arxivId)) || arxivId;
    return `${link} (${english('counts.upvotes', { count: upvotes })})`;
  });
  return `\n\n${small(`Risen since: ${named.join(' · ')}`)}`;
}

function withLastLine(embeds: readonly APIEmbed[], line: string): APIEmbed[] {
  return embeds.map((embed, index) =>
    index < embeds.length - 1 || line === ''
      ? embed
      : { ...embed, description: `${embed.description ?? ''}${line}`.trimStart() },
  );
}

/** A line in Discord's small print. */
const small = (line: string): string => `-# ${line}`;
