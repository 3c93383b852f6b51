import type { Day } from './types.ts';

/** Whether `text` is an existing day: `2021-02-28` is, `2021-02-30` isn't. */
export function isDay(text: string): text is Day {
  try {
    // Temporal also accepts longer formats.
    return text.length === 10 && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/**
 * The local date at an instant.
 *
 * @param instant Unix milliseconds
 * @param timeZone an IANA name, or an offset such as `+14:00`
 * @throws RangeError if the time zone doesn't exist
 */
export function localDate(instant: number, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant))
    .toZonedDateTimeISO(ianaName(timeZone))
    .toPlainDate()
    .toString();
}

/** Whether a time zone of this name exists. */
export function isTimeZone(name: string): boolean {
  try {
    localDate(0, name);
    return true;
  } catch {
    return false;
  }
}

const ianaNames = new Map<string, string>();

/**
 * Temporal's name for a time zone. Settings may hold one that only Intl knows, such as `PST`, from
 * when Intl did this arithmetic.
 *
 * @throws RangeError if the time zone doesn't exist
 */
export function ianaName(timeZone: string): string {
  let name = ianaNames.get(timeZone);
  if (name === undefined) {
    name = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    ianaNames.set(timeZone, name);
  }
  return name;
}

/** The latest date anywhere on Earth at `now` (Unix milliseconds), that of UTC+14. */
export function latestDate(now: number): Day {
  return localDate(now, '+14:00');
}

/** `day` moved by whole days: `addDays('2021-02-28', 1)` is `2021-03-01`. */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** 1 on a Monday, 7 on a Sunday. */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Whether a day is a Saturday or Sunday. */
export function isWeekend(day: Day): boolean {
  return weekdayOf(day) >= 6;
}

const FILE_NAME = /^(\d{4}-\d{2}-\d{2})(---.+)?\.md$/;

/**
 * The day in a digest's file name, `YYYY-MM-DD.md` or `YYYY-MM-DD---anything.md`; undefined for
 * any other name. Takes a bare name, not a path.
 */
export function dayOfFile(name: string): Day | undefined {
  const day = FILE_NAME.exec(name)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

/** Whether a file with this (bare) name counts as a digest. */
export function isDigestFile(name: string): boolean {
  return dayOfFile(name) !== undefined;
}
