import { addDays, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { instantOf, lastInstantOf } from './zoned-time.ts';

/**
 * One date of a local calendar. Every instant belongs to exactly one: a date begins when the clock
 * first shows its midnight, or is put forward past it, and ends where the next one begins. So it
 * does not come back where the clock is put back over midnight, and a date that a zone left out
 * does not exist. All instants are Unix milliseconds.
 */
export interface LocalDay {
  date: Day;
  start: number;
  /** The start of the next one. */
  end: number;
  /**
   * When its clock first shows `time`, `HH:MM`; where that is left out, the instant of the jump,
   * or the minute before a jump that leads out of this date.
   */
  first(time: string): number;
  /** When its clock last shows `time`; where that is left out, the instant of the jump. */
  last(time: string): number;
  before(): LocalDay;
  after(): LocalDay;
}

const UTC_DAY = 86_400_000;
const MINUTE = 60_000;

/** The days of each zone, by the days of UTC that they share an instant with. */
const calendars = new Map<string, Map<number, LocalDay[]>>();

/** Far more than are asked for at once: what is due today, and what waits from the days before. */
const KEPT_DAYS = 64;

/** The local day that `instant` belongs to. Cheap for days and times that were asked for lately. */
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
    // The clock was put back over midnight: it shows the date before once more.
    date = addDays(date, 1);
    start = end;
    end = instantOf(addDays(date, 1), '00:00', timeZone);
  }
  return {
    date,
    start,
    end,
    first: remember((time) => Math.min(instantOf(date, time, timeZone), end - MINUTE)),
    last: remember((time) => lastInstantOf(date, time, timeZone)),
    before: () => localDayOf(start - 1, timeZone),
    after: () => localDayOf(end, timeZone),
  };
}

function remember(read: (time: string) => number): (time: string) => number {
  const known = new Map<string, number>();
  return (time) => {
    let instant = known.get(time);
    if (instant === undefined) known.set(time, (instant = read(time)));
    return instant;
  };
}
