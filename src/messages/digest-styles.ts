import { absUrl } from '../digest/arxiv-id.ts';
import { MAX_RISEN } from '../digest/details.ts';
import type { Paper, RisenPaper, Summary } from '../digest/types.ts';
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
import { escapeText, fitText, httpsUrl, maskedLink } from './text.ts';

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
  papers: readonly Paper[],
  { style, summary }: Look,
  risen: readonly RisenPaper[] = [],
): APIEmbed[] {
  const last = risenLine(risen);
  switch (style) {
    case 'brief':
      return withLastLine(briefEmbeds(papers, summary), last);
    case 'full':
      return withLastLine(fullEmbeds(papers, summary, last.length), last);
    case 'headlines':
      return withLastLine([{ description: headlines(papers) }], last);
  }
}

/** How much of each text `brief` shows, in UTF-16 units. */
const BRIEF = {
  title: 120,
  /** The sentence about the first paper, and about the next two. */
  line: 260,
  smallLine: 120,
  /** The same with the label of a generated one, which takes two lines on a phone. */
  labelledLine: 200,
  labelledSmallLine: 54,
  /** In a line of its own, where one look must be enough. */
  shortTitle: 76,
  halfLine: 45,
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
    ...lineAndLabel(paper, line, [BRIEF.line, BRIEF.labelledLine]).map((text, index) =>
      index === 0 ? text : small(text),
    ),
    small(linksLine(english, paper)),
  ].join('\n');
}

/** Beside a picture there's room for half as much, so all but the title is in small print. */
function smallText(paper: Paper, source: SummarySource): string {
  const line = lineOf(paper, source);
  const counts = [codeLink(english, paper), votesOf(paper)].filter((part) => part !== '');
  return [
    `**${linkedTitle(paper)}**`,
    ...lineAndLabel(paper, line, [BRIEF.smallLine, BRIEF.labelledSmallLine]).map(small),
    ...(counts.length === 0 ? [] : [small(counts.join(' · '))]),
  ].join('\n');
}

/** @param max how long the line may be, and how long if it needs a label */
function lineAndLabel(
  paper: Paper,
  line: Line | undefined,
  [max, maxLabelled]: readonly [number, number],
): string[] {
  if (line === undefined) return [];
  return line.summary === undefined
    ? [fitLine(paper, line.text, max)]
    : [fitLine(paper, line.text, maxLabelled), summaryLabel(english, line.summary)];
}

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
      const half = fitLine(paper, line.text, BRIEF.halfLine);
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

/**
 * A sentence, escaped: whole if it fits, else without what the title above it says already and
 * without "In this paper, we show that".
 */
function fitLine(paper: Paper, sentence: string, max: number): string {
  const whole = escapeText(sentence, { links: false });
  if (whole.length <= max) return whole;
  const statement = sentence.replace(OPENING, '');
  const rest = withoutName(statement, titleOf(paper));
  const text = rest === sentence ? sentence : ELLIPSIS + rest;
  return fitText(text, max, { links: false });
}

/** In `MLP-Mixer: An all-MLP Architecture`, the name of what the paper is about. */
function withoutName(statement: string, title: string): string {
  const name = title.split(':', 1)[0]?.trim() ?? '';
  if (name === '' || (!statement.startsWith(`${name} `) && !statement.startsWith(`${name},`)))
    return statement;
  // Its abbreviation may follow.
  const rest = statement
    .slice(name.length)
    .replace(/^ \([^()]{1,80}\)/, '')
    .replace(/^[ ,]+/, '');
  return rest === '' ? statement : rest;
}

/** `4. Title`, linked to arXiv. */
function linkedTitle(paper: Paper, max = BRIEF.shortTitle): string {
  const { rank, arxivId } = paper;
  return maskedLink(`${rank}. ${titleOf(paper).trim() || arxivId}`, max, absUrl(arxivId));
}

const headlines = (papers: readonly Paper[]): string =>
  papers.map((paper) => headlineOf(paper, MAX_HEADLINE)).join('\n');

/** `4. Title · ▲ 67`. */
function headlineOf(paper: Paper, max = BRIEF.shortTitle): string {
  const votes = votesOf(paper);
  // The break is before the dot.
  return `${linkedTitle(paper, max)}${votes === '' ? '' : ` ·\u00A0${votes}`}`;
}

/** In the style that has nothing but titles. */
const MAX_HEADLINE = 140;
const MAX_VOTES = 40;

/** The count that the digest is ranked by, which comes first: `▲ 67`, or `67 retweets`. */
function votesOf({ metrics }: Paper): string {
  const [name, count] = Object.entries(metrics).find(([one]) => one !== 'stars') ?? [];
  if (name === undefined || count === undefined) return '';
  if (name === 'upvotes') return `▲\u00A0${english('counts.other', { count, name: '' }).trim()}`;
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
  papers: readonly Paper[],
  summary: SummarySource,
  reserved: number,
): APIEmbed[] {
  return paperEmbeds(english, papers, {
    reserved,
    hasKey: summary !== 'off',
    hasSummary: summary === 'huggingface',
  });
}

const MAX_RISEN_TITLE = 50;

/** A small line with links, at most 550 characters; empty if nothing has risen. */
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
