import { setImmediate as breathe } from 'node:timers/promises';
import { addDays } from '../digest/day.ts';
import { editionOf } from '../digest/edition.ts';
import type { Day, Digest } from '../digest/types.ts';
import type { LastDelivery, Subscription } from '../store/subscriptions.ts';
import { type Plan, planFor, type SeenDay, STALE_MS } from '../schedule/plan.ts';
import type { Job } from './job.ts';
import { isQuiet } from '../schedule/quiet-hours.ts';

/** After so many subscriptions everything else gets a turn. */
const SLICE = 1000;

interface Parts {
  subscriptions: Iterable<Subscription>;
  /** Oldest first, the last of them the newest digest. */
  arrivals: readonly SeenDay[];
  digestOf: (day: Day) => Digest | undefined;
  now: number;
  /** Hears of a channel that cannot be planned for; the others are. */
  onError: (channelId: string, error: unknown) => void;
}

/** The jobs that are due, those that have been due the longest first. */
export async function dueJobs(parts: Parts): Promise<Job[]> {
  const { arrivals, digestOf, now } = parts;
  const newest = arrivals.at(-1)?.day;
  const jobs: Job[] = [];
  if (newest === undefined) return jobs;
  const newestDigest = digestOf(newest);
  let looked = 0;
  for (const subscription of parts.subscriptions) {
    if (++looked % SLICE === 0) await breathe();
    const { channelId, last, trouble, asked, timeZone, quiet } = subscription;
    const isEmptied = last !== undefined && mayHaveMoreNow(last);
    if (last !== undefined && last.day >= newest && !isEmptied) continue;
    // A person asked for it, and it could not be settled at once.
    if (asked === newest && newestDigest) {
      const fold = missedBefore(newest, last, arrivals);
      jobs.push({ channelId, digest: newestDigest, fold, due: now, isUrgent: false });
      continue;
    }
    const plan = tryPlan(isEmptied ? withoutNewest(subscription, last) : subscription);
    if (plan.deliver === undefined || plan.due === undefined) continue;
    // What was refused for want of access waits until access is found again, or for the next digest.
    const isResumed = trouble?.resumedAt !== undefined;
    const isPaused = trouble?.pausedAt !== undefined;
    if (trouble && !isResumed && (isPaused || trouble.day >= plan.deliver)) continue;
    // However late it is: not while people sleep.
    if (quiet && isQuiet(now, timeZone, quiet)) continue;
    const digest = digestOf(plan.deliver);
    if (!digest) continue;
    jobs.push({ channelId, digest, fold: plan.fold, due: plan.due, isUrgent: false });
  }
  return jobs.sort((a, b) => a.due - b.due);

  /** It had nothing for this channel when it came, and was printed again since. */
  function mayHaveMoreNow({ kind, day, at, edition }: LastDelivery): boolean {
    if (kind !== 'skipped' || edition === undefined || day !== newest) return false;
    return newestDigest !== undefined && now - at < STALE_MS && edition !== editionOf(newestDigest);
  }

  function tryPlan(subscription: Subscription): Plan {
    const { channelId } = subscription;
    try {
      const isResumed = subscription.trouble?.resumedAt !== undefined;
      return planFor(subscription, arrivals, now, { isResumed });
    } catch (error) {
      // Its time zone is gone from this Node's list, say.
      parts.onError(channelId, error);
      return { fold: [] };
    }
  }
}

/** The subscription as it was before the digest that had nothing for it. */
function withoutNewest(subscription: Subscription, last: LastDelivery): Subscription {
  return { ...subscription, last: { ...last, day: addDays(last.day, -1) } };
}

/** The days since the last one that a channel got which it lacks besides `day`, oldest first. */
export function missedBefore(
  day: Day,
  last: LastDelivery | undefined,
  arrivals: readonly SeenDay[],
): Day[] {
  if (last === undefined) return [];
  return arrivals.map((arrival) => arrival.day).filter((one) => one > last.day && one < day);
}
