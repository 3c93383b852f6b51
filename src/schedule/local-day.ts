import { addDays, ianaName, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';

/**
 * One date of a local calendar. Every instant belongs to exactly one: a date begins when the clock
 * first shows its midnight, or jumps past it, and ends where the next one begins. So a date doesn't
 * come back when the clock goes back over midnight, and a date that a zone skipped doesn't exist.
 * All instants are Unix milliseconds.
 */
export interface LocalDay {
  date: Day;
  start: number;
  /** The start of the next one. */
  end: number;
  /**
   * When the clock first shows `time`, `HH:MM`. If it skips that time: the instant of the jump, or
   * the minute before a jump that leads out of this date.
   */
  first(time: string): number;
  /** When the clock last shows `time`. If it skips that time: the instant of the jump. */
  last(time: string): number;
  before(): LocalDay;
  after(): LocalDay;
}

const UTC_DAY = 86_400_000;
const MINUTE = 60_000;

/** The days of each zone, by the UTC days they overlap. */
const calendars = new Map<string, Map<number, LocalDay[]>>();

/** Far more than are needed at once: those of what is due today and of what waits from before. */
const KEPT_DAYS = 64;

/** The local day that `instant` belongs to. Recent days and times are cached. */
export function localDayOf(instant: number, timeZone: string): LocalDay {
  const calendar = calendarOf(timeZone);
  const utcDay = Math.floor(instant / UTC_DAY);
  let days = calendar.get(utcDay);
  const known = days?.find(({ start, end }) => start <= instant && instant < end);
  if (known) return known;
  if (!days) {
    if (calendar.size >= KEPT_DAYS) calendar.clear();
    calendar.set(utcDay, (days = []));
  }
  const day = createDay(instant, timeZone);
  days.push(day);
  return day;
}

function calendarOf(timeZone: string): Map<number, LocalDay[]> {
  let calendar = calendars.get(timeZone);
  if (!calendar) {
    calendar = new Map();
    calendars.set(timeZone, calendar);
  }
  return calendar;
}

function createDay(instant: number, timeZone: string): LocalDay {
  let date = localDate(instant, timeZone);
  let start = instantOf(date, '00:00', timeZone);
  let end = instantOf(addDays(date, 1), '00:00', timeZone);
  if (instant >= end) {
    // The clock went back over midnight and shows the previous date once more.
    date = addDays(date, 1);
    start = end;
    end = instantOf(addDays(date, 1), '00:00', timeZone);
  }
  return {
    date,
    start,
    end,
    first: memoize((time) => Math.min(instantOf(date, time, timeZone), end - MINUTE)),
    last: memoize((time) => lastInstantOf(date, time, timeZone)),
    before: () => localDayOf(start - 1, timeZone),
    after: () => localDayOf(end, timeZone),
  };
}

function memoize(compute: (time: string) => number): (time: string) => number {
  const known = new Map<string, number>();
  return (time) => {
    let instant = known.get(time);
    if (instant === undefined) known.set(time, (instant = compute(time)));
    return instant;
  };
}

/**
 * When a local clock shows `time` on `date`, in Unix milliseconds. If it shows that time twice
 * because it went back: the first instant. If it skips that time: the instant of the jump, which
 * may already be on the next date.
 *
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 * @param timeZone an IANA name, or another that `Intl` accepts
 * @throws RangeError if there's no such time zone
 */
export function instantOf(date: string, time: string, timeZone: string): number {
  return resolve(date, time, timeZone, 'earlier');
}

/** Like `instantOf`, but the second instant if the clock shows the time twice. */
export function lastInstantOf(date: string, time: string, timeZone: string): number {
  return resolve(date, time, timeZone, 'later');
}

function resolve(
  date: string,
  time: string,
  timeZone: string,
  disambiguation: 'earlier' | 'later',
): number {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const zone = ianaName(timeZone);
  const shown = wanted.toZonedDateTime(zone, { disambiguation });
  if (shown.toPlainDateTime().equals(wanted)) return shown.epochMilliseconds;
  // In a gap, Temporal's answer is as far before or after it as the wanted time is inside it.
  const before = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? before.epochMilliseconds;
}
