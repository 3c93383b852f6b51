import type { Choice, Context } from '../../src/command.ts';
import { LIMITS } from '../../src/messages/limits.ts';
import type { PaperEntry } from '../../src/messages/paper-embeds.ts';
import { titleOf } from '../../src/messages/paper-parts.ts';
import { fitPlain } from '../../src/messages/text.ts';
import {
  type DayRange,
  isWithin,
  monthsMatching,
  parseDayRange,
  singleDay,
  singleMonth,
} from '../../src/input/day-range.ts';
import { resolveSearchDates } from '../../src/input/search-text.ts';
import type { CategoryCount } from '../../src/archive/day-index.ts';
import type { Archive } from '../../src/archive/types.ts';
import type { Translate } from '../../src/i18n/translate.ts';
import { describeDays } from './describe-search.ts';

/** A paper to choose by its title, first author and day; its value is its id. */
export function paperChoice({ day, paper }: PaperEntry): Choice {
  const [first = ''] = paper.authors;
  const from = ` · ${fitPlain(first, 30)} · ${day}`;
  return {
    name: `${fitPlain(titleOf(paper), LIMITS.choiceName - from.length)}${from}`,
    value: paper.arxivId,
  };
}

/** Categories whose code starts with the text, then those with the text in their name or code. */
export function categoryChoices(
  t: Translate,
  typed: string,
  categories: readonly CategoryCount[],
): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const first = categories.filter(({ code }) => code.toLowerCase().startsWith(wanted));
  const then = categories.filter(
    (category) =>
      !first.includes(category) &&
      `${category.code} ${category.name ?? ''}`.toLowerCase().includes(wanted),
  );
  return [...first, ...then].slice(0, LIMITS.choices).map(({ code, name, papers }) => ({
    name: fitPlain(
      `${code}${name === undefined ? '' : ` ${name}`} (${t('count.papers', { count: papers })})`,
      LIMITS.choiceName,
    ),
    value: code,
  }));
}

/** Phrases that are accepted in place of a date, and what the list calls them. */
const DATE_PHRASES = [
  ['latest', 'date.latest'],
  ['today', 'date.today'],
  ['yesterday', 'date.yesterday'],
  ['this week', 'date.this-week'],
  ['last week', 'date.last-week'],
  ['last month', 'date.last-month'],
] as const;

/**
 * Phrases, months and days that match the text, newest first; and the days that the text means,
 * right after the phrases if the archive has such days, last if it hasn't.
 */
export function dateChoices(
  typed: string,
  { t, archive, today }: Pick<Context, 't' | 'archive' | 'today'>,
): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const phrases = DATE_PHRASES.map(([value, key]) => ({ name: t(key), value })).filter(
    ({ name, value }) => value.startsWith(wanted) || name.toLowerCase().startsWith(wanted),
  );
  const dates = [...monthChoices(t, wanted, archive), ...dayChoices(t, wanted, archive)];
  const range = parseDayRange(typed, today(), t);
  // A day or a phrase is already among the others.
  const isListed = phrases.length > 0 || dates.some(({ value }) => value === wanted);
  const count = range ? archive.days().filter((day) => isWithin(range, day)).length : 0;
  const meant = range && !isListed ? [rangeChoice(t, range, count, archive)] : [];
  const all = count > 0 ? [...phrases, ...meant, ...dates] : [...phrases, ...dates, ...meant];
  const values = new Set<string>();
  return all
    .filter(({ value }) => !values.has(value) && values.add(value))
    .slice(0, LIMITS.choices);
}

/** @param count how many digests the archive has in the range */
function rangeChoice(t: Translate, range: DayRange, count: number, archive: Archive): Choice {
  const { from = '', to = '' } = range;
  const day = singleDay(range);
  const [known] = day === undefined ? [] : dayChoices(t, day, archive);
  if (known) return known;
  const date = day ?? singleMonth(range);
  const name = date ?? describeDays(t, range);
  return {
    name:
      count === 0
        ? `${name} · ${t('count.digests', { count })}`
        : t('date.month', { month: name, count }),
    value: date ?? `${from}..${to}`,
  };
}

function monthChoices(t: Translate, typed: string, archive: Archive): Choice[] {
  return monthsMatching(typed, archive.days(), t).map(({ month, count }) => ({
    name: t('date.month', { month, count }),
    value: month,
  }));
}

