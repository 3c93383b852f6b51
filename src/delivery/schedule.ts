import { addDays } from '../digest/day.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { instantOf, localDate } from './zoned-time.ts';

type Slot = Pick<Subscription, 'time' | 'timeZone' | 'since'>;

/**
 * Whether a subscription's local time has come today, after it was made. It stays due for the
 * rest of its local day, so that a digest that appears late is posted when it appears.
 *
 * @param now Unix milliseconds
 */
export function isTime({ time, timeZone, since }: Slot, now: number): boolean {
  const slot = instantOf(localDate(now, timeZone), time, timeZone);
  return slot <= now && slot >= since;
}

/** When its local time comes next after `now`; Unix milliseconds. */
export function nextTime({ time, timeZone }: Slot, now: number): number {
  const today = localDate(now, timeZone);
  const slot = instantOf(today, time, timeZone);
  return slot > now ? slot : instantOf(addDays(today, 1), time, timeZone);
}
