import { addDays, weekdayOf } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { english, type TranslationKey, type Translate } from '../i18n/translate.ts';
import { monthsStartingWith, parseDate, type Period, wholeMonth, wholeYear } from './parse-date.ts';

/** Days from the first to the last, both included; a missing end is open. */
export interface DayRange {
  from?: Day;
  to?: Day;
}

/** Periods with a name. `latest` isn't one of them: it depends on the archive. */
const NAMED_PERIODS = {
  'date.today': (today) => ({ from: today, to: today }),
  'date.yesterday': (today) => ({ from: addDays(today, -1), to: addDays(today, -1) }),
  'date.this-week': (today) => weekOf(today, 0),
  'date.last-week': (today) => weekOf(today, 1),
  'date.last-month': (today) => parseRelativePeriod('last month', today),
} as const satisfies Partial<Record<TranslationKey, (today: Day) => Period | undefined>>;

type PeriodKey = keyof typeof NAMED_PERIODS;

/**
 * Reads days: a date as `parseDate` takes it (`2021-05-05`, `5 May 2021`, `May`); two dates with
 * `..` or `to` between them, in either order, one of which may be missing with `..`; `today`,
 * `yesterday`; `this` or `last` with `week` (Monday to Sunday), `month` or `year`; `last 10 days`.
 * Words may be in English or in the language of `t`.
 *
 * @returns undefined if it isn't a date
 */
export function parseDayRange(typed: string, today: Day, t: Translate): DayRange | undefined {
  const text = normalize(typed);
  const between = /^(.*?) ?(?:\.\.\.?|…|–| to | until | - ) ?(.*)$/.exec(text);
  if (!between) return parsePeriod(text, today, t);
  const [, left = '', right = ''] = between;
  if (left === '' && right === '') return undefined;
  const last = right === '' ? {} : parsePeriod(right, today, t);
  // "November to January" ends with the most recent January and begins with the November before it.
  const first = left === '' ? {} : parsePeriod(left, today, t, last?.from);
  if (!first || !last) return undefined;
  const isReversed = first.from !== undefined && last.from !== undefined && first.from > last.from;
  const [begin, end] = isReversed ? [last, first] : [first, last];
  return { ...bound('from', begin.from), ...bound('to', end.to) };
}

/** Whether the text is a catalogue's phrase, in English or in the language of `t`. */
export function isPhrase(typed: string, key: TranslationKey, t: Translate): boolean {
  const text = normalize(typed);
  return [t(key), english(key)].some((phrase) => normalize(phrase) === text);
}

/** The day of a range of one day; undefined if there are more. */
export function singleDay({ from, to }: DayRange): Day | undefined {
  return from === to ? from : undefined;
}

/** The month, `YYYY-MM`, that a range covers exactly; undefined for any other range. */
export function singleMonth({ from = '', to = '' }: DayRange): string | undefined {
  const [year = 0, month = 0] = from.split('-').map(Number);
  const whole = from === '' ? undefined : wholeMonth(year, month);
  return whole?.from === from && whole.to === to ? from.slice(0, 7) : undefined;
}

export function isWithin({ from, to }: DayRange, day: Day): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/**
 * The months, `YYYY-MM`, of some days whose date begins with the text or whose name does, in
 * English or in the language of `t`; in the order of the days, each with how many there are.
 *
 * @param typed in lower case; an empty text matches nothing
 */
export function monthsMatching(
  typed: string,
  days: readonly Day[],
  t: Translate,
): { month: string; count: number }[] {
  if (typed === '') return [];
  const named = monthsStartingWith(typed, [t.language, english.language]);
  const matching = days.filter(
    (day) =>
      (day.startsWith(typed) && typed.length <= 'YYYY-MM'.length) ||
      named.includes(Number(day.slice(5, 7))),
  );
  return [...Map.groupBy(matching, (day) => day.slice(0, 7))].map(([month, { length }]) => ({
    month,
    count: length,
  }));
}

/** Case, width, white space and the kind of apostrophe make no difference. */
function normalize(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ').replaceAll('’', "'");
}

function bound(name: keyof DayRange, day: Day | undefined): DayRange {
  return day === undefined ? {} : { [name]: day };
}

/** @param latest the last day on which a month without a year may begin */
function parsePeriod(text: string, today: Day, t: Translate, latest = today): DayRange | undefined {
  const key = (Object.keys(NAMED_PERIODS) as PeriodKey[]).find((one) => isPhrase(text, one, t));
  if (key !== undefined) return NAMED_PERIODS[key](today);
  return (
    parseDate(text, [...new Set([t.language, english.language])], latest) ??
    parseRelativePeriod(text, today)
  );
}

function parseRelativePeriod(text: string, today: Day): Period | undefined {
  const [, count] = /^(?:the )?(?:last|past) (\d{1,4}) days?$/.exec(text) ?? [];
  if (count !== undefined) {
    return Number(count) === 0 ? undefined : { from: addDays(today, 1 - Number(count)), to: today };
  }
  const [, which, unit] = /^(this|last) (month|year)$/.exec(text) ?? [];
  const back = which === 'last' ? 1 : 0;
  const [year = 0, month = 0] = today.split('-').map(Number);
  switch (unit) {
    case 'month':
      return month > back ? wholeMonth(year, month - back) : wholeMonth(year - 1, 12);
    case 'year':
      return wholeYear(year - back);
    case undefined:
    default:
      return undefined;
  }
}

/** @param back how many weeks before the week of `today` */
function weekOf(today: Day, back: number): Period {
  // As in ISO 8601, a week begins on Monday.
  const monday = addDays(today, 1 - weekdayOf(today) - 7 * back);
  return { from: monday, to: addDays(monday, 6) };
}
