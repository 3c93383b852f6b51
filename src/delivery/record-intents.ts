import { editionOf } from '../digest/edition.ts';
import type { Day } from '../digest/types.ts';
import type { Deliveries, DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Compose } from './message-cache.ts';
import type { Delivery, Job } from './job.ts';
import { isQuiet } from '../schedule/quiet-hours.ts';
import { keyOf, pending, type Settle } from './outcomes.ts';
import { isNonceKnown, type Times } from './clock.ts';

/** A job whose intent is durable. */
export interface Ready {
  job: Job;
  subscription: Subscription;
  /** What was known of it before. */
  earlier: DeliveryRecord | undefined;
  /** It may have been posted since then (Unix milliseconds), by a process that told nobody. */
  doubtSince?: number;
  /** Its nonce may have been used since then. */
  usedAt?: number;
}

export interface PrepareParts {
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  compose: Compose;
  times: Times;
  settle: Settle;
  /**
   * The instant since which this day's digest may have been delivered without the store knowing it,
   * because it was restored from a copy; Unix milliseconds.
   */
  forgottenSince: (day: Day) => number | undefined;
  /** Those of a job's missed days that its channel is to be told of. */
  toName: (job: Job, subscription: Subscription) => Promise<Day[] | 'unsure'>;
}

/** How far back is looked where the clock that wrote an intent was wrong. */
const WRONG_CLOCK_MS = 2 * 86_400_000;

/**
 * Builds `prepare(jobs)`, which makes the intents of a chunk durable in one write, and settles what
 * needs no message.
 *
 * @returns for each job what became of it, or that it is ready to be served
 */
export function createPrepare(parts: PrepareParts) {
  const { deliveries, subscriptions, compose, times, settle, forgottenSince, toName } = parts;

  return async function prepare(jobs: readonly Job[]): Promise<(Delivery | Ready)[]> {
    const records = await deliveries.getMany(jobs.map(keyOf));
    const now = times.now();
    const steps = jobs.map((job, index) => stepFor(job, records[index], now));
    const intents = steps.flatMap(({ intent }) => intent ?? []);
    // Before anything else is begun: if this cannot be written, nothing is.
    await deliveries.putMany(intents);
    return Promise.all(steps.map(async ({ next }) => next()));
  };

  interface Step {
    intent?: DeliveryKey & { record: DeliveryRecord };
    next: () => Promise<Delivery | Ready> | Delivery | Ready;
  }

  function stepFor(job: Job, record: DeliveryRecord | undefined, now: number): Step {
    const subscription = subscriptions.get(job.channelId);
    if (!subscription) return { next: () => pending(job, { code: 'unsubscribed' }) };
    if (record && isSettled(record, job)) return { next: () => settle.again(job, record) };
    const { timeZone, quiet } = subscription;
    if (!job.isUrgent && quiet && isQuiet(now, timeZone, quiet)) {
      return { next: () => pending(job, { code: 'quiet-hours' }) };
    }
    if (!compose(job.digest, subscription)) return { next: () => skip(job, subscription) };
    const ready: Ready = { job, subscription, earlier: record };
    if (record?.state === 'intended') {
      const doubt = isNonceKnown(record.at, now)
        ? { usedAt: record.at }
        : { doubtSince: doubtSince(record, now) };
      return { next: () => ({ ...ready, ...doubt }) };
    }
    const forgotten = record === undefined ? forgottenSince(job.digest.day) : undefined;
    if (forgotten !== undefined) return { next: () => ({ ...ready, doubtSince: forgotten }) };
    return { intent: { ...keyOf(job), record: intentOf(job, now) }, next: () => ready };
  }

  async function skip(job: Job, subscription: Subscription): Promise<Delivery> {
    const missed = await toName(job, subscription);
    if (missed === 'unsure') return pending(job, { code: 'no-answer' });
    return settle.skipped(job, missed);
  }
}

export const intentOf = (job: Job, at: number): DeliveryRecord => ({
  state: 'intended',
  at,
  due: job.due,
});

/** Nothing more is to be done, unless a person asks for what had been skipped, or it says more now. */
function isSettled({ state, edition }: DeliveryRecord, { digest, isUrgent }: Job): boolean {
  return state === 'sent' || (state === 'skipped' && !isUrgent && edition === editionOf(digest));
}

/** Since when an intent's message may stand in its channel; well before, if a clock was wrong. */
function doubtSince({ at, due = at }: DeliveryRecord, now: number): number {
  return at <= now ? at : Math.min(due, now) - WRONG_CLOCK_MS;
}
