import { absUrl, htmlUrl, huggingFaceUrl, pdfUrl } from '../digest/arxiv-id.ts';
import { categoryName } from '../digest/categories.ts';
import type { Paper, Tweet } from '../digest/types.ts';
import { type APIEmbed, ButtonStyle, ComponentType, hyperlink } from '../discord/api.ts';
import type { Translate } from '../i18n/translate.ts';
import { button, buttonRow, citeButton, formatPaperRef } from './components.ts';
import { LIMITS } from './limits.ts';
import type { Message, Row } from './message.ts';
import { type PaperEntry, paperTitle } from './paper-embeds.ts';
import {
  abstractOf,
  abstractWithKey,
  authorsLine,
  codeLink,
  colourOf,
  countsLine,
  linkTo,
  summaryLabel,
} from './paper-parts.ts';
import { fitPlain, fitText, httpsUrl } from './text.ts';

// The actions of a card's buttons, as the part of their `custom_id` before the first colon.

/** Shows the card to the whole channel. */
export const SHARE_PAPER = 'share';
/** Lists similar papers. */
export const SIMILAR_PAPERS = 'similar';
/** Lists everything that was found along with this paper. */
export const ALL_MATCHES = 'all';

const MAX_TWEET = 600;
const MAX_ABSTRACT = 3000;
const MAX_CATEGORIES = 400;
const MAX_KEYWORDS = 500;
const MAX_ORGANIZATION = 110;
const MAX_SUMMARY = 700;
const BETWEEN = '\n\n';
/** The counts of one source. */
const MAX_COUNTS = 150;
const MAX_TIME = 40;
/** How many days of its history are named. */
const MAX_DAYS = 8;

interface Options {
  /** Whether only one person sees it where others could, so a button offers to share it. */
  isShareable?: boolean;
  /** All matches, if it's the best of several; `state` is the end of the button's `custom_id`. */
  matches?: { count: number; state: string };
}

/**
 * One paper in full: picture, institution, code and project, the whole abstract with the key sentence
 * in bold, authors, categories by name, keywords, counts by source, the digests it was in, a generated
 * summary, tweets, links and buttons.
 *
 * @param appearances every digest that the paper is in, newest day first
 */
export function paperCard(
  t: Translate,
  entry: PaperEntry,
  appearances: readonly PaperEntry[] = [entry],
  options: Options = {},
): Message {
  const { paper } = entry;
  const color = colourOf(paper);
  const heading = { title: paperTitle(paper, 'found'), url: absUrl(paper.arxivId), color };
  const facts = factLines(t, paper);
  const fields = [
    { name: t('card.authors'), value: authorsField(t, paper.authors) },
    { name: t('card.categories'), value: categoriesField(paper.categories) },
    { name: t('card.keywords'), value: fitText((paper.keywords ?? []).join(', '), MAX_KEYWORDS) },
    { name: countsHeading(t, paper), value: countsField(t, paper) },
    { name: t('card.history'), value: historyField(t, appearances) },
  ].filter(({ value }) => value !== '');
  const summary = summaryEmbeds(t, paper);
  const rest = [heading, { description: facts, fields }, ...summary];
  const taken = rest.reduce((sum, embed) => sum + lengthOf(embed), BETWEEN.length);
  const left = LIMITS.embedTotal - taken;
  const abstract =
    abstractWithKey(abstractOf(paper), Math.min(MAX_ABSTRACT, left)) || t('card.no-abstract');
  const picture = httpsUrl(paper.picture);
  // A picture comes last in an embed, and this one should come before the text.
  const main: APIEmbed[] =
    picture === undefined
      ? [{ ...heading, description: facts + BETWEEN + abstract, fields }]
      : [
          { ...heading, description: facts, image: { url: picture } },
          { color, description: abstract, fields },
        ];
  const embeds = [...main, ...summary];
  const used = embeds.reduce((sum, embed) => sum + lengthOf(embed), 0);
  const quotes = tweetQuotes(paper.tweets, LIMITS.embedTotal - used);
  if (quotes !== '') embeds.push({ color, description: quotes });
  return { embeds, components: [linkRow(t, paper.arxivId), actionRow(t, entry, options)] };
}

/** Its id, to copy, with the institution; and where its code and its project are. */
function factLines(t: Translate, paper: Paper): string {
  const { arxivId, organization = '', links } = paper;
  return [
    [`arXiv:${arxivId}`, fitText(organization, MAX_ORGANIZATION, { links: false })],
    [codeLink(t, paper), linkTo(t('paper.project'), links?.project)],
  ]
    .map((parts) => parts.filter(Boolean).join(' · '))
    .filter(Boolean)
    .join('\n');
}

/** A generated summary, if there is one: below a line that says so, and without the paper's colour. */
function summaryEmbeds(t: Translate, { summary }: Paper): APIEmbed[] {
  const text = fitText(summary?.text ?? '', MAX_SUMMARY);
  if (!summary || text === '') return [];
  return [{ description: `-# ${summaryLabel(t, summary)}\n${text}` }];
}

