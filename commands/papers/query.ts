import { type Context, UserError } from '../../src/command.ts';
import { canonicalCategory, categoriesLike, matchCategory } from '../../src/digest/categories.ts';
import { isDay } from '../../src/digest/day.ts';
import { escapeText, fitText } from '../../src/embeds/text.ts';
import type { Say } from '../../src/words/say.ts';
import { type DayRange, isWord, readDayRange } from '../../src/input/day-range.ts';
import { withPlainDates } from '../../src/input/search-text.ts';
import { describeSearch, inOne, type Understood } from './describe-search.ts';
import { writtenExamples } from '../../src/input/parse-date.ts';

/** What `/papers` was asked, checked. At least one part is there. */
export interface PaperQuery {
  /** The first and the last day, both included. */
  from?: string;
  to?: string;
  /** In arXiv's own spelling. */
  category?: string;
  search?: string;
  sort?: Sort;
}

/** How found papers can be sorted, as the option calls it. */
export const SORTS = { best: 'best match', hot: 'hottest', new: 'newest' } as const;
export type Sort = keyof typeof SORTS;

/** More that may be meant would be no help. */
const MAX_LIKE = 8;

type Options = Readonly<Record<string, string | number | boolean>>;

/**
 * Checks the options of `/papers`. Without any, the newest digest's day is meant.
 *
 * @throws UserError with what is accepted
 */
export function readPaperQuery(options: Options, context: Context): PaperQuery {
  const query: PaperQuery = {};
  const { date, category, search, sort } = options;
  if (typeof date === 'string') Object.assign(query, readDate(date, context));
  if (typeof category === 'string') query.category = searchableCategory(category, context.library);
  if (typeof search === 'string' && search.trim() !== '') query.search = withDays(search, context);
  if (Object.keys(query).length === 0) query.from = query.to = newestDay(context);
  if (isSort(sort)) query.sort = sort;
  return query;
}

/**
 * A category as typed, in arXiv's spelling. A part of it (`cv`, `vision`) will do where only one is
 * called so, or only one of those has papers.
 *
 * @throws UserError with what is accepted, or with those that may be meant
 */
export function readCategory(typed: string, library: Context['library']): string {
  const match = matchCategory(typed.trim());
  if (match) return match.code;
  const like = categoriesLike(typed).map(({ code }) => code);
  const [only, other] = like.length > 1 ? withPapers(like, library) : like;
  if (only !== undefined && other === undefined) return only;
  if (like.length > 0) {
    throw new UserError((say) =>
      say('category.several', {
        typed: fitText(typed, 80),
        categories: eitherOf(say, like.slice(0, MAX_LIKE)),
      }),
    );
  }
  throw new UserError((say) => say('category.unknown', { typed: fitText(typed, 80) }));
}

/**
 * The same to search by. What the taxonomy does not know may be new, where a digest has it;
 * otherwise it is a slip, and nothing would be found.
 */
function searchableCategory(typed: string, library: Context['library']): string {
  const code = readCategory(typed, library);
  if (matchCategory(code)?.name !== undefined || isUsed(code, library)) return code;
  throw new UserError((say) => say('category.unknown', { typed: fitText(typed, 80) }));
}

/** Those that any paper of the archive has. */
function withPapers(codes: readonly string[], library: Context['library']): string[] {
  return codes.filter((code) => isUsed(code, library));
}

function isUsed(code: string, library: Context['library']): boolean {
  return library.categories().some((used) => canonicalCategory(used.code) === code);
}

/** A search text whose dates are days, whatever they were typed as. */
export function withDays(search: string, { say, today }: Pick<Context, 'say' | 'today'>): string {
  return withPlainDates(search.trim(), (typed) => readDayRange(typed, today(), say)?.from);
}

function isSort(value: unknown): value is Sort {
  return typeof value === 'string' && Object.hasOwn(SORTS, value);
}

function readDate(typed: string, context: Context): DayRange {
  const { say: theirs } = context;
  if (isWord(typed, 'date.latest', theirs)) {
    const day = newestDay(context);
    return { from: day, to: day };
  }
  const range = readDayRange(typed, context.today(), theirs);
  if (range) return range;
  throw new UserError((say) =>
    say('date.unknown', {
      typed: fitText(typed, 80),
      ...writtenExamples(say.language),
      words: eitherOf(say, [
        say('date.today'),
        say('date.yesterday'),
        say('date.last-week'),
        say('date.latest'),
      ]),
    }),
  );
}

/** Things to type, as the language joins what one may choose from. */
function eitherOf(say: Say, typed: readonly string[]): string {
  const list = new Intl.ListFormat(say.language, { type: 'disjunction' });
  return list.format(typed.map((one) => `\`${one}\``));
}

function newestDay({ library }: Context): string {
  const newest = library.newest();
  if (newest) return newest.day;
  throw new UserError((say) => say('papers.no-archive-wait'));
}

/**
 * The query as text for a button: `2021-05-05|cs.CV|mlp mixer`, with several days
 * `2021-05-01..2021-05-07` and with an order `2021-05-05!hot`.
 */
export function formatPaperQuery(query: PaperQuery): string {
  const { from = '', to = '', category = '', search = '', sort } = query;
  const days = from === to ? from : `${from}..${to}`;
  return `${days}${sort === undefined ? '' : `!${sort}`}|${category}|${search}`;
}

/** Reads `formatPaperQuery` back. */
export function parsePaperQuery(text: string): PaperQuery | undefined {
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

/**
 * The query in words, escaped: `for “mlp mixer” in cs.CV on 2021-05-05`.
 *
 * @param understood how the library took the search text, where it held operators
 */
export function describePaperQuery(say: Say, query: PaperQuery, understood?: Understood): string {
  const { category, search } = query;
  return inOne(say, [
    search === undefined ? '' : describeSearch(say, search, understood),
    category === undefined ? '' : say('query.category', { category: escapeText(category) }),
    describeDays(say, query),
  ]);
}

/** Its days in words: `on 2021-05-05`, `from 2021-05-01 to 2021-05-07`; empty where it has none. */
export function describeDays(say: Say, { from, to }: PaperQuery): string {
  if (from === to) return from === undefined ? '' : say('query.on', { day: from });
  if (from === undefined) return say('query.until', { day: to ?? '' });
  return to === undefined ? say('query.since', { day: from }) : say('query.between', { from, to });
}
