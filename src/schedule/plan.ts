import type { Day } from '../digest/types.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { clampFirstSeen, clampSchedule, type DeliverySchedule, dueAt } from './due-time.ts';

/** A digest this late is no longer news. Milliseconds. */
export const STALE_MS = 20 * 3_600_000;

/** A day that has a digest, and when this bot first saw it, in Unix milliseconds. */
export interface SeenDay {
  day: Day;
  firstSeen: number;
}

/** What to do for one channel now. */
export interface Plan {
  /** The digest to deliver, and when it was due, in Unix milliseconds. */
  deliver?: Day;
  due?: number;
  /** Older digests the channel never got, oldest first; the delivered message mentions them. */
  superseded: readonly Day[];
  /**
   * The next instant at which there'll be something to do if no digest appears before; undefined if
   * there won't be anything. Unix milliseconds.
   */
  nextAt?: number;
}

const NOTHING: Plan = Object.freeze({ superseded: Object.freeze([]) });

/**
 * What one channel should get at `now`. Of the digests that are due and that it doesn't have (only
 * the newest if it never had one), the newest is delivered and supersedes all older ones. If even
 * that one is stale, it waits to be superseded by the next. A digest that isn't due yet holds
 * nothing back.
 *
 * Never returns a day that isn't newer than `last.day`, whatever the clock says. What seems to be
 * seen more than a day after `now` was seen by a wrong clock, and counts as seen now. Pure; cheap if
 * the channel has the newest digest.
 *
 * @param days every day up to today that has a digest, ascending
 * @param now Unix milliseconds
 * @param options.isResumed the channel couldn't be reached until now, so nothing is stale
 */
export function planFor(
  subscription: DeliverySchedule & Pick<Subscription, 'last'>,
  days: readonly SeenDay[],
  now: number,
  { isResumed = false } = {},
): Plan {
  const newest = days.at(-1);
  const { last } = subscription;
  if (!newest || (last && last.day >= newest.day)) return NOTHING;

  const schedule = clampSchedule(subscription, now);
  const lastDay = last?.day ?? days.at(-2)?.day ?? '';
  let waiting = NOTHING;
  for (let at = days.length - 1; ; at--) {
    const seen = days[at];
    if (!seen || seen.day <= lastDay) return waiting;
    const due = dueAt(schedule, clampFirstSeen(seen.firstSeen, now));
    if (due > now) {
      waiting = { superseded: [], nextAt: Math.min(due, waiting.nextAt ?? due) };
    } else if (now - due >= STALE_MS && !isResumed) {
      return waiting;
    } else {
      return { ...waiting, deliver: seen.day, due, superseded: between(lastDay, at, days) };
    }
  }
}

/** What will happen to the newest digest in a channel that doesn't have it. Unix milliseconds. */
export type DeliveryForecast =
  /** It's due now. */
  | { kind: 'due' }
  /** It'll be delivered at that time; undefined if it hasn't been seen yet. */
  | { kind: 'coming'; at: number | undefined }
  /** It's stale: the next digest will mention it. */
  | { kind: 'missed' };

/** What a plan means for `newest`, which the channel doesn't have. */
export function deliveryForecastOf(
  plan: Plan,
  newest: Day,
  days: readonly SeenDay[],
): DeliveryForecast {
  if (plan.deliver !== undefined) return { kind: 'due' };
  const isSeen = days.at(-1)?.day === newest;
  if (isSeen && plan.nextAt === undefined) return { kind: 'missed' };
  return { kind: 'coming', at: isSeen ? plan.nextAt : undefined };
}

/** The days after `lastDay` and before the one at index `end`. */
function between(lastDay: Day, end: number, days: readonly SeenDay[]): readonly Day[] {
  const start = days.findLastIndex(({ day }) => day <= lastDay) + 1;
  if (start === end) return NOTHING.superseded;
  return days.slice(start, end).map(({ day }) => day);
}