/** All authors if they fit, else as many as fit and the number of the others. */
function authorsField(t: Translate, authors: readonly string[]): string {
  const all = fitText(authors.join(', '), LIMITS.fieldValue);
  return all.endsWith('…') ? fitText(authorsLine(t, authors, 900), LIMITS.fieldValue) : all;
}

function categoriesField(codes: readonly string[]): string {
  const lines = codes.map((code) => {
    const name = categoryName(code);
    return name === undefined ? code : `${code} ${name}`;
  });
  return fitText(lines.join('\n'), MAX_CATEGORIES);
}

/** The source of each count. Counts from elsewhere are shown without one. */
const SOURCES: Readonly<Record<string, string>> = {
  retweets: 'Twitter',
  favorites: 'Twitter',
  upvotes: 'Hugging Face',
  points: 'Hacker News',
  stars: 'GitHub',
};

/** Sources with a page on which people discuss the paper. */
const DISCUSSION_URLS: Readonly<Record<string, (arxivId: string) => string>> = {
  'Hugging Face': huggingFaceUrl,
};

/** A line for each source: `Twitter: 7,620 retweets · 108 favorites`. */
function countsField(t: Translate, { arxivId, metrics }: Paper): string {
  const bySource = Map.groupBy(Object.entries(metrics), ([name]) => SOURCES[name] ?? '');
  return [...bySource]
    .map(([name, ofSource]) => {
      const counts = fitText(countsLine(t, Object.fromEntries(ofSource)), MAX_COUNTS);
      if (name === '') return counts;
      const url = DISCUSSION_URLS[name]?.(arxivId);
      return t('counts.from', { source: url === undefined ? name : hyperlink(name, url), counts });
    })
    .join('\n');
}

/** Upvotes are known to be timed in UTC. For other counts the digest doesn't say. */
function countsHeading(t: Translate, { observedAt, metrics }: Paper): string {
  const at = fitPlain(observedAt.replace('T', ' ').slice(0, 16), MAX_TIME);
  if (at === '') return t('card.counts');
  return t('card.counts-of', { at: 'upvotes' in metrics ? `${at} UTC` : at });
}

/** The days of the digests it was in, oldest first, with its ranks there. */
function historyField(t: Translate, newestFirst: readonly PaperEntry[]): string {
  const days = newestFirst.map(({ day, paper }) => `${day} (#${paper.rank})`);
  const more = days.length - MAX_DAYS;
  const shown = days.slice(0, MAX_DAYS).reverse().join(', ');
  return more > 0 ? t('card.earlier', { count: more, days: shown }) : shown;
}

/** How much of its message's total an embed takes. */
function lengthOf({ title = '', description = '', fields = [] }: APIEmbed): number {
  return [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join('')
    .length;
}

/** As many tweets as fit, one below the other, without repeats. */
function tweetQuotes(tweets: readonly Tweet[], max: number): string {
  const quoted = new Set<string>();
  let quotes = '';
  for (const tweet of tweets) {
    if (quoted.has(tweet.id)) continue;
    quoted.add(tweet.id);
    const next = tweetQuote(tweet);
    if (quotes.length + next.length + 2 > Math.min(max, LIMITS.description)) break;
    quotes += `${quotes === '' ? '' : '\n\n'}${next}`;
  }
  return quotes;
}

function tweetQuote({ id, author, handle, date, text }: Tweet): string {
  const quote = fitText(text, MAX_TWEET)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  const name = fitText(author || handle, 60, { links: false });
  const link = hyperlink(date, `https://twitter.com/${handle}/status/${id}`);
  return `${quote}\n${name} ${fitText(`@${handle}`, 40)} · ${link}`;
}

function linkRow(t: Translate, arxivId: string): Row {
  const link = (label: string, url: string) =>
    ({ type: ComponentType.Button, style: ButtonStyle.Link, label, url }) as const;
  return {
    type: ComponentType.ActionRow,
    components: [
      link(t('card.abstract-page'), absUrl(arxivId)),
      link('PDF', pdfUrl(arxivId)),
      link('HTML', htmlUrl(arxivId)),
    ],
  };
}

function actionRow(
  t: Translate,
  { day, paper: { arxivId } }: PaperEntry,
  { isShareable = false, matches }: Options,
): Row {
  const ref = formatPaperRef({ day, arxivId });
  return buttonRow([
    citeButton(t('cite.button'), arxivId),
    button(t('card.similar'), `${SIMILAR_PAPERS}:${ref}`),
    ...(matches
      ? [button(t('card.all', { count: matches.count }), `${ALL_MATCHES}:${matches.state}`)]
      : []),
    ...(isShareable ? [button(t('card.share'), `${SHARE_PAPER}:${ref}`)] : []),
  ]);
}
