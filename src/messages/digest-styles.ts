import { absUrl } from '../digest/arxiv-id.ts';
import type { Day, Paper, RisenPaper, Summary } from '../digest/types.ts';
import type { APIEmbed } from '../discord/api.ts';
import { english } from '../i18n/translate.ts';
import { paperEmbeds } from './paper-embeds.ts';
import {
  codeLink,
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
  smallLine: 150,
  /** In a line of its own, where one look must be enough. */
  shortTitle: 100,
  halfLine: 46,
};

/** How many papers follow the first one in embeds of their own. */
const SMALL = 2;

function briefEmbeds(papers: readonly Paper[], source: SummarySource): APIEmbed[] {
  const [lead, ...others] = papers;
  if (!lead) return [];
  const title = fitText(titleOf(lead), BRIEF.title, { links: false }) || lead.arxivId;
  const rest = others.slice(SMALL);
  return [
    {
      title: `${lead.rank}. ${title}`,
      url: absUrl(lead.arxivId),
      color: colourOf(lead),
      description: leadText(lead, source),
      ...picture('image', lead),
    },
    ...others.slice(0, SMALL).map((paper) => ({
      color: colourOf(paper),
      // An embed's own title would be as large as the first paper's.
      description: smallText(paper, source),
      ...picture('thumbnail', paper),
    })),
    ...(rest.length === 0 ? [] : [{ description: briefLines(rest, source).join('\n') }]),
  ];
}

function leadText(paper: Paper, source: SummarySource): string {
  const line = lineOf(paper, source);
  return [
    ...(line === undefined ? [] : [fitText(line.text, BRIEF.line)]),
    ...labelLines(line),
    small(linksLine(english, paper)),
  ].join('\n');
}

/** Beside a picture there's room for half as much, so all but the title is in small print. */
function smallText(paper: Paper, source: SummarySource): string {
  const line = lineOf(paper, source);
  const counts = [codeLink(english, paper), votesOf(paper)].filter((part) => part !== '');
  return [
    `**${linkedTitle(paper)}**`,
    ...(line === undefined ? [] : [small(fitText(line.text, BRIEF.smallLine))]),
    ...labelLines(line),
    ...(counts.length === 0 ? [] : [small(counts.join(' · '))]),
  ].join('\n');
}

const labelLines = (line: Line | undefined): string[] =>
  line?.summary === undefined ? [] : [small(summaryLabel(english, line.summary))];

/** An address that Discord wouldn't take would cost the whole message. */
function picture(place: 'image' | 'thumbnail', paper: Paper): Partial<APIEmbed> {
  const url = httpsUrl(paper.picture);
  return url === undefined ? {} : { [place]: { url } };
}

/** A line for each paper: rank, title, votes and half a line of what it's about. */
function briefLines(papers: readonly Paper[], source: SummarySource): string[] {
  const lines = papers.map((paper) => ({ paper, line: lineOf(paper, source) }));
  const labels = lines.map(({ line }) => line?.summary && summaryLabel(english, line.summary));
  // Once for all is enough if it's true of all.
  const [label] = labels;
  const isSame = label !== undefined && labels.every((one) => one === label);
  return [
    ...(isSame ? [small(label.replace(/^summary/, 'summaries'))] : []),
    ...lines.map(({ paper, line }, index) => {
      if (line === undefined) return headlineOf(paper);
      const half = fitText(line.text.replace(OPENING, ELLIPSIS), BRIEF.halfLine, { links: false });
      const own = isSame ? undefined : labels[index];
      return `${headlineOf(paper)}\n${small(own === undefined ? half : `${half} (${own})`)}`;
    }),
  ];
}

/** What precedes the statement in "In this paper, we show that", where there's no room for it. */
const OPENING = new RegExp(
  '^(?:[^,;:.]{1,50}, )?(?:we|this (?:paper|work|article)) (?:(?:also|then|first|further|therefore|thus|[a-z]+ly) )?' +
    '(?:(?:introduces?|presents?|proposes?|describes?|develops?|design|release|offers?) |' +
    '(?:shows?|finds?|proves?|demonstrates?|argues?|observe|establish) that )',
  'i',
);
const ELLIPSIS = '… ';

/** `4. Title`, linked to arXiv. */
function linkedTitle(paper: Paper): string {
  const { rank, arxivId } = paper;
  return maskedLink(
    `${rank}. ${titleOf(paper).trim() || arxivId}`,
    BRIEF.shortTitle,
    absUrl(arxivId),
  );
}

/** `4. Title · ▲ 67`. */
function headlineOf(paper: Paper): string {
  return [linkedTitle(paper), votesOf(paper)].filter((part) => part !== '').join(' · ');
}

const MAX_VOTES = 40;

/** The count that the digest is ranked by, which comes first: `▲ 67`, or `67 retweets`. */
function votesOf({ metrics }: Paper): string {
  const [name, count] = Object.entries(metrics).find(([one]) => one !== 'stars') ?? [];
  if (name === undefined || count === undefined) return '';
  if (name === 'upvotes') return `▲ ${english('counts.other', { count, name: '' }).trim()}`;
  return fitText(countsLine(english, { [name]: count }), MAX_VOTES, { links: false });
}

interface Line {
  /** Not escaped. */
  text: string;
  /** Absent if it's the authors' own. */
  summary?: Summary;
}

/** What a paper is about in one line; undefined if none is wanted or known. */
function lineOf(paper: Paper, source: SummarySource): Line | undefined {
  if (source === 'off') return undefined;
  if (source === 'huggingface' && paper.summary) {
    return { text: paper.summary.text, summary: paper.summary };
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
