import type { Day, Digest } from '../digest/types.ts';
import { editionOf } from '../digest/edition.ts';
import { digestMark } from '../embeds/digest-message.ts';
import type { Deliveries, DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { LastDelivery, Subscription, Subscriptions } from '../store/subscriptions.ts';
import { attempt } from './attempt.ts';
import type { Compose } from './composer.ts';
import type { Delivery, Job } from './job.ts';
import { type Held, whyLate } from './late.ts';
import type { Recorder } from './recorder.ts';
import { hourOf } from './schedule.ts';
import type { Refusal, Sender } from './sender.ts';
import { NONCE_MS, type Times } from './times.ts';
import { withRefusal } from './trouble.ts';

/** A job whose intent is durable. */
export interface Ready {
  job: Job;
  subscription: Subscription;
  earlier: DeliveryRecord | undefined;
  /** It may have been posted since then (Unix milliseconds), by a process that told nobody. */
  doubtSince?: number;
  /** Its nonce may have been used since then. */
  usedAt?: number;
}

export interface ServeParts {
  sender: Sender;
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  recorder: Recorder;
  compose: Compose;
  times: Times;
  signal: AbortSignal;
  digestOf: (day: Day) => Digest | undefined;
  /** What is done where it may have arrived and nobody can tell. */
  whenUnsure: 'send' | 'skip';
  /**
   * The instant since which this day's digest may have been delivered without the store knowing it,
   * because it was restored from a copy; Unix milliseconds.
   */
  forgottenSince: (day: Day) => number | undefined;
  held: () => Omit<Held, 'hadTrouble' | 'attempts'>;
  onGone: (channelId: string, reason: string) => void;
}

const MAY_HAVE_ARRIVED = 'it may have arrived, and I may not read the history here to find out';

/** Brings jobs to their channels: `prepare` many at once, then `serve` each. */
export function makeServe(parts: ServeParts) {
  const { sender, deliveries, subscriptions, recorder, compose, times, digestOf } = parts;

  /**
   * Settles what needs no message, and makes the intents of all others durable in one write.
   *
   * @returns for each job what became of it, or that it is ready to be served
   */
  async function prepare(jobs: readonly Job[]): Promise<(Delivery | Ready)[]> {
    const earlier = await deliveries.getMany(jobs.map(keyOf));
    const intents: (DeliveryKey & { record: DeliveryRecord })[] = [];
    const now = times.now();
    const prepared = jobs.map(async (job, index): Promise<Delivery | Ready> => {
      const record = earlier[index];
      const subscription = subscriptions.get(job.channelId);
      if (!subscription) return pending(job, 'it was unsubscribed meanwhile');
      if (record && isSettled(record, job)) return settleAgain(job, record);
      if (!compose(job.digest, subscription)) return skip(job, subscription);
      if (record?.state === 'intended') {
        return isRecent(record.at, now)
          ? { job, subscription, earlier: record, usedAt: record.at }
          : { job, subscription, earlier: record, doubtSince: Math.min(record.at, now) };
      }
      const forgotten = record === undefined ? parts.forgottenSince(job.digest.day) : undefined;
      if (forgotten !== undefined) {
        return { job, subscription, earlier: record, doubtSince: forgotten };
      }
      intents.push({ ...keyOf(job), record: intentOf(job, now) });
      return { job, subscription, earlier: record };
    });
    await deliveries.putMany(intents);
    return Promise.all(prepared);
  }

  /** Posts what is ready and writes down what became of it. Rejects when that cannot be written. */
  async function serve(ready: Ready): Promise<Delivery> {
    const { job, subscription } = ready;
    const { channelId, digest } = job;
    let isGuess = false;
    if (ready.doubtSince !== undefined) {
      const found = await sender.find(channelId, digestMark(digest.day), ready.doubtSince);
      if (found.kind === 'unsure') return pending(job, found.reason);
      if (found.kind === 'found') {
        const { earlier } = ready;
        return sent(ready, { messageId: found.messageId, at: earlier?.at ?? times.now() });
      }
      if (found.kind === 'unknown') {
        if (parts.whenUnsure === 'skip') return fail(ready, MAY_HAVE_ARRIVED);
        isGuess = true;
      }
      await deliveries.put(digest.day, channelId, intentOf(job, times.now()));
    }

    const fold = await unknownToTheChannel(job, subscription);
    if (fold === 'unsure') return pending(job, 'Discord did not answer');
    const form = { away: fold };
    const message = compose(digest, subscription, form);
    if (!message) return skip(job, subscription);
    const outcome = await attempt(
      {
        day: digest.day,
        channelId,
        message,
        fallback: () => compose(digest, subscription, { ...form, isShort: true }),
        isUrgent: job.isUrgent,
        usedAt: ready.usedAt,
      },
      parts,
    );
    switch (outcome.kind) {
      case 'sent': {
        const held = {
          ...parts.held(),
          hadTrouble: ready.earlier?.state === 'failed' || subscription.trouble !== undefined,
          attempts: outcome.attempts,
        };
        const at = times.now();
        const hour = hourOf(subscription, job.due);
        const late = job.isUrgent ? undefined : whyLate(job.due, hour, at, held);
        return sent(ready, {
          messageId: outcome.messageId,
          at,
          edition: editionOf(digest),
          fold,
          ...(late === undefined ? {} : { late }),
          ...(outcome.isShort ? { isShort: true } : {}),
          ...(isGuess ? { reason: 'it may be there twice: I may not read the history here' } : {}),
        });
      }
      case 'open':
        return pending(job, outcome.reason);
      case 'later':
        await recorder.record({ records: [failure(job, outcome.reason)] });
        return pending(job, outcome.reason);
      case 'refused':
        return refused(ready, outcome);
    }
  }

  /** For a job that is prepared and will not be served: it surely was not posted. */
  async function giveBack({ job, doubtSince, usedAt }: Ready, reason: string): Promise<Delivery> {
    if (doubtSince === undefined && usedAt === undefined) {
      await recorder.record({ records: [failure(job, reason)] });
    }
    return pending(job, reason);
  }

  return { prepare, serve, giveBack };

  /** Written down before, but perhaps not yet in the subscription. */
  async function settleAgain(job: Job, record: DeliveryRecord): Promise<Delivery> {
    const { day } = job.digest;
    const { at, messageId = '', reason = '' } = record;
    const last: LastDelivery =
      record.state === 'sent'
        ? { day, at, kind: 'sent', messageId }
        : { day, at, kind: 'skipped', reason };
    if (subscriptions.get(job.channelId)?.last?.day !== day) {
      await recorder.record({ records: [], note: { channelId: job.channelId, last } });
    }
    return record.state === 'sent'
      ? { kind: 'sent', day, messageId, before: true }
      : { kind: 'skipped', day, reason };
  }

  async function skip(job: Job, { categories }: Subscription): Promise<Delivery> {
    const { day, papers } = job.digest;
    const reason =
      papers.length === 0 ? 'the digest has no papers' : `no paper in ${categories.join(', ')}`;
    const at = times.now();
    const record: DeliveryRecord = { state: 'skipped', at, due: job.due, reason };
    await recorder.record({
      records: [
        { ...keyOf(job), record },
        ...foldedRecords(job.channelId, job.fold, {
          state: 'skipped',
          at,
          reason: 'it was missed for long, and the next digest had nothing for this channel',
        }),
      ],
      note: { channelId: job.channelId, last: { day, at, kind: 'skipped', reason } },
    });
    return { kind: 'skipped', day, reason };
  }

  interface Sent {
    messageId: string;
    at: number;
    edition?: string;
    fold?: readonly Day[];
    late?: string;
    isShort?: true;
    reason?: string;
  }

  async function sent({ job, subscription }: Ready, told: Sent): Promise<Delivery> {
    const { channelId, digest } = job;
    const { day } = digest;
    const { fold = [], ...shown } = told;
    const { messageId, at } = shown;
    const record: DeliveryRecord = {
      state: 'sent',
      due: job.due,
      ...shown,
      ...(fold.length > 0 ? { away: [...fold] } : {}),
    };
    const last: LastDelivery = {
      day,
      at,
      kind: 'sent',
      messageId,
      ...(subscription.publish === true ? { isToPublish: true } : {}),
    };
    await recorder.record({
      records: [
        { channelId, day, record },
        ...foldedRecords(channelId, fold, { state: 'folded', at, messageId }),
      ],
      note: { channelId, last, trouble: undefined },
    });
    return { kind: 'sent', day, messageId, before: false };
  }

  /** Settled as failed: it is not tried again by itself. */
  async function fail({ job }: Ready, reason: string): Promise<Delivery> {
    const { channelId, digest } = job;
    const { day } = digest;
    const at = times.now();
    const last: LastDelivery = { day, at, kind: 'failed', reason };
    await recorder.record({ records: [failure(job, reason)], note: { channelId, last } });
    return { kind: 'failed', day, reason };
  }

  async function refused(
    ready: Ready,
    { why, reason, isOpen }: Refusal & { isOpen: boolean },
  ): Promise<Delivery> {
    const { channelId, digest } = ready.job;
    const { day } = digest;
    if (why === 'gone') {
      await recorder.record({ records: [failure(ready.job, reason)] });
      parts.onGone(channelId, reason);
      return { kind: 'failed', day, reason };
    }
    if (why !== 'access' && why !== 'locked' && why !== 'archived') return fail(ready, reason);
    const before = subscriptions.get(channelId)?.trouble;
    const trouble = withRefusal(before, { day, reason, now: times.now() });
    // Where an earlier attempt may have arrived the intent stays, and with it the doubt.
    const records = isOpen ? [] : [failure(ready.job, reason)];
    await recorder.record({ records, note: { channelId, trouble } });
    return { kind: 'failed', day, reason };
  }

  function failure(job: Job, reason: string) {
    const record: DeliveryRecord = { state: 'failed', at: times.now(), due: job.due, reason };
    return { ...keyOf(job), record };
  }

  /**
   * Of the days that a job folds, those that this channel had not got after all are left, and had
   * anything for it.
   */
  async function unknownToTheChannel(
    { channelId, fold }: Job,
    subscription: Subscription,
  ): Promise<Day[] | 'unsure'> {
    if (fold.length === 0) return [];
    const records = await deliveries.getMany(fold.map((day) => ({ day, channelId })));
    const left: Day[] = [];
    for (const [index, day] of fold.entries()) {
      const record = records[index];
      const digest = digestOf(day);
      if (record?.state === 'sent' || record?.state === 'skipped') continue;
      if (!digest || !compose(digest, subscription)) continue;
      if (record?.state === 'intended') {
        const found = await sender.find(channelId, digestMark(day), record.at);
        if (found.kind === 'unsure') return 'unsure';
        if (found.kind === 'found') {
          const { messageId } = found;
          await deliveries.put(day, channelId, { ...record, state: 'sent', messageId });
          continue;
        }
      }
      left.push(day);
    }
    return left;
  }
}

const keyOf = ({ digest, channelId }: Job): DeliveryKey => ({ day: digest.day, channelId });

const intentOf = (job: Job, at: number): DeliveryRecord => ({
  state: 'intended',
  at,
  due: job.due,
});

const pending = ({ digest }: Job, reason: string): Delivery => ({
  kind: 'pending',
  day: digest.day,
  reason,
});

const foldedRecords = (channelId: string, days: readonly Day[], record: DeliveryRecord) =>
  days.map((day) => ({ channelId, day, record }));

/** Nothing more is to be done, unless a person asks for what had been skipped. */
function isSettled({ state }: DeliveryRecord, job: Job): boolean {
  return state === 'sent' || (state === 'skipped' && !job.isUrgent);
}

/** Whether Discord surely still knows a nonce first used at `at`; not if the clock was put back. */
function isRecent(at: number, now: number): boolean {
  const age = now - at;
  return age >= 0 && age < NONCE_MS;
}
