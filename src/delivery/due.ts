import { setImmediate as breathe } from 'node:timers/promises';
import type { Day, Digest } from '../digest/types.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { type Plan, planFor, type SeenDay } from './calendar-plan.ts';
import type { Job } from './job.ts';

/** After so many subscriptions everything else gets a turn. */
const SLICE = 4000;

interface Parts {
  subscriptions: Iterable<Subscription>;
  /** Oldest first, the last of them the newest digest. */
  arrivals: readonly SeenDay[];
  digestOf: (day: Day) => Digest | undefined;
  now: number;
  /** Whether a channel's access was just found again. */
  isResumed: (channelId: string) => boolean;
  /** Hears of a channel that cannot be planned for; the others are. */
  onError: (channelId: string, error: unknown) => void;
}

/** The jobs that are due, those that have been due the longest first. */
export async function dueJobs(parts: Parts): Promise<Job[]> {
  const { arrivals, digestOf, now, isResumed } = parts;
  const newest = arrivals.at(-1)?.day;
  const jobs: Job[] = [];
  if (newest === undefined) return jobs;
  let looked = 0;
  for (const subscription of parts.subscriptions) {
    if (++looked % SLICE === 0) await breathe();
    const { channelId, last, trouble } = subscription;
    if (last !== undefined && last.day >= newest) continue;
    const plan = tryPlan(subscription);
    if (plan.deliver === undefined || plan.due === undefined) continue;
    // What was refused for want of access waits until access is found again, or for the next digest.
    if (trouble !== undefined && (trouble.pausedAt !== undefined || trouble.day >= plan.deliver)) {
      continue;
    }
    const digest = digestOf(plan.deliver);
    if (!digest) continue;
    jobs.push({ channelId, digest, fold: plan.fold, due: plan.due, isUrgent: false });
  }
  return jobs.sort((a, b) => a.due - b.due);

  function tryPlan(subscription: Subscription): Plan {
    const { channelId } = subscription;
    try {
      return planFor(subscription, arrivals, now, { isResumed: isResumed(channelId) });
    } catch (error) {
      // Its time zone is gone from this Node's list, say.
      parts.onError(channelId, error);
      return { fold: [] };
    }
  }
}
