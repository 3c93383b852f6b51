import type { Choice, Context } from '../../src/command.ts';
import { titleOf } from '../../src/embeds/paper-text.ts';
import { fitPlain } from '../../src/embeds/text.ts';
import { english, type Say } from '../../src/words/say.ts';
import { MAX_CHOICES, MAX_NAME } from './category-choices.ts';
import { type DayRange, isWithin, onlyDay, readDayRange } from '../../src/input/day-range.ts';
import { describeDays } from './query.ts';
import { monthOf, monthsNamed } from '../../src/input/parse-date.ts';

/** What is understood in place of a day, and what it is called in the list. */
const DATE_WORDS = [
  ['latest', 'date.latest'],
  ['today', 'date.today'],
  ['yesterday', 'date.yesterday'],
  ['this week', 'date.this-week'],
  ['last week', 'date.last-week'],
  ['last month', 'date.last-month'],
] as const;

/**
 * Words, months and days that hold what is typed, newest first; and what it means as it stands,
 * before those if the archive has such days.
 */
export function dateChoices(
  typed: string,
  { say, library, today }: Pick<Context, 'say' | 'library' | 'today'>,
): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const words = DATE_WORDS.map(([value, key]) => ({ name: say(key), value })).filter(
    ({ name, value }) => value.startsWith(wanted) || name.toLowerCase().startsWith(wanted),
  );
  const dates = [...monthChoices(say, wanted, library), ...dayChoices(say, wanted, library)];
  const range = readDayRange(typed, today(), say);
  // A day or a word stands among the others already.
  const isListed = words.length > 0 || dates.some(({ value }) => value === wanted);
  const count = range ? library.days().filter((day) => isWithin(range, day)).length : 0;
  const meant = range && !isListed ? [meaning(say, range, count, library)] : [];
  const all = count > 0 ? [...words, ...meant, ...dates] : [...words, ...dates, ...meant];
  const values = new Set<string>();
  return all.filter(({ value }) => !values.has(value) && values.add(value)).slice(0, MAX_CHOICES);
}

/** What was typed, put as days. */
function meaning(say: Say, range: DayRange, count: number, library: Context['library']): Choice {
  const { from = '', to = '' } = range;
  const day = onlyDay(range);
  const [known] = day === undefined ? [] : dayChoices(say, day, library);
  if (known) return known;
  const [year = 0, month = 0] = from.split('-').map(Number);
  const whole = from === '' ? undefined : monthOf(year, month);
  const isMonth = whole?.from === from && whole.to === to;
  const value = day ?? (isMonth ? from.slice(0, 7) : `${from}..${to}`);
  const name = isMonth || day !== undefined ? value : describeDays(say, range);
  return {
    name:
      count === 0
        ? `${name} · ${say('count.digests', { count })}`
        : say('date.month', { month: name, count }),
    value,
  };
}

function monthChoices(say: Say, wanted: string, library: Context['library']): Choice[] {
  return monthsLike(say, wanted, library).map(({ month, days }) => ({
    name: say('date.month', { month, count: days }),
    value: month,
  }));
}

/**
 * The months that begin with what is typed of a month or a year, or that are called so, newest
 * first, with how many days have a digest.
 */
export function monthsLike(
  say: Say,
  wanted: string,
  library: Context['library'],
): { month: string; days: number }[] {
  if (wanted === '') return [];
  const named = monthsNamed(wanted, [say.language, english.language]);
  const isLike = (day: string): boolean =>
    (day.startsWith(wanted) && wanted.length <= 'YYYY-MM'.length) ||
    named.includes(Number(day.slice(5, 7)));
  const days = library.days().filter(isLike);
  return [...Map.groupBy(days, (day) => day.slice(0, 7))].map(([month, { length }]) => ({
    month,
    days: length,
  }));
}

/** The days that hold what is typed, newest first, each with its first paper. */
export function dayChoices(say: Say, wanted: string, library: Context['library']): Choice[] {
  const days = library.days().filter((day) => day.includes(wanted));
  return days.slice(0, MAX_CHOICES).map((day) => {
    const found = library.digest(day)?.papers ?? [];
    const first = found[0] ? `: ${titleOf(found[0])}` : '';
    const papers = say('count.papers', { count: found.length });
    return { name: fitPlain(`${day} · ${papers}${first}`, MAX_NAME), value: day };
  });
}
