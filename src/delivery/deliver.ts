import { editionOf, lookOf, type MessageCache, postedLookOf } from './message-cache.ts';
import type { Day, Digest } from '../digest/types.ts';
import { digestMark } from '../messages/digest-message.ts';
import { hourOf } from '../schedule/due-time.ts';
import type { Deliveries, DeliveryRecord } from '../store/deliveries.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { attempt, type Clock } from './attempt.ts';
import { type DelayContext, delayReasonOf } from './delay-reason.ts';
import type { Job } from './due-jobs.ts';
import { type Delivery, intentOf, type Outcomes, pending } from './outcomes.ts';
import type { Reason } from './reason.ts';
import type { Sender } from './sender.ts';

/** A job whose intent is durable. */
export interface ReadyJob {
  job: Job;
  subscription: Subscription;
  /** What the ledger said before. */
  earlier: DeliveryRecord | undefined;
  /** An earlier process may have posted it, at this time (Unix milliseconds) or later. */
  unconfirmedSince?: number;
  /** An earlier process may have used its nonce, at this time or later, and Discord still knows it. */
  nonceUsedAt?: number;
}

interface Dependencies {
  sender: Sender;
  deliveries: Deliveries;
  messageCache: MessageCache;
  clock: Clock;
  outcomes: Outcomes;
  signal: AbortSignal;
  digestOf: (day: Day) => Digest | undefined;
  /** What to do with a digest that may have arrived if there's no way to find out. */
  whenUnsure: 'send' | 'skip';
  delayContext: () => Pick<DelayContext, 'startedAt' | 'wokeAt' | 'pauseReason'>;
}

/** Delivers one job whose intent is durable. */
export interface Deliverer {
  /** Posts the digest and records the outcome. Rejects if that can't be written. */
  deliver: (ready: ReadyJob) => Promise<Delivery>;
  /** Gives back a job that won't be delivered now. */
  release: (ready: ReadyJob, reason: Reason) => Promise<Delivery>;
}

/** The edition of a message that an earlier process posted: any edition is newer. */
const UNKNOWN_EDITION = 'unknown';

export function createDeliverer(dependencies: Dependencies): Deliverer {
  const { messageCache, clock, outcomes } = dependencies;

  return {
    async deliver(ready) {
      const { job, subscription, unconfirmedSince } = ready;
      const missedDays = await missedDaysToMention(job, subscription, dependencies);
      if (missedDays === 'unsure') return release(ready, { code: 'no-answer' });
      if (unconfirmedSince === undefined) return post(ready, missedDays, false);
      const found = await resolveUnconfirmed(ready, unconfirmedSince, missedDays, dependencies);
      return typeof found === 'string' ? post(ready, missedDays, found === 'unknown') : found;
    },
    release,
  };

  async function release(ready: ReadyJob, reason: Reason): Promise<Delivery> {
    const { job, unconfirmedSince, nonceUsedAt } = ready;
    const isNew = unconfirmedSince === undefined && nonceUsedAt === undefined;
    return isNew ? outcomes.notPosted(job, reason) : pending(job, reason);
  }

  /** @param isRepeat it may have been posted before, and there's no way to find out */
  async function post(
    ready: ReadyJob,
    missedDays: readonly Day[],
    isRepeat: boolean,
  ): Promise<Delivery> {
    const { job, subscription, earlier, nonceUsedAt } = ready;
    const { channelId, digest, isUrgent } = job;
    const { day } = digest;
    // With a nonce that was used before, Discord may return the message of that time.
    const look =
      nonceUsedAt !== undefined && earlier ? postedLookOf(earlier) : lookOf(subscription);
    const settings = { ...subscription, ...look };
    const message = messageCache.get(digest, settings, { missedDays });
    if (!message) return outcomes.skipped(job, missedDays);
    const fallback = () => messageCache.get(digest, settings, { missedDays, isShort: true });
    const outcome = await attempt(
      { day, channelId, message, fallback, isUrgent, nonceUsedAt },
      dependencies,
    );
    switch (outcome.kind) {
      case 'sent': {
        const at = clock.now();
        const delayReason = delayOf(ready, at, outcome.attempts);
        return outcomes.sent(job, subscription, {
          messageId: outcome.messageId,
          at,
          edition: editionOf(digest),
          look,
          missedDays,
          ...(delayReason === undefined ? {} : { delayReason }),
          ...(outcome.isShort ? { isShort: true } : {}),
          ...(isRepeat ? { reason: { code: 'maybe-twice' } } : {}),
        });
      }
      case 'unconfirmed':
        return pending(job, outcome.reason);
      case 'later':
        return isRepeat ? pending(job, outcome.reason) : outcomes.notPosted(job, outcome.reason);
      case 'refused':
        return outcomes.refused(job, outcome, outcome.isUnconfirmed || isRepeat);
    }
  }

  function delayOf(
    { job, subscription }: ReadyJob,
    at: number,
    attempts: number,
  ): Reason | undefined {
    if (job.isUrgent) return undefined;
    const hadAccessProblem = subscription.accessProblem !== undefined;
    const context = { ...dependencies.delayContext(), hadAccessProblem, attempts };
    return delayReasonOf(job.due, hourOf(subscription, job.due), at, context);
  }
}

