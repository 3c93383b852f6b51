import { isDay } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { Language } from '../words/languages.ts';

/** From the first to the last day, both included. */
export interface Period {
  from: Day;
  to: Day;
}

/** A day, a month or a year; `month` is 1 to 12, and what was not written is missing. */
interface Written {
  year?: number | undefined;
  month?: number | undefined;
  day?: number | undefined;
}

/**
 * Reads a day, month or year of the calendar as people write it: `2021-5-5`, `2021/05`, `5.5.2021`,
 * `5 May 2021`, `May 5, 2021`, `Mai 2021`, `May`, `2021年5月`. Without a year the last one that begins
 * no later than `latest` is meant. `05/06/2021` is two days to two people and so none.
 *
 * @param text in lower case, with single spaces
 * @param languages those whose names of months are known
 */
export function readWrittenDate(
  text: string,
  languages: readonly Language[],
  latest: Day,
): Period | undefined {
  for (const written of [...inDigits(text), inWords(text, languages)]) {
    const period = written && periodOf(written, latest);
    if (period) return period;
  }
  return undefined;
}

/** The months, 1 to 12, that `text` begins the name of in one of the languages. */
export function monthsNamed(text: string, languages: readonly Language[]): number[] {
  const wanted = plain(text);
  const begins = (month: number): boolean =>
    languages.some((language) =>
      namesOf(language)[month - 1]?.some((one) => one.startsWith(wanted)),
    );
  return wanted === '' ? [] : Array.from({ length: 12 }, (_, at) => at + 1).filter(begins);
}

/** The whole month; undefined for one that no year has. */
export function monthOf(year: number, month: number): Period | undefined {
  const from = dashed(year, month, 1);
  if (!isDay(from)) return undefined;
  // No month is longer, and the last days of the shorter ones are not there.
  const last = [31, 30, 29, 28].map((day) => dashed(year, month, day)).find(isDay);
  return last === undefined ? undefined : { from, to: last };
}

export function yearOf(year: number): Period {
  return { from: dashed(year, 1, 1), to: dashed(year, 12, 31) };
}

function inDigits(text: string): Written[] {
  const [, year, , month, day] =
    /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(text) ??
    /^(\d{4})()年 ?(?:(\d{1,2})月 ?(?:(\d{1,2})日)?)?$/.exec(text) ??
    [];
  if (year !== undefined) return [{ year: Number(year), ...numbers({ month, day }) }];
  const [, first, sign, second, ofYear] =
    /^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})$/.exec(text) ??
    /^()()(\d{1,2})[/.](\d{4})$/.exec(text) ??
    [];
  if (ofYear === undefined) return inDigitsWithoutYear(text);
  if (first === '') return [{ year: Number(ofYear), month: Number(second) }];
  const [one, other] = [Number(first), Number(second)];
  const dayFirst = { year: Number(ofYear), month: other, day: one };
  // With dots the day stands first everywhere; else only where the other way round is no day.
  const isClear = sign === '.' || one === other || one > 12;
  if (isClear) return [dayFirst];
  return other > 12 ? [{ ...dayFirst, month: one, day: other }] : [];
}

function inDigitsWithoutYear(text: string): Written[] {
  const [, month, day] = /^(\d{1,2})月 ?(\d{1,2})日$/.exec(text) ?? [];
  return month === undefined ? [] : [numbers({ month, day })];
}

function numbers(written: { month?: string | undefined; day?: string | undefined }): Written {
  const number = (text?: string): number | undefined => (text === undefined ? text : Number(text));
  return { month: number(written.month), day: number(written.day) };
}

/** With the month's name; the day stands before or behind it, the year last. */
function inWords(text: string, languages: readonly Language[]): Written | undefined {
  const words = text.split(/[\s.,]+/).filter((word) => word !== '' && !isFiller(word, languages));
  const at = words.findIndex((word) => monthNamed(word, languages) !== undefined);
  if (at < 0 || at > 1 || words.length > 3) return undefined;
  const month = monthNamed(words[at] ?? '', languages);
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

/** The month that a word can only be: its name in full, or at least three letters of it. */
function monthNamed(word: string, languages: readonly Language[]): number | undefined {
  const wanted = plain(word);
  const full = languages.flatMap((language) =>
    namesOf(language).flatMap((names, at) => (names.includes(wanted) ? [at + 1] : [])),
  );
  if (full[0] !== undefined) return full[0];
  const [only, other] = wanted.length < 3 ? [] : monthsNamed(wanted, languages);
  return other === undefined ? only : undefined;
}

const known = new Map<Language, { names: string[][]; fillers: string[] }>();

const namesOf = (language: Language): string[][] => calendarOf(language).names;

/** A word that stands between the parts of a date, such as the Spanish "de". */
function isFiller(word: string, languages: readonly Language[]): boolean {
  return languages.some((language) => calendarOf(language).fillers.includes(word));
}

/** What Intl calls the months, long and short, and what it writes between the parts of a date. */
function calendarOf(language: Language) {
  let calendar = known.get(language);
  if (!calendar) {
    const months = Array.from({ length: 12 }, (_, at) => Date.UTC(2021, at, 15));
    const formats = (['long', 'short'] as const).map(
      (month) => new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }),
    );
    const whole = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
    const between = whole.formatToParts(months[0]).filter(({ type }) => type === 'literal');
    calendar = {
      names: months.map((at) => formats.map((format) => plain(format.format(at)))),
      fillers: between.map(({ value }) => value.trim()).filter((value) => /^[a-z]+$/.test(value)),
    };
    known.set(language, calendar);
  }
  return calendar;
}

function periodOf({ year, month, day }: Written, latest: Day): Period | undefined {
  if (year === undefined) return month === undefined ? undefined : lastSuch(month, day, latest);
  if (month === undefined) return yearOf(year);
  if (day === undefined) return monthOf(year, month);
  const only = dashed(year, month, day);
  return isDay(only) ? { from: only, to: only } : undefined;
}

/** The last such month or day that begins by then: of 29 February, years back. */
function lastSuch(month: number, day: number | undefined, latest: Day): Period | undefined {
  const year = Number(latest.slice(0, 4));
  for (let back = 0; back <= 8 && back <= year; back += 1) {
    const period = periodOf({ year: year - back, month, day }, latest);
    if (period && period.from <= latest) return period;
  }
  return undefined;
}

function dashed(year: number, month: number, day: number): Day {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Without accents, case and the dot of an abbreviation. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.$/, '');
}

/** 5 May 2021 and its month, as examples in a language of what `readWrittenDate` takes. */
export function writtenExamples(language: Language): { day: string; month: string } {
  const write = (options: Intl.DateTimeFormatOptions): string =>
    // American English is what "en" alone is to Intl; "5 May 2021" is clear to all.
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      ...options,
      timeZone: 'UTC',
    }).format(Date.UTC(2021, 4, 5));
  return { day: write({ dateStyle: 'long' }), month: write({ month: 'long' }) };
}
