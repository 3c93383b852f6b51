import type { Subscription } from '../store/subscriptions.ts';
import { type LocalDay, localDayOf } from './local-day.ts';
import { afterQuiet } from './quiet-hours.ts';

/** When a channel wants its digests. `since`, as every instant here, in Unix milliseconds. */
export type Slot = Pick<Subscription, 'time' | 'timeZone' | 'since' | 'quiet'>;

const DAY = 86_400_000;

/** The channel's hour on the local date of `instant`: each date has exactly one. */
export function hourOf({ time, timeZone }: Omit<Slot, 'since'>, instant: number): number {
  return localDayOf(instant, timeZone).first(time);
}

/**
 * When a digest is due that was first seen at `firstSeen`: at the channel's hour of that local date,
 * or when it was seen if that hour is over; not before the channel's first hour since its settings
 * were made, and not in its quiet hours but when they end.
 *
 * @throws RangeError when there is no such time zone
 */
export function dueAt(slot: Slot, firstSeen: number): number {
  const { timeZone, quiet, since } = slot;
  let due = Math.max(firstSeen, hourOf(slot, firstSeen));
  // The first hour comes within two days, whatever the clocks do; most settings are older.
  if (due < since + 2 * DAY) due = Math.max(due, firstHour(slot));
  return afterQuiet(due, timeZone, quiet);
}

/**
 * When a channel's hour comes next after `now`, or when the quiet hours end into which it falls;
 * Unix milliseconds.
 */
export function nextTime(slot: Slot, now: number): number {
  const { time, timeZone, quiet, since } = believableSlot(slot, now);
  // Yesterday's hour may have fallen into quiet hours that end today.
  let day: LocalDay = localDayOf(now, timeZone).before();
  for (;;) {
    const hour = day.first(time);
    const next = afterQuiet(hour, timeZone, quiet);
    if (next > now && hour >= since) return next;
    day = day.after();
  }
}

/**
 * A slot as it can be believed at `now`: settings that seem to be made more than a day from now
 * were made while the clock was wrong, and hold already.
 */
export function believableSlot(slot: Slot, now: number): Slot {
  return slot.since > now + DAY ? { ...slot, since: 0 } : slot;
}

/** When a digest was first seen, as it can be believed at `now`: not more than a day from now. */
export function believableSight(firstSeen: number, now: number): number {
  return firstSeen > now + DAY ? now : firstSeen;
}

/** The first hour at or after the settings were made. */
function firstHour({ time, timeZone, since }: Slot): number {
  const day = localDayOf(since, timeZone);
  const hour = day.first(time);
  return hour >= since ? hour : day.after().first(time);
}