/**
 * Looks for a message that an earlier process may have posted.
 *
 * @returns the outcome, or why it must be posted: it's absent, or that's unknown
 */
async function resolveUnconfirmed(
  { job, subscription, earlier }: ReadyJob,
  since: number,
  missedDays: readonly Day[],
  { sender, deliveries, clock, outcomes, whenUnsure }: Dependencies,
): Promise<Delivery | 'absent' | 'unknown'> {
  const { channelId, digest } = job;
  const found = await sender.findOwnMessage(channelId, digestMark(digest.day), since);
  switch (found.kind) {
    case 'unsure':
      return pending(job, found.reason);
    case 'refused':
      return outcomes.refused(job, found, true);
    case 'found': {
      const { messageId } = found;
      const at = Math.min(earlier?.at ?? clock.now(), clock.now());
      const look = earlier ? postedLookOf(earlier) : lookOf(subscription);
      const message = { messageId, at, edition: UNKNOWN_EDITION, missedDays, look };
      return outcomes.sent(job, subscription, message);
    }
    case 'unknown':
      if (whenUnsure === 'send') return 'unknown';
      return outcomes.failed(job, { code: 'unconfirmed' });
    case 'absent':
      // From now on, the nonce is used anew.
      await deliveries.put(digest.day, channelId, intentOf(job, clock.now(), lookOf(subscription)));
      return 'absent';
  }
}

/**
 * The superseded days that the channel should be told about: the digest had something for it, and
 * it turns out that it never arrived.
 *
 * @returns `unsure` if Discord doesn't say whether one arrived
 */
export async function missedDaysToMention(
  { channelId, superseded }: Job,
  subscription: Subscription,
  {
    deliveries,
    digestOf,
    messageCache,
    sender,
  }: Pick<Dependencies, 'deliveries' | 'digestOf' | 'messageCache' | 'sender'>,
): Promise<Day[] | 'unsure'> {
  if (superseded.length === 0) return [];
  const records = await deliveries.getMany(superseded.map((day) => ({ day, channelId })));
  const missed: Day[] = [];
  for (const [index, day] of superseded.entries()) {
    const record = records[index];
    if (record?.state === 'sent' || record?.state === 'skipped') continue;
    const digest = digestOf(day);
    if (!digest || !messageCache.get(digest, subscription)) continue;
    if (record?.state === 'intended') {
      const found = await sender.findOwnMessage(channelId, digestMark(day), record.at);
      if (found.kind === 'unsure') return 'unsure';
      if (found.kind === 'found') {
        const { messageId } = found;
        await deliveries.put(day, channelId, { ...record, state: 'sent', messageId });
        continue;
      }
    }
    missed.push(day);
  }
  return missed;
}
