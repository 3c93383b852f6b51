import { editionOf, lookOf, type MessageCache } from './message-cache.ts';
import type { Day, Digest } from '../digest/types.ts';
import { isQuiet } from '../schedule/due-time.ts';
import type { Deliveries, DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import { type Clock, isNonceKnown } from './attempt.ts';
import { missedDaysToMention, type ReadyJob } from './deliver.ts';
import type { Job } from './due-jobs.ts';
import { type Delivery, intentOf, keyOf, type Outcomes, pending } from './outcomes.ts';
import type { Sender } from './sender.ts';

interface Dependencies {
  sender: Sender;
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  messageCache: MessageCache;
  clock: Clock;
  outcomes: Outcomes;
  digestOf: (day: Day) => Digest | undefined;
  /**
   * Since when this day's digest may have been delivered without the store knowing, because the
   * store was restored from a backup; Unix milliseconds.
   */
  forgottenSince: (day: Day) => number | undefined;
}

/** What to do with a job: first the intent is written, if it needs one. */
interface Step {
  intent?: DeliveryKey & { record: DeliveryRecord };
  next: () => Promise<Delivery | ReadyJob> | Delivery | ReadyJob;
}

/** How far back to look if the clock that dated an intent was wrong. */
const WRONG_CLOCK_MS = 2 * 86_400_000;

/**
 * Makes the intents of a chunk of jobs durable in one write, and completes the jobs that need no
 * message. Rejects if that can't be written.
 *
 * @returns for each job its outcome, or the job ready to be delivered
 */
export async function recordIntents(
  jobs: readonly Job[],
  dependencies: Dependencies,
): Promise<(Delivery | ReadyJob)[]> {
  const { deliveries, clock } = dependencies;
  const records = await deliveries.getMany(jobs.map(keyOf));
  const now = clock.now();
  const steps = jobs.map((job, index) => stepFor(job, records[index], now, dependencies));
  // Before anything else: if the intents can't be written, nothing is.
  await deliveries.putMany(steps.flatMap(({ intent }) => intent ?? []));
  return Promise.all(steps.map(async ({ next }) => next()));
}

function stepFor(
  job: Job,
  record: DeliveryRecord | undefined,
  now: number,
  dependencies: Dependencies,
): Step {
  const { subscriptions, outcomes, messageCache, forgottenSince } = dependencies;
  const subscription = subscriptions.get(job.channelId);
  if (!subscription) return { next: () => pending(job, { code: 'unsubscribed' }) };
  if (record && isComplete(record, job))
    return { next: () => outcomes.recordedBefore(job, record) };
  const { timeZone, quiet } = subscription;
  if (!job.isUrgent && quiet && isQuiet(now, timeZone, quiet)) {
    return { next: () => pending(job, { code: 'quiet-hours' }) };
  }
  if (!messageCache.get(job.digest, subscription)) {
    return { next: () => skip(job, subscription, dependencies) };
  }
  const ready: ReadyJob = { job, subscription, earlier: record };
  if (record?.state === 'intended') {
    const { at } = record;
    return isNonceKnown(at, now)
      ? { next: () => ({ ...ready, nonceUsedAt: at }) }
      : { next: () => ({ ...ready, unconfirmedSince: postedSince(record, now) }) };
  }
  const unconfirmedSince = record === undefined ? forgottenSince(job.digest.day) : undefined;
  if (unconfirmedSince !== undefined) return { next: () => ({ ...ready, unconfirmedSince }) };
  return {
    intent: { ...keyOf(job), record: intentOf(job, now, lookOf(subscription)) },
    next: () => ready,
  };
}

async function skip(
  job: Job,
  subscription: Subscription,
  dependencies: Dependencies,
): Promise<Delivery> {
  const missedDays = await missedDaysToMention(job, subscription, dependencies);
  if (missedDays === 'unsure') return pending(job, { code: 'no-answer' });
  return dependencies.outcomes.skipped(job, missedDays);
}

/** A skipped digest isn't complete if a person asks for it, or if it was republished since. */
function isComplete({ state, edition }: DeliveryRecord, { digest, isUrgent }: Job): boolean {
  return state === 'sent' || (state === 'skipped' && !isUrgent && edition === editionOf(digest));
}

/** Since when an intent's message may be in its channel. Much earlier if a clock was wrong. */
function postedSince({ at, due = at }: DeliveryRecord, now: number): number {
  return at <= now ? at : Math.min(due, now) - WRONG_CLOCK_MS;
}
