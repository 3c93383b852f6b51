import { type Context, UserError } from '../src/command.ts';
import { matchCategory } from '../src/digest/categories.ts';
import { addDays, isDay } from '../src/digest/day.ts';
import { escapeText, fitText } from '../src/embeds/text.ts';
import { describeSearch, type Understood } from './understood.ts';

/** What `/papers` was asked, checked. At least one part is there. */
export interface PaperQuery {
  day?: string;
  /** In arXiv's own spelling. */
  category?: string;
  search?: string;
}

type Options = Readonly<Record<string, string | number | boolean>>;

/**
 * Checks the options of `/papers`. Without any, the newest digest's day is meant.
 *
 * @throws UserError with what is accepted
 */
export function readPaperQuery(options: Options, context: Context): PaperQuery {
  const query: PaperQuery = {};
  const { date, category, search } = options;
  if (typeof date === 'string') query.day = readDate(date, context);
  if (typeof category === 'string') query.category = readCategory(category);
  if (typeof search === 'string' && search.trim() !== '') query.search = search.trim();
  if (Object.keys(query).length === 0) query.day = newestDay(context);
  return query;
}

/** A category as typed, in arXiv's spelling. */
export function readCategory(typed: string): string {
  const match = matchCategory(typed.trim());
  if (match) return match.code;
  throw new UserError(
    `**${fitText(typed, 80)}** is no arXiv category. Type one such as \`cs.CV\` or \`stat.ML\`, ` +
      'a whole archive such as `cs`, or pick one from the list that opens while you type.',
  );
}

function readDate(typed: string, context: Context): string {
  const word = typed.trim().toLowerCase();
  if (word === 'latest') return newestDay(context);
  if (word === 'today') return context.today();
  if (word === 'yesterday') return addDays(context.today(), -1);
  if (isDay(word)) return word;
  throw new UserError(
    `**${fitText(typed, 80)}** is no day I know. Type one such as \`2021-05-05\`, or \`today\`, ` +
      '`yesterday` or `latest`.',
  );
}

function newestDay({ library }: Context): string {
  const newest = library.newest();
  if (newest) return newest.day;
  throw new UserError(
    'There is no digest yet. As soon as the first arrives in my digests folder, it can be read here.',
  );
}

/** The query as text for a button: `2021-05-05|cs.CV|mlp mixer`. */
export function formatPaperQuery({ day = '', category = '', search = '' }: PaperQuery): string {
  return `${day}|${category}|${search}`;
}

/** Reads `formatPaperQuery` back. */
export function parsePaperQuery(text: string): PaperQuery | undefined {
  const match = /^([^|]*)\|([^|]*)\|(.*)$/s.exec(text);
  if (!match) return undefined;
  const [, day = '', category = '', search = ''] = match;
  if (day !== '' && !isDay(day)) return undefined;
  return {
    ...(day === '' ? {} : { day }),
    ...(category === '' ? {} : { category }),
    ...(search === '' ? {} : { search }),
  };
}

/**
 * The query in words, escaped: `for “mlp mixer” in cs.CV on 2021-05-05`.
 *
 * @param understood how the library took the search text, where it held operators
 */
export function describePaperQuery(
  { day, category, search }: PaperQuery,
  understood?: Understood,
): string {
  return [
    search === undefined ? '' : describeSearch(search, understood),
    category === undefined ? '' : `in ${escapeText(category)}`,
    day === undefined ? '' : `on ${day}`,
  ]
    .filter(Boolean)
    .join(' ');
}
