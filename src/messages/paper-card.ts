import { absUrl, htmlUrl, huggingFaceUrl, pdfUrl } from '../digest/arxiv-id.ts';
import { categoryName } from '../digest/categories.ts';
import type { Paper, Tweet } from '../digest/types.ts';
import { type APIEmbed, ButtonStyle, ComponentType, hyperlink } from '../discord/api.ts';
import type { Translate } from '../i18n/translate.ts';
import { citeButton } from './cite-button.ts';
import { colourOf } from './colour.ts';
import { LIMITS } from './limits.ts';
import { optionValue } from './menu.ts';
import type { Message, Row } from './message.ts';
import { type Entry, paperTitle } from './paper-embeds.ts';
import { abstractOf } from './paper-text.ts';
import { fitPlain, fitText } from './text.ts';
import { authorsLine, countsLine } from './words.ts';

/** The `custom_id` of the button that shows a card to the channel begins with this. */
export const SHARE_PAPER = 'share';
/** The same of the button that lists similar papers. */
export const SIMILAR_PAPERS = 'similar';
/** The same of the button that lists all papers that were found beside this one. */
export const ALL_MATCHES = 'all';

const MAX_TWEET = 600;
const MAX_ABSTRACT = 3000;
const MAX_CATEGORIES = 400;
/** Of one source's. */
const MAX_COUNTS = 200;
const MAX_TIME = 40;
/** Days that are named. */
const MAX_PLACES = 8;

interface Options {
  /** It is shown to one person in a place where others read: a button shows it to them too. */
  isShareable?: boolean;
  /** It is the best of so many; what stands behind `ALL_MATCHES` lists them, a page's state. */
  matches?: { count: number; state: string };
}

/**
 * One paper in full: whole abstract and authors, categories by name, counts with their source and
 * date, the digests that it stood in, tweets, links, and buttons.
 *
 * @param appearances every digest that the paper stands in, newest day first
 */
export function paperCard(
  t: Translate,
  entry: Entry,
  appearances: readonly Entry[] = [entry],
  options: Options = {},
): Message {
  const { paper } = entry;
  const colour = colourOf(paper.categories[0] ?? '');
  const abstract = fitText(abstractOf(paper), MAX_ABSTRACT);
  const card: APIEmbed = {
    title: paperTitle(paper, 'found'),
    url: absUrl(paper.arxivId),
    color: colour,
    description: abstract === '' ? t('card.no-abstract') : abstract,
    fields: [
      { name: t('card.authors'), value: authors(t, paper.authors) },
      {
        name: t('card.categories'),
        value: fitText(categories(paper.categories), MAX_CATEGORIES),
      },
      { name: countedAt(t, paper), value: counts(t, paper) },
      { name: t('card.history'), value: history(t, appearances) },
    ].filter(({ value }) => value !== ''),
  };
  const embeds = [card];
  const quotes = tweetQuotes(paper.tweets, LIMITS.embedTotal - lengthOf(card));
  if (quotes !== '') embeds.push({ color: colour, description: quotes });
  return { embeds, components: [links(t, paper.arxivId), actions(t, entry, options)] };
}

function authors(t: Translate, names: readonly string[]): string {
  // What does not fit is cut after a name, and counted.
  const whole = fitText(names.join(', '), LIMITS.fieldValue);
  return whole.endsWith('…') ? fitText(authorsLine(t, names, 900), LIMITS.fieldValue) : whole;
}

function categories(codes: readonly string[]): string {
  return codes
    .map((code) => {
      const name = categoryName(code);
      return name === undefined ? code : `${code} ${name}`;
    })
    .join('\n');
}

/** Who counts what, as far as it is known; other counts stand by their own name. */
const SOURCES: Readonly<Record<string, string>> = {
  retweets: 'Twitter',
  favorites: 'Twitter',
  upvotes: 'Hugging Face',
  points: 'Hacker News',
};

/** Where a source has a page of the paper, on which people speak of it. */
const PAGES: Readonly<Record<string, (arxivId: string) => string>> = {
  'Hugging Face': huggingFaceUrl,
};

/** One line for each source: `Twitter: 7,620 retweets · 108 favorites`. */
function counts(t: Translate, { arxivId, metrics }: Paper): string {
  const bySource = Map.groupBy(Object.entries(metrics), ([name]) => SOURCES[name] ?? '');
  return [...bySource]
    .map(([name, of]) => {
      const line = fitText(countsLine(t, Object.fromEntries(of)), MAX_COUNTS);
      if (name === '') return line;
      const page = PAGES[name]?.(arxivId);
      const source = page === undefined ? name : hyperlink(name, page);
      return t('counts.from', { source, counts: line });
    })
    .join('\n');
}

/** Upvotes are printed with the time in UTC; of other counts nobody knows by which clock. */
function countedAt(t: Translate, { observedAt, metrics }: Paper): string {
  const at = fitPlain(observedAt.replace('T', ' ').slice(0, 16), MAX_TIME);
  if (at === '') return t('card.counts');
  return t('card.counts-of', { at: 'upvotes' in metrics ? `${at} UTC` : at });
}

/** The days on which it stood in a digest, oldest first, with its place there. */
function history(t: Translate, newestFirst: readonly Entry[]): string {
  const places = newestFirst.map(({ day, paper }) => `${day} (#${paper.rank})`);
  const left = places.length - MAX_PLACES;
  const shown = places.slice(0, MAX_PLACES).reverse().join(', ');
  return left > 0 ? t('card.earlier', { count: left, days: shown }) : shown;
}

/** What an embed takes of its message's total. */
function lengthOf({ title = '', description = '', fields = [] }: APIEmbed): number {
  return [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join('')
    .length;
}

/** Tweets quoted one below the other, as many as fit; one printed twice is quoted once. */
function tweetQuotes(tweets: readonly Tweet[], max: number): string {
  const told = new Set<string>();
  let quotes = '';
  for (const tweet of tweets) {
    if (told.has(tweet.id)) continue;
    told.add(tweet.id);
    const text = fitText(tweet.text, MAX_TWEET)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const name = fitText(tweet.author || tweet.handle, 60, { links: false });
    const handle = fitText(`@${tweet.handle}`, 40);
    const url = `https://twitter.com/${tweet.handle}/status/${tweet.id}`;
    const next = `${text}\n${name} ${handle} · ${hyperlink(tweet.date, url)}`;
    if (quotes.length + next.length + 2 > Math.min(max, LIMITS.description)) break;
    quotes += `${quotes === '' ? '' : '\n\n'}${next}`;
  }
  return quotes;
}

function links(t: Translate, arxivId: string): Row {
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

/** What can be done with it. Its place means the same for ever, as the buttons' state. */
function actions(t: Translate, entry: Entry, { isShareable = false, matches }: Options): Row {
  const place = optionValue(entry.day, entry.paper.arxivId);
  const button = (label: string, action: string, state = place) =>
    ({
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label,
      custom_id: `${action}:${state}`,
    }) as const;
  return {
    type: ComponentType.ActionRow,
    components: [
      citeButton(t('cite.button'), entry.paper.arxivId),
      button(t('card.similar'), SIMILAR_PAPERS),
      ...(matches
        ? [button(t('card.all', { count: matches.count }), ALL_MATCHES, matches.state)]
        : []),
      ...(isShareable ? [button(t('card.share'), SHARE_PAPER)] : []),
    ],
  };
}
