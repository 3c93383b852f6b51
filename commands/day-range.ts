import { addDays, weekdayOf } from '../src/digest/day.ts';
import type { Day } from '../src/digest/types.ts';
import type { Key } from '../src/words/catalogue.ts';
import { english, type Say } from '../src/words/say.ts';
import { monthOf, type Period, readWrittenDate, yearOf } from './written-dates.ts';

/** Days from the first to the last, both included; an end that is missing is open. */
export interface DayRange {
  from?: Day;
  to?: Day;
}

/** What is called by a word rather than by its date; `latest` depends on the archive. */
const PERIODS = {
  'date.today': (today) => ({ from: today, to: today }),
  'date.yesterday': (today) => ({ from: addDays(today, -1), to: addDays(today, -1) }),
  'date.this-week': (today) => weekOf(today, 0),
  'date.last-week': (today) => weekOf(today, 1),
  'date.last-month': (today) => relativePeriod('last month', today),
} as const satisfies Partial<Record<Key, (today: Day) => Period | undefined>>;

type Words = keyof typeof PERIODS;

/**
 * Reads the days that somebody means: what `readWrittenDate` knows (`2021-05-05`, `5 May 2021`,
 * `May`), two of them with `..` or `to` in between (either may be left out before or behind `..`;
 * the later may stand first), `today`, `yesterday`, `this week` and `last week` (Monday to Sunday),
 * month or year, `last 10 days`. Words are understood in English and as `say` has them.
 *
 * @returns undefined where no days are named
 */
export function readDayRange(typed: string, today: Day, say: Say): DayRange | undefined {
  const text = folded(typed);
  const between = /^(.*?) ?(?:\.\.\.?|…|–| to | until | - ) ?(.*)$/.exec(text);
  if (!between) return periodOf(text, today, say);
  const [, left = '', right = ''] = between;
  if (left === '' && right === '') return undefined;
  const last = right === '' ? {} : periodOf(right, today, say);
  // Of "November to January" only the January is the last one; the November is the one before it.
  const first = left === '' ? {} : periodOf(left, today, say, last?.from);
  if (!first || !last) return undefined;
  const isReversed = first.from !== undefined && last.from !== undefined && first.from > last.from;
  const [begin, end] = isReversed ? [last, first] : [first, last];
  return { ...pick('from', begin.from), ...pick('to', end.to) };
}

/** Whether what is typed says what a text of the catalogues says, in English or as `say` has it. */
export function isWord(typed: string, key: Key, say: Say): boolean {
  const text = folded(typed);
  return [say(key), english(key)].some((word) => folded(word) === text);
}

/** The only day of a range; undefined where there are more. */
export function onlyDay({ from, to }: DayRange): Day | undefined {
  return from === to ? from : undefined;
}

export function isWithin({ from, to }: DayRange, day: Day): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** As words are compared: case, width, white space and the kind of apostrophe do not matter. */
function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ').replaceAll('’', "'");
}

function pick(name: keyof DayRange, day: Day | undefined): DayRange {
  return day === undefined ? {} : { [name]: day };
}

/** @param latest when a month without a year begins at the latest */
function periodOf(text: string, today: Day, say: Say, latest = today): DayRange | undefined {
  const word = (Object.keys(PERIODS) as Words[]).find((key) => isWord(text, key, say));
  if (word !== undefined) return PERIODS[word](today);
  return (
    readWrittenDate(text, [...new Set([say.language, english.language])], latest) ??
    relativePeriod(text, today)
  );
}

function relativePeriod(text: string, today: Day): Period | undefined {
  const [, count] = /^(?:the )?(?:last|past) (\d{1,4}) days?$/.exec(text) ?? [];
  if (count !== undefined) {
    return Number(count) === 0 ? undefined : { from: addDays(today, 1 - Number(count)), to: today };
  }
  const [, which, unit] = /^(this|last) (month|year)$/.exec(text) ?? [];
  const back = which === 'last' ? 1 : 0;
  const [year = 0, month = 0] = today.split('-').map(Number);
  switch (unit) {
    case 'month':
      return month > back ? monthOf(year, month - back) : monthOf(year - 1, 12);
    case 'year':
      return yearOf(year - back);
    case undefined:
    default:
      return undefined;
  }
}

/** @param back how many weeks before that of `today` */
function weekOf(today: Day, back: number): Period {
  // Monday is the first day of a week, as ISO 8601 has it.
  const monday = addDays(today, 1 - weekdayOf(today) - 7 * back);
  return { from: monday, to: addDays(monday, 6) };
}
