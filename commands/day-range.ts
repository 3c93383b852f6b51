import { addDays, isDay } from '../src/digest/day.ts';
import type { Day } from '../src/digest/types.ts';

/** Days from the first to the last, both included; an end that is missing is open. */
export interface DayRange {
  from?: Day;
  to?: Day;
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/**
 * Reads the days that somebody means: `2021-05-05`, `2021-05`, `May 2021`, `2021`, two of them with
 * `..` or `to` in between (either may be left out before or behind `..`), `today`, `yesterday`,
 * `this week` and `last week` (Monday to Sunday), month or year, `last 10 days`.
 *
 * @returns undefined where no days are named, or none lie between the two
 */
export function readDayRange(typed: string, today: Day): DayRange | undefined {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  const between = /^(.*?) ?(?:\.\.\.?|…|–| to | until | - ) ?(.*)$/.exec(text);
  if (!between) return periodOf(text, today);
  const [, left = '', right = ''] = between;
  const first = left === '' ? {} : periodOf(left, today);
  const last = right === '' ? {} : periodOf(right, today);
  if (!first || !last || (left === '' && right === '')) return undefined;
  const range = { ...pick('from', first.from), ...pick('to', last.to) };
  return range.from !== undefined && range.to !== undefined && range.from > range.to
    ? undefined
    : range;
}

/** The only day of a range; undefined where there are more. */
export function onlyDay({ from, to }: DayRange): Day | undefined {
  return from === to ? from : undefined;
}

export function isWithin({ from, to }: DayRange, day: Day): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

function pick(name: keyof DayRange, day: Day | undefined): DayRange {
  return day === undefined ? {} : { [name]: day };
}

function periodOf(text: string, today: Day): DayRange | undefined {
  if (isDay(text)) return { from: text, to: text };
  if (text === 'today') return { from: today, to: today };
  if (text === 'yesterday') return { from: addDays(today, -1), to: addDays(today, -1) };
  return calendarPeriod(text) ?? relativePeriod(text, today);
}

/** A month or a year of the calendar. */
function calendarPeriod(text: string): DayRange | undefined {
  const [, year, month] = /^(\d{4})(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (year !== undefined) {
    return month === undefined ? yearOf(Number(year)) : monthOf(Number(year), Number(month));
  }
  const [, name, ofYear] = /^([a-z]{3,9})\.?,? (\d{4})$/.exec(text) ?? [];
  const index = MONTHS.findIndex((one) => name !== undefined && one.startsWith(name));
  return index < 0 ? undefined : monthOf(Number(ofYear), index + 1);
}

function relativePeriod(text: string, today: Day): DayRange | undefined {
  const [, count] = /^(?:the )?(?:last|past) (\d{1,4}) days?$/.exec(text) ?? [];
  if (count !== undefined) {
    return Number(count) === 0 ? undefined : { from: addDays(today, 1 - Number(count)), to: today };
  }
  const [, which, unit] = /^(this|last) (week|month|year)$/.exec(text) ?? [];
  const back = which === 'last' ? 1 : 0;
  const [year = 0, month = 0] = today.split('-').map(Number);
  switch (unit) {
    case 'week': {
      // Monday is the first day of a week, as ISO 8601 has it.
      const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
      const monday = addDays(today, -weekday - 7 * back);
      return { from: monday, to: addDays(monday, 6) };
    }
    case 'month':
      return month > back ? monthOf(year, month - back) : monthOf(year - 1, 12);
    case 'year':
      return yearOf(year - back);
    case undefined:
    default:
      return undefined;
  }
}

function yearOf(year: number): DayRange {
  const name = String(year).padStart(4, '0');
  return { from: `${name}-01-01`, to: `${name}-12-31` };
}

function monthOf(year: number, month: number): DayRange | undefined {
  if (month < 1 || month > 12) return undefined;
  const dash = (of: number): string =>
    `${String(year + Math.floor(of / 12)).padStart(4, '0')}-${String((of % 12) + 1).padStart(2, '0')}-01`;
  return { from: dash(month - 1), to: addDays(dash(month), -1) };
}
