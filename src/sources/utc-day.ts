import type { Day } from '../digest/types.ts';
import type { EmptyReason } from './types.ts';

/**
 * Why a source may have nothing for a day.
 *
 * @param now Unix milliseconds; days are UTC's
 */
export function reasonForNothing(day: Day, now: number): EmptyReason {
  if (isFuture(day, now)) return 'future';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? 'weekend' : 'not-yet';
}

/** Whether a day has yet to begin in UTC. */
export function isFuture(day: Day, now: number): boolean {
  return day > utcDay(now);
}

/** The day that it is in UTC. */
export function utcDay(now: number): Day {
  return new Date(now).toISOString().slice(0, 10);
}
