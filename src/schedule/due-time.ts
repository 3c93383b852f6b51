import type { Subscription, QuietHours } from '../store/subscriptions.ts';
import { type LocalDay, localDayOf } from './local-day.ts';

/** When a channel wants its digests. `since`, like every instant here, is in Unix milliseconds. */
export type DeliverySchedule = Pick<Subscription, 'time' | 'timeZone' | 'since' | 'quiet'>;

const DAY = 86_400_000;

/** The channel's hour on the local date of `instant`; every date has exactly one. */
export function hourOf(
  { time, timeZone }: Omit<DeliverySchedule, 'since'>,
  instant: number,
): number {
  return localDayOf(instant, timeZone).first(time);
}

/**
 * When a digest first seen at `firstSeen` is due: at the channel's hour on that local date, or at
 * once if that hour has passed. It's never due before the channel's first hour under its current
 * settings, and what would be due in quiet hours is due when they end.
 *
 * @throws RangeError if there's no such time zone
 */
export function dueAt(schedule: DeliverySchedule, firstSeen: number): number {
  const { timeZone, quiet, since } = schedule;
  let due = Math.max(firstSeen, hourOf(schedule, firstSeen));
  // The first hour comes within two days, whatever the clocks do; most settings are older.
  if (due < since + 2 * DAY) due = Math.max(due, firstHour(schedule));
  return afterQuiet(due, timeZone, quiet);
}

/**
 * The channel's next hour after `now`, or the end of the quiet hours that it falls into; Unix
 * milliseconds.
 */
export function nextTime(schedule: DeliverySchedule, now: number): number {
  const { time, timeZone, quiet, since } = clampSchedule(schedule, now);
  // Yesterday's hour may have been in quiet hours that end today.
  let day: LocalDay = localDayOf(now, timeZone).before();
  for (;;) {
    const hour = day.first(time);
    const next = afterQuiet(hour, timeZone, quiet);
    if (next > now && hour >= since) return next;
    day = day.after();
  }
}

/**
 * The schedule to go by at `now`. Settings that seem to be made more than a day later come from a
 * wrong clock, and apply at once.
 */
export function clampSchedule(schedule: DeliverySchedule, now: number): DeliverySchedule {
  return schedule.since > now + DAY ? { ...schedule, since: 0 } : schedule;
}

/** When a digest counts as first seen at `now`: not more than a day later, for the same reason. */
export function clampFirstSeen(firstSeen: number, now: number): number {
  return firstSeen > now + DAY ? now : firstSeen;
}

/** The first hour since the settings were made. */
function firstHour({ time, timeZone, since }: DeliverySchedule): number {
  const day = localDayOf(since, timeZone);
  const hour = day.first(time);
  return hour >= since ? hour : day.after().first(time);
}

/**
 * Whether `instant` (Unix milliseconds) is within quiet hours. They last from the first time the
 * clock shows `from` until the last time it shows `to`: a clock that goes back doesn't interrupt
 * them, and they apply whenever it shows a quiet time.
 */
export function isQuiet(instant: number, timeZone: string, quiet: QuietHours | undefined): boolean {
  return quietEnd(instant, timeZone, quiet) !== undefined;
}

/** `instant`, or the end of the quiet hours it falls into; Unix milliseconds. */
export function afterQuiet(
  instant: number,
  timeZone: string,
  quiet: QuietHours | undefined,
): number {
  let at = instant;
  // More than once, since the quiet hours of two nights can overlap when the clock goes back.
  for (;;) {
    const end = quietEnd(at, timeZone, quiet);
    if (end === undefined) return at;
    at = end;
  }
}

function quietEnd(
  instant: number,
  timeZone: string,
  quiet: QuietHours | undefined,
): number | undefined {
  if (!quiet || quiet.from === quiet.to) return undefined;
  const { from, to } = quiet;
  const today = localDayOf(instant, timeZone);
  for (const startDay of [today, today.before()]) {
    const end = (from < to ? startDay : startDay.after()).last(to);
    if (startDay.first(from) <= instant && instant < end) return end;
  }
  return undefined;
}
