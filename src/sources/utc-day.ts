import { isWeekend, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import type { EmptyReason } from './types.ts';

/**
 * Why a source may have nothing for a day.
 *
 * @param now Unix milliseconds; days are UTC's
 */
export function reasonForNothing(day: Day, now: number): EmptyReason {
  if (isFuture(day, now)) return 'future';
  return isWeekend(day) ? 'weekend' : 'not-yet';
}

/** Whether a day has yet to begin in UTC. */
export function isFuture(day: Day, now: number): boolean {
  return day > utcDay(now);
}

/** The day that it is in UTC. */
export function utcDay(now: number): Day {
  return localDate(now, 'UTC');
}
