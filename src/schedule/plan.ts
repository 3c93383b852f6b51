import type { Day } from '../digest/types.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { believableSight, believableSlot, dueAt, type Slot } from './due-time.ts';

/** Later than this, a digest is not news any more. Milliseconds. */
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
  /** The digests that were missed, oldest first: the delivered one's message names them. */
  fold: readonly Day[];
  /**
   * The next instant at which there will be something to do, as long as no digest appears; absent
   * when there is none. Unix milliseconds.
   */
  nextAt?: number;
}

const NOTHING: Plan = Object.freeze({ fold: Object.freeze([]) });

/**
 * What one channel is to get at `now`. Of the digests that it lacks (the newest alone, if it never
 * had one) and whose time has come, the newest is delivered unless it is stale, and all older ones
 * are folded into it. A stale one waits, and is folded into the next one that is delivered. One that
 * is yet to come holds nothing back.
 *
 * Only days newer than `last.day` are ever given, whatever the clock says. What was seen more than
 * a day after `now` was seen by a wrong clock, and counts as seen now. Pure; cheap where nothing lacks.
 *
 * @param days every day that has come and has a digest, ascending
 * @param now Unix milliseconds
 * @param options.isResumed the channel was out of reach until now: what it lacks is never too old
 */
export function planFor(
  subscription: Slot & Pick<Subscription, 'last'>,
  days: readonly SeenDay[],
  now: number,
  { isResumed = false } = {},
): Plan {
  const newest = days.at(-1);
  const { last } = subscription;
  if (!newest || (last && last.day >= newest.day)) return NOTHING;

  const slot = believableSlot(subscription, now);
  const settled = last?.day ?? days.at(-2)?.day ?? '';
  let waiting = NOTHING;
  for (let at = days.length - 1; ; at--) {
    const seen = days[at];
    if (!seen || seen.day <= settled) return waiting;
    const due = dueAt(slot, believableSight(seen.firstSeen, now));
    if (due > now) {
      waiting = { fold: [], nextAt: Math.min(due, waiting.nextAt ?? due) };
    } else if (now - due >= STALE_MS && !isResumed) {
      return waiting;
    } else {
      return { ...waiting, deliver: seen.day, due, fold: between(settled, at, days) };
    }
  }
}

/** What becomes of the newest digest in a channel that has not had it. Times in Unix milliseconds. */
export type DeliveryForecast =
  /** Its time has come. */
  | { kind: 'due' }
  /** At that time, or when it is known of if there is none. */
  | { kind: 'coming'; at: number | undefined }
  /** Its time is long over: the next digest names it. */
  | { kind: 'missed' };

/** What is to be said of a plan, where the channel lacks `newest`. */
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

/** The days after `settled` and before the one at `end`. */
function between(settled: Day, end: number, days: readonly SeenDay[]): readonly Day[] {
  const start = days.findLastIndex(({ day }) => day <= settled) + 1;
  if (start === end) return NOTHING.fold;
  return days.slice(start, end).map(({ day }) => day);
}
