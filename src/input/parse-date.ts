import { isDay } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { Language } from '../i18n/translate.ts';

/** From the first to the last day, both included. */
export interface Period {
  from: Day;
  to: Day;
}

/** A day, a month or a year, with the parts that were typed; `month` is 1 to 12. */
interface DateParts {
  year?: number | undefined;
  month?: number | undefined;
  day?: number | undefined;
}

/**
 * Reads a day, a month or a year: `2021-5-5`, `2021/05`, `5.5.2021`, `5 May 2021`, `May 5, 2021`,
 * `Mai 2021`, `May`, `2021年5月`. Without a year it's the most recent one that begins no later than
 * `latest`. `05/06/2021` is ambiguous, so it isn't read as a date.
 *
 * @param text in lower case, with single spaces
 * @param languages the languages in which months may be named
 */
export function parseDate(
  text: string,
  languages: readonly Language[],
  latest: Day,
): Period | undefined {
  for (const parts of [...numericDates(text), dateWithMonthName(text, languages)]) {
    const period = parts && toPeriod(parts, latest);
    if (period) return period;
  }
  return undefined;
}

/** The months, 1 to 12, whose name in one of the languages starts with `text`. */
export function monthsStartingWith(text: string, languages: readonly Language[]): number[] {
  const wanted = normalize(text);
  const begins = (month: number): boolean =>
    languages.some((language) =>
      monthNames(language)[month - 1]?.some((one) => one.startsWith(wanted)),
    );
  return wanted === '' ? [] : Array.from({ length: 12 }, (_, at) => at + 1).filter(begins);
}

/** All days of a month, 1 to 12; undefined for any other number. */
export function wholeMonth(year: number, month: number): Period | undefined {
  const from = formatDay(year, month, 1);
  if (!isDay(from)) return undefined;
  const last = [31, 30, 29, 28].map((day) => formatDay(year, month, day)).find(isDay);
  return last === undefined ? undefined : { from, to: last };
}

/** All days of a year. */
export function wholeYear(year: number): Period {
  return { from: formatDay(year, 1, 1), to: formatDay(year, 12, 31) };
}

function numericDates(text: string): DateParts[] {
  const [, year, , month, day] =
    /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(text) ??
    /^(\d{4})()年 ?(?:(\d{1,2})月 ?(?:(\d{1,2})日)?)?$/.exec(text) ??
    [];
  if (year !== undefined) return [{ year: Number(year), ...toNumbers({ month, day }) }];
  const [, first, sign, second, ofYear] =
    /^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})$/.exec(text) ??
    /^()()(\d{1,2})[/.](\d{4})$/.exec(text) ??
    [];
  if (ofYear === undefined) return monthAndDay(text);
  if (first === '') return [{ year: Number(ofYear), month: Number(second) }];
  const [one, other] = [Number(first), Number(second)];
  const dayFirst = { year: Number(ofYear), month: other, day: one };
  // With dots the day comes first everywhere; with slashes only if the other order isn't a date.
  const isDayFirst = sign === '.' || one === other || one > 12;
  if (isDayFirst) return [dayFirst];
  return other > 12 ? [{ ...dayFirst, month: one, day: other }] : [];
}

function monthAndDay(text: string): DateParts[] {
  const [, month, day] = /^(\d{1,2})月 ?(\d{1,2})日$/.exec(text) ?? [];
  return month === undefined ? [] : [toNumbers({ month, day })];
}

function toNumbers(typed: { month?: string | undefined; day?: string | undefined }): DateParts {
  const number = (text?: string): number | undefined => (text === undefined ? text : Number(text));
  return { month: number(typed.month), day: number(typed.day) };
}

