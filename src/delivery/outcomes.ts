import { editionOf } from '../digest/edition.ts';
import type { Day } from '../digest/types.ts';
import type { DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { LastDelivery, Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Delivery, Job } from './job.ts';
import type { Reason } from './reason.ts';
import type { Recorder } from './ledger-writer.ts';
import type { Refusal } from './sender.ts';
import type { Times } from './clock.ts';
import { withRefusal } from './access-problem.ts';

interface Parts {
  subscriptions: Subscriptions;
  recorder: Recorder;
  times: Times;
  onGone: (channelId: string, reason: Reason) => void;
}

/** What is known of a message that stands in its channel. */
export interface Sent {
  messageId: string;
  /** Unix milliseconds. */
  at: number;
  edition: string;
  /** The days that it names as missed. */
  fold: readonly Day[];
  late?: Reason;
  isShort?: true;
  reason?: Reason;
}

const NO_PAPERS: Reason = { code: 'no-papers' };

/** Writes down what became of jobs: in the ledger first, then in the subscription. */
export function createSettle({ subscriptions, recorder, times, onGone }: Parts) {
  return { again, sent, skipped, failed, refused, notPosted };

  /** Written down before, but perhaps not yet in the subscription. */
  async function again(job: Job, record: DeliveryRecord): Promise<Delivery> {
    const { day } = job.digest;
    const { at, messageId = '', reason = NO_PAPERS } = record;
    const subscription = subscriptions.get(job.channelId);
    if (record.state === 'sent') {
      if (subscription && subscription.last?.day !== day) {
        const last = lastSent(subscription, day, at, messageId);
        await note(job, { last, trouble: undefined });
      }
      return { kind: 'sent', day, messageId, before: true };
    }
    if (subscription?.last?.day !== day) await note(job, { last: lastSkipped(job, at, reason) });
    return { kind: 'skipped', day, reason };
  }

  async function sent(job: Job, subscription: Subscription, told: Sent): Promise<Delivery> {
    const { channelId, digest } = job;
    const { day } = digest;
    const { fold, ...shown } = told;
    const { messageId, at } = shown;
    const away = fold.length > 0 ? { away: [...fold] } : {};
    const record: DeliveryRecord = { state: 'sent', due: job.due, ...shown, ...away };
    await recorder.record({
      records: [
        { channelId, day, record },
        ...fold.map((missed) => ({
          channelId,
          day: missed,
          record: { state: 'folded' as const, at, messageId },
        })),
      ],
      note: {
        channelId,
        last: lastSent(subscription, day, at, messageId),
        trouble: undefined,
        asked: undefined,
      },
    });
    return { kind: 'sent', day, messageId, before: false };
  }

  /** @param missed the days that would have been named in a message */
  async function skipped(job: Job, missed: readonly Day[]): Promise<Delivery> {
    const { channelId, digest } = job;
    const { categories = [], trouble } = subscriptions.get(channelId) ?? {};
    const reason: Reason =
      digest.papers.length === 0 ? NO_PAPERS : { code: 'no-paper-in', categories };
    const at = times.now();
    const record: DeliveryRecord = {
      state: 'skipped',
      at,
      due: job.due,
      reason,
      edition: editionOf(digest),
    };
    const folded: DeliveryRecord = {
      state: 'skipped',
      at,
      reason: { code: 'missed-too-long' },
    };
    await recorder.record({
      records: [
        { ...keyOf(job), record },
        ...missed.map((day) => ({ channelId, day, record: folded })),
      ],
      note: {
        channelId,
        last: lastSkipped(job, at, reason),
        asked: undefined,
        ...(trouble?.resumedAt === undefined ? {} : { trouble: undefined }),
      },
    });
    return { kind: 'skipped', day: digest.day, reason };
  }

  /** It is not tried again by itself. */
  async function failed(job: Job, reason: Reason): Promise<Delivery> {
    const { channelId, digest } = job;
    const { day } = digest;
    const last: LastDelivery = { day, at: times.now(), kind: 'failed', reason };
    const note = { channelId, last, asked: undefined };
    await recorder.record({ records: [failure(job, reason)], note });
    return { kind: 'failed', day, reason };
  }

  /** @param isOpen whether it may have been posted before, when there still was access */
  async function refused(job: Job, { why, reason }: Refusal, isOpen: boolean): Promise<Delivery> {
    const { channelId, digest } = job;
    const { day } = digest;
    if (why === 'gone') {
      await recorder.record({ records: [failure(job, reason)] });
      onGone(channelId, reason);
      return { kind: 'failed', day, reason };
    }
    if (why !== 'access' && why !== 'locked' && why !== 'archived') return failed(job, reason);
    const before = subscriptions.get(channelId)?.trouble;
    const trouble = withRefusal(before, { day, reason, now: times.now() });
    // Where an earlier attempt may have arrived the intent stays, and with it the doubt.
    const records = isOpen ? [] : [failure(job, reason)];
    await recorder.record({ records, note: { channelId, trouble, asked: undefined } });
    return { kind: 'failed', day, reason };
  }

  /** It surely was not posted, and is tried again. */
  async function notPosted(job: Job, reason: Reason): Promise<Delivery> {
    await recorder.record({ records: [failure(job, reason)] });
    return pending(job, reason);
  }

  async function note(
    { channelId }: Job,
    changes: { last: LastDelivery; trouble?: undefined },
  ): Promise<void> {
    await recorder.record({ records: [], note: { channelId, ...changes, asked: undefined } });
  }

  function failure(job: Job, reason: Reason) {
    const record: DeliveryRecord = { state: 'failed', at: times.now(), due: job.due, reason };
    return { ...keyOf(job), record };
  }
}

export type Settle = ReturnType<typeof createSettle>;

export const keyOf = ({ digest, channelId }: Job): DeliveryKey => ({ day: digest.day, channelId });

export const pending = ({ digest }: Job, reason: Reason): Delivery => ({
  kind: 'pending',
  day: digest.day,
  reason,
});

const lastSent = (
  { publish }: Subscription,
  day: Day,
  at: number,
  messageId: string,
): LastDelivery => ({
  day,
  at,
  kind: 'sent',
  messageId,
  ...(publish === true ? { isToPublish: true } : {}),
});

const lastSkipped = ({ digest }: Job, at: number, reason: Reason): LastDelivery => ({
  day: digest.day,
  at,
  kind: 'skipped',
  reason,
  edition: editionOf(digest),
});