/** The days with the text in their date, newest first, each with its first paper. */
function dayChoices(t: Translate, typed: string, archive: Archive): Choice[] {
  const days = archive.days().filter((day) => day.includes(typed));
  return days.slice(0, LIMITS.choices).map((day) => {
    const found = archive.digest(day)?.papers ?? [];
    const first = found[0] ? `: ${titleOf(found[0])}` : '';
    const papers = t('count.papers', { count: found.length });
    return { name: fitPlain(`${day} · ${papers}${first}`, LIMITS.choiceName), value: day };
  });
}

/** The last operator of a text, and as much of its value as has been typed. */
const UNFINISHED_OPERATOR = /(?<=^|\s)(-?(?:author|category|cat|since|before):)"?([^"]*)$/i;
/** The beginning of a year, a month or a day. */
const DATE_START = /^(?:19|20)\d{2}(?:-\d{0,2}){0,2}$/;

/** How many of each are offered along with the papers. */
const MAX_AUTHORS = 3;
const MAX_CATEGORIES = 2;
const MAX_DATES = 3;

/**
 * Completions of a search text: values for the operator that is being typed, if there is one; else
 * the text itself with how many papers it finds, and dates, categories, authors and papers that
 * match it.
 */
export async function searchChoices(
  typed: string,
  context: Pick<Context, 't' | 'archive' | 'search' | 'today'>,
): Promise<Choice[]> {
  const { t, archive, today } = context;
  const text = typed.trim();
  const unfinished = UNFINISHED_OPERATOR.exec(typed);
  if (unfinished) {
    const [, operator = '', begun = ''] = unfinished;
    const before = typed.slice(0, unfinished.index);
    const values = await operatorValues(operator, begun.trim(), context);
    return withinLimits(
      values.map(({ name, value }) => ({
        name: `${before}${operator} ${name}`,
        value: `${before}${operator}${value.includes(' ') ? `"${value}"` : value}`,
      })),
    );
  }
  if (text === '') {
    const papers = archive.newest()?.papers ?? [];
    const day = archive.newest()?.day ?? '';
    return withinLimits(papers.map((paper) => paperChoice({ day, paper })));
  }
  const search = resolveSearchDates(text, today(), t);
  const [found, authors] = await Promise.all([
    context.search.papers({ search }, { offset: 0, limit: LIMITS.choices }),
    context.search.authors(text, MAX_AUTHORS),
  ]);
  // Half of the taxonomy starts with any one letter.
  const categories = text.length > 1 ? categoryChoices(t, text, archive.categories()) : [];
  return withinLimits([
    // First, because Enter takes the first choice.
    { name: t('search.typed', { typed: text, count: found.total }), value: text },
    ...(DATE_START.test(text) ? sinceChoices(t, text, archive) : []),
    ...categories.slice(0, MAX_CATEGORIES).map(({ name, value }) => ({
      name: t('search.category', { category: name }),
      value: `category:${value}`,
    })),
    ...authors.map((author) => ({
      name: t('search.author', { author }),
      value: `author:"${author}"`,
    })),
    ...found.hits.map(paperChoice),
  ]);
}

async function operatorValues(
  operator: string,
  begun: string,
  { t, archive, search }: Pick<Context, 't' | 'archive' | 'search'>,
): Promise<Choice[]> {
  const name = operator.replace('-', '').toLowerCase();
  if (name === 'author:') {
    const authors = await search.authors(begun, LIMITS.choices);
    return authors.map((author) => ({ name: author, value: author }));
  }
  if (name.startsWith('cat')) return categoryChoices(t, begun, archive.categories());
  return dateValues(t, begun, archive);
}

/** Months, without a count because the operator is about days before or after them; then days. */
function dateValues(t: Translate, begun: string, archive: Archive): Choice[] {
  const months = monthsMatching(begun, archive.days(), t).map(({ month }) => ({
    name: month,
    value: month,
  }));
  return [...months, ...dayChoices(t, begun, archive)];
}

/** Papers since a month or a day, for people who type a date where words are expected. */
function sinceChoices(t: Translate, text: string, archive: Archive): Choice[] {
  return dateValues(t, text, archive)
    .slice(0, MAX_DATES)
    .map(({ name, value }) => ({
      name: t('search.since', { date: name }),
      value: `since:${value}`,
    }));
}

/**
 * Each choice once, with its name cut to length. A choice whose value is too long is left out:
 * Discord would refuse it, and cut it would mean something else.
 */
function withinLimits(choices: readonly Choice[]): Choice[] {
  const values = new Set<string>();
  return choices
    .filter(({ value }) => value.length <= LIMITS.choiceValue)
    .filter(({ value }) => !values.has(value) && values.add(value))
    .slice(0, LIMITS.choices)
    .map(({ name, value }) => ({ name: fitPlain(name, LIMITS.choiceName), value }));
}
