import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { addDays } from '../digest/day.ts';
import { editionOf } from './message-cache.ts';
import type { Day, Digest } from '../digest/types.ts';
import { type Plan, planFor, type SeenDay, STALE_MS } from '../schedule/plan.ts';
import { isQuiet } from '../schedule/due-time.ts';
import type { LastDelivery, Subscription } from '../store/subscriptions.ts';

/** One digest to deliver to one channel. */
export interface Job {
  channelId: string;
  digest: Digest;
  /** Older days the channel never got, oldest first. They're only mentioned. */
  superseded: readonly Day[];
  /** When it was due, in Unix milliseconds. */
  due: number;
  /** A person asked for it and is waiting. */
  isUrgent: boolean;
}

/** After this many subscriptions, other work gets a turn. */
const SLICE = 1000;

interface Query {
  subscriptions: Iterable<Subscription>;
  /** Oldest first; the last one is the newest digest. */
  seenDays: readonly SeenDay[];
  digestOf: (day: Day) => Digest | undefined;
  now: number;
  /** Called for a channel that can't be planned for. The others are planned all the same. */
  onError: (channelId: string, error: unknown) => void;
}

/** The jobs that are due, longest due first. */
export async function dueJobs(query: Query): Promise<Job[]> {
  const newest = query.seenDays.at(-1)?.day;
  if (newest === undefined) return [];
  const newestDigest = query.digestOf(newest);
  const jobs: Job[] = [];
  let count = 0;
  for (const subscription of query.subscriptions) {
    if (++count % SLICE === 0) await yieldToOthers();
    const job = dueJob(subscription, newest, newestDigest, query);
    if (job) jobs.push(job);
  }
  return jobs.sort((a, b) => a.due - b.due);
}

function dueJob(
  subscription: Subscription,
  newest: Day,
  newestDigest: Digest | undefined,
  query: Query,
): Job | undefined {
  const { seenDays, digestOf, now } = query;
  const { channelId, last, accessProblem, asked, timeZone, quiet } = subscription;
  const mayHaveMore = last?.day === newest && mayHaveMoreNow(last, newestDigest, now);
  if (last !== undefined && last.day >= newest && !mayHaveMore) return undefined;
  // A person asked for it, and it couldn't be delivered at once.
  if (asked === newest && newestDigest) {
    const superseded = missedBefore(newest, last, seenDays);
    return { channelId, digest: newestDigest, superseded, due: now, isUrgent: false };
  }
  const plan = tryPlan(mayHaveMore ? withoutNewest(subscription, last) : subscription, query);
  if (plan.deliver === undefined || plan.due === undefined) return undefined;
  // Without access, nothing is tried until access is back or there's another digest.
  const isResumed = accessProblem?.resumedAt !== undefined;
  const isPaused = accessProblem?.pausedAt !== undefined;
  if (accessProblem && !isResumed && (isPaused || accessProblem.day >= plan.deliver))
    return undefined;
  // However late it is: not while people sleep.
  if (quiet && isQuiet(now, timeZone, quiet)) return undefined;
  const digest = digestOf(plan.deliver);
  if (!digest) return undefined;
  return { channelId, digest, superseded: plan.superseded, due: plan.due, isUrgent: false };
}

/** Whether the newest digest had nothing for the channel, and has been republished since. */
function mayHaveMoreNow(
  { kind, at, edition }: LastDelivery,
  digest: Digest | undefined,
  now: number,
): boolean {
  if (kind !== 'skipped' || edition === undefined || digest === undefined) return false;
  return now - at < STALE_MS && edition !== editionOf(digest);
}

function tryPlan(subscription: Subscription, { seenDays, now, onError }: Query): Plan {
  try {
    const isResumed = subscription.accessProblem?.resumedAt !== undefined;
    return planFor(subscription, seenDays, now, { isResumed });
  } catch (error) {
    // Its time zone is no longer one that Node knows, for example.
    onError(subscription.channelId, error);
    return { superseded: [] };
  }
}

/** The subscription as it was before it skipped the newest digest. */
function withoutNewest(subscription: Subscription, last: LastDelivery): Subscription {
  return { ...subscription, last: { ...last, day: addDays(last.day, -1) } };
}

/** The days between the channel's last digest and `day`, oldest first. */
export function missedBefore(
  day: Day,
  last: LastDelivery | undefined,
  seenDays: readonly SeenDay[],
): Day[] {
  if (last === undefined) return [];
  return seenDays.map((seen) => seen.day).filter((one) => one > last.day && one < day);
}
