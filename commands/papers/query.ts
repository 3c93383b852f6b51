import { type Context, UserError } from '../../src/command.ts';
import { canonicalCategory, matchCategory } from '../../src/digest/categories.ts';
import { isDay } from '../../src/digest/day.ts';
import type { Day } from '../../src/digest/types.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import { fitText } from '../../src/messages/text.ts';
import { parseCategory } from '../../src/input/categories.ts';
import { type DayRange, isPhrase, parseDayRange, singleDay } from '../../src/input/day-range.ts';
import { dateExamples } from '../../src/input/parse-date.ts';
import { linkedAddress, resolveSearchDates } from '../../src/input/search-text.ts';
import type { Archive } from '../../src/archive/types.ts';
import type { Search, Sort } from '../../src/search/types.ts';
import type { Translate } from '../../src/i18n/translate.ts';

/** The checked options of `/papers`. At least one is set. */
export interface PaperQuery {
  /** The first and the last day, both included. */
  from?: string;
  to?: string;
  /** In arXiv's own spelling. */
  category?: string;
  search?: string;
  sort?: Sort;
}

/** The orders of found papers, by their value in the `sort` option. */
export const SORTS: Readonly<Record<Sort, string>> = {
  best: 'best match',
  hot: 'hottest',
  new: 'newest',
};

/** A longer list of candidates would be no help. */
const MAX_CANDIDATES = 8;

type Options = Readonly<Record<string, string | number | boolean>>;

/**
 * Checks the options of `/papers`. Without any, it's the newest digest's day.
 *
 * @throws UserError that says what is accepted
 */
export function readPaperQuery(options: Options, context: Context): PaperQuery {
  const query: PaperQuery = {};
  const { date, category, search, sort } = options;
  if (typeof date === 'string') Object.assign(query, readDate(date, context));
  if (typeof category === 'string') query.category = searchableCategory(category, context.archive);
  if (typeof search === 'string' && search.trim() !== '') {
    query.search = resolveSearchDates(search, context.today(), context.t);
  }
  if (Object.keys(query).length === 0) query.from = query.to = newestDay(context);
  if (isSort(sort)) query.sort = sort;
  return query;
}

/**
 * A category in arXiv's spelling, from what `parseCategory` accepts.
 *
 * @throws UserError that says what is accepted, or which categories may be meant
 */
export function readCategory(typed: string, archive: Archive): string {
  const { code, candidates } = parseCategory(typed, (one) => hasPapers(one, archive));
  if (code !== undefined) return code;
  if (candidates.length === 0) throw unknownCategory(typed);
  throw new UserError((t) =>
    t('category.several', {
      typed: fitText(typed, 80),
      categories: eitherOf(t, candidates.slice(0, MAX_CANDIDATES)),
    }),
  );
}

/**
 * The same for a search. A code that isn't in the taxonomy may be a new one if a digest has it;
 * otherwise it's a slip, and the search would find nothing.
 */
function searchableCategory(typed: string, archive: Archive): string {
  const code = readCategory(typed, archive);
  if (matchCategory(code)?.name !== undefined || hasPapers(code, archive)) return code;
  throw unknownCategory(typed);
}

function unknownCategory(typed: string): UserError {
  return new UserError((t) => t('category.unknown', { typed: fitText(typed, 80) }));
}

function hasPapers(code: string, archive: Archive): boolean {
  return archive.categories().some((used) => canonicalCategory(used.code) === code);
}

function isSort(value: unknown): value is Sort {
  return typeof value === 'string' && Object.hasOwn(SORTS, value);
}

function readDate(typed: string, context: Context): DayRange {
  if (isPhrase(typed, 'date.latest', context.t)) {
    const day = newestDay(context);
    return { from: day, to: day };
  }
  const range = parseDayRange(typed, context.today(), context.t);
  if (range) return range;
  throw new UserError((t) =>
    t('date.unknown', {
      typed: fitText(typed, 80),
      ...dateExamples(t.language),
      words: eitherOf(t, [
        t('date.today'),
        t('date.yesterday'),
        t('date.last-week'),
        t('date.latest'),
      ]),
    }),
  );
}

/** Alternatives to type, joined as the language joins them: `a`, `b` or `c`. */
function eitherOf(t: Translate, alternatives: readonly string[]): string {
  const list = new Intl.ListFormat(t.language, { type: 'disjunction' });
  return list.format(alternatives.map((one) => `\`${one}\``));
}

function newestDay({ archive }: Context): Day {
  const newest = archive.newest();
  if (newest) return newest.day;
  throw new UserError((t) => t('papers.no-archive-wait'));
}

/**
 * The search text for what was typed, which may be a link. A link to a paper is searched for as it
 * is, any other as a phrase, since abstracts mention the pages of their code. As separate words it
 * would match almost any paper.
 *
 * @throws UserError when no paper mentions the link
 */
export async function searchForLink(typed: string, search: Search): Promise<string> {
  const address = linkedAddress(typed);
  if (address === undefined) return typed;
  const phrase = `"${address}"`;
  const { total, partial } = await search.papers({ search: phrase }, { offset: 0, limit: 1 });
  if (total === 0 || partial) throw new UserError((t) => t('links.unknown'));
  return phrase;
}

/**
 * The day if the query is for a whole digest, which is then shown as in a channel; else undefined.
 */
export function wholeDigestDay(query: PaperQuery): Day | undefined {
  return query.search === undefined && query.category === undefined && query.sort === undefined
    ? singleDay(query)
    : undefined;
}

// The actions of a page's buttons. Each is followed by the number of a paper on the page, because
// pages get longer or shorter with other versions, and by the query.

/** Shows the page with the paper. */
export const SHOW_FROM = 'from';
/** Shows it to the whole channel. */
export const SHARE_FROM = 'share-from';

/** The query as the end of a `custom_id`, after `share-from:N:` or something shorter. */
export async function queryToState(query: PaperQuery, { customIdStore }: Context): Promise<string> {
  return customIdStore.shorten(
    formatPaperQuery(query),
    LIMITS.customId - `${SHARE_FROM}:000000:`.length,
  );
}

/**
 * Reads `queryToState` back.
 *
 * @throws UserError when the button is so old that its query is no longer stored
 */
export async function queryFromState(
  state: string,
  { customIdStore }: Context,
): Promise<PaperQuery> {
  const text = await customIdStore.expand(state);
  const query = text === undefined ? undefined : parsePaperQuery(text);
  if (query) return query;
  throw new UserError((t) => t('button.too-old'));
}

/**
 * The query as text: `2021-05-05|cs.CV|mlp mixer`; with several days `2021-05-01..2021-05-07`, and
 * with an order `2021-05-05!hot`.
 */
function formatPaperQuery(query: PaperQuery): string {
  const { from = '', to = '', category = '', search = '', sort } = query;
  const days = from === to ? from : `${from}..${to}`;
  return `${days}${sort === undefined ? '' : `!${sort}`}|${category}|${search}`;
}

function parsePaperQuery(text: string): PaperQuery | undefined {
  const match = /^([^|!.]*)(?:\.\.([^|!.]*))?(?:!([a-z]+))?\|([^|]*)\|(.*)$/s.exec(text);
  if (!match) return undefined;
  const [, from = '', to = from, sort, category = '', search = ''] = match;
  if (![from, to].every((day) => day === '' || isDay(day))) return undefined;
  return {
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(category === '' ? {} : { category }),
    ...(search === '' ? {} : { search }),
    ...(isSort(sort) ? { sort } : {}),
  };
}