/** A date with a month's name, the day before or after it, and the year last. */
function dateWithMonthName(text: string, languages: readonly Language[]): DateParts | undefined {
  const words = text.split(/[\s.,]+/).filter((word) => word !== '' && !isFiller(word, languages));
  const at = words.findIndex((word) => monthFromWord(word, languages) !== undefined);
  if (at < 0 || at > 1 || words.length > 3) return undefined;
  const month = monthFromWord(words[at] ?? '', languages);
  const others = words.filter((_, index) => index !== at);
  const year = /^\d{4}$/.test(others.at(-1) ?? '') ? Number(others.pop()) : undefined;
  if (year === undefined && at === 1 && words.length === 3) return undefined;
  const [typedDay, ...rest] = others;
  if (rest.length > 0) return undefined;
  if (typedDay === undefined) return at === 0 ? { year, month } : undefined;
  // 1st, 2nd, 1er.
  const [, day] = /^(\d{1,2})(?:st|nd|rd|th|er|º)?$/.exec(typedDay) ?? [];
  return day === undefined ? undefined : { year, month, day: Number(day) };
}

/** The month that a word names: its full name, or three or more letters that begin only one. */
function monthFromWord(word: string, languages: readonly Language[]): number | undefined {
  const wanted = normalize(word);
  const full = languages.flatMap((language) =>
    monthNames(language).flatMap((names, at) => (names.includes(wanted) ? [at + 1] : [])),
  );
  if (full[0] !== undefined) return full[0];
  const [only, other] = wanted.length < 3 ? [] : monthsStartingWith(wanted, languages);
  return other === undefined ? only : undefined;
}

const calendars = new Map<Language, { names: string[][]; fillers: string[] }>();

const monthNames = (language: Language): string[][] => calendarOf(language).names;

/** Whether a word only joins the parts of a date, like the Spanish "de". */
function isFiller(word: string, languages: readonly Language[]): boolean {
  return languages.some((language) => calendarOf(language).fillers.includes(word));
}

/** Intl's long and short names of the months, and the words it puts between the parts of a date. */
function calendarOf(language: Language) {
  let calendar = calendars.get(language);
  if (!calendar) {
    const months = Array.from({ length: 12 }, (_, at) => Date.UTC(2021, at, 15));
    const formats = (['long', 'short'] as const).map(
      (month) => new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }),
    );
    const whole = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
    const between = whole.formatToParts(months[0]).filter(({ type }) => type === 'literal');
    calendar = {
      names: months.map((at) => formats.map((format) => normalize(format.format(at)))),
      fillers: between.map(({ value }) => value.trim()).filter((value) => /^[a-z]+$/.test(value)),
    };
    calendars.set(language, calendar);
  }
  return calendar;
}

function toPeriod({ year, month, day }: DateParts, latest: Day): Period | undefined {
  if (year === undefined) return month === undefined ? undefined : mostRecent(month, day, latest);
  if (month === undefined) return wholeYear(year);
  if (day === undefined) return wholeMonth(year, month);
  const only = formatDay(year, month, day);
  return isDay(only) ? { from: only, to: only } : undefined;
}

/** The most recent such month or day that begins by `latest`; 29 February may be years back. */
function mostRecent(month: number, day: number | undefined, latest: Day): Period | undefined {
  const year = Number(latest.slice(0, 4));
  for (let back = 0; back <= 8 && back <= year; back += 1) {
    const period = toPeriod({ year: year - back, month, day }, latest);
    if (period && period.from <= latest) return period;
  }
  return undefined;
}

function formatDay(year: number, month: number, day: number): Day {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Accents, case and the dot of an abbreviation make no difference. */
function normalize(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');
}

/** 5 May 2021 and its month, as examples of what `parseDate` accepts, in a language. */
export function dateExamples(language: Language): { day: string; month: string } {
  const write = (options: Intl.DateTimeFormatOptions): string =>
    // For Intl, plain "en" is American English; "5 May 2021" is clear to everyone.
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      ...options,
      timeZone: 'UTC',
    }).format(Date.UTC(2021, 4, 5));
  return { day: write({ dateStyle: 'long' }), month: write({ month: 'long' }) };
}
