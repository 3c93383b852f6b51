import { editionOf } from './message-cache.ts';
import type { Day } from '../digest/types.ts';
import { DEFAULT_SUMMARY, type Look } from '../messages/digest-styles.ts';
import type { DeliveryKey, DeliveryRecord, Deliveries } from '../store/deliveries.ts';
import type {
  DeliveryNote,
  LastDelivery,
  Subscription,
  Subscriptions,
} from '../store/subscriptions.ts';
import { withRefusal } from './access-recovery.ts';
import type { Clock } from './attempt.ts';
import type { Job } from './due-jobs.ts';
import type { Reason } from './reason.ts';
import type { Refusal } from './sender.ts';

/** What became of a job. */
export type Delivery =
  /** `before`: it had been sent earlier. */
  | { kind: 'sent'; day: Day; messageId: string; before: boolean }
  | { kind: 'skipped' | 'failed'; day: Day; reason: Reason }
  /** It isn't complete; the next tick tries again. */
  | { kind: 'pending'; day: Day; reason: Reason };

/** What is known of a message in its channel. */
interface SentMessage {
  messageId: string;
  /** Unix milliseconds. */
  at: number;
  edition: string;
  /** The days it mentions as missed. */
  missedDays: readonly Day[];
  delayReason?: Reason;
  isShort?: true;
  reason?: Reason;
  look: Look;
}

/** Records what became of jobs: in the ledger first, then in the subscription. */
export interface Outcomes {
  /** The ledger has its outcome already, but the subscription may not. */
  recordedBefore(job: Job, record: DeliveryRecord): Promise<Delivery>;
  sent(job: Job, subscription: Subscription, message: SentMessage): Promise<Delivery>;
  /** @param missedDays the days that a message would have mentioned */
  skipped(job: Job, missedDays: readonly Day[]): Promise<Delivery>;
  /** It isn't retried. */
  failed(job: Job, reason: Reason): Promise<Delivery>;
  /** @param isUnconfirmed it may have been posted before, when there still was access */
  refused(job: Job, refusal: Refusal, isUnconfirmed: boolean): Promise<Delivery>;
  /** It definitely wasn't posted, and is retried. */
  notPosted(job: Job, reason: Reason): Promise<Delivery>;
}

interface Dependencies {
  subscriptions: Subscriptions;
  ledgerWriter: LedgerWriter;
  clock: Clock;
  onGone: (channelId: string, reason: Reason) => void;
}

const NO_PAPERS: Reason = { code: 'no-papers' };

export function createOutcomes(dependencies: Dependencies): Outcomes {
  const { subscriptions, ledgerWriter, clock, onGone } = dependencies;

  return {
    async recordedBefore(job, record) {
      const { day } = job.digest;
      const { at, messageId = '', reason = NO_PAPERS } = record;
      const subscription = subscriptions.get(job.channelId);
      const isNoted = subscription?.last?.day === day;
      if (record.state === 'sent') {
        if (subscription && !isNoted) {
          const last = lastSent(subscription, day, at, messageId);
          await note(job, { last, accessProblem: undefined });
        }
        return { kind: 'sent', day, messageId, before: true };
      }
      if (!isNoted) await note(job, { last: lastSkipped(job, at, reason) });
      return { kind: 'skipped', day, reason };
    },

    async sent(job, subscription, message) {
      const { day } = job.digest;
      const { messageId, at } = message;
      const last = lastSent(subscription, day, at, messageId);
      await note(job, { last, accessProblem: undefined }, sentRecords(job, message));
      return { kind: 'sent', day, messageId, before: false };
    },

    async skipped(job, missedDays) {
      const { channelId, digest } = job;
      const { categories = [], accessProblem } = subscriptions.get(channelId) ?? {};
      const reason: Reason =
        digest.papers.length === 0 ? NO_PAPERS : { code: 'no-paper-in', categories };
      const at = clock.now();
      const isResumed = accessProblem?.resumedAt !== undefined;
      await note(
        job,
        { last: lastSkipped(job, at, reason), ...(isResumed ? { accessProblem: undefined } : {}) },
        skippedRecords(job, missedDays, reason, at),
      );
      return { kind: 'skipped', day: digest.day, reason };
    },

    failed,

    async refused(job, { why, reason }, isUnconfirmed) {
      const { channelId, digest } = job;
      const { day } = digest;
      if (why === 'gone') {
        await ledgerWriter.write({ records: [failure(job, reason)] });
        onGone(channelId, reason);
        return { kind: 'failed', day, reason };
      }
      if (why !== 'access' && why !== 'locked' && why !== 'archived') return failed(job, reason);
      const before = subscriptions.get(channelId)?.accessProblem;
      const accessProblem = withRefusal(before, { day, reason, now: clock.now() });
      // If an earlier attempt may have arrived, the intent stays: it isn't known to have failed.
      await note(job, { accessProblem }, isUnconfirmed ? [] : [failure(job, reason)]);
      return { kind: 'failed', day, reason };
    },

    async notPosted(job, reason) {
      await ledgerWriter.write({ records: [failure(job, reason)] });
      return pending(job, reason);
    },
  };

  async function failed(job: Job, reason: Reason): Promise<Delivery> {
    const { day } = job.digest;
    const last: LastDelivery = { day, at: clock.now(), kind: 'failed', reason };
    await note(job, { last }, [failure(job, reason)]);
    return { kind: 'failed', day, reason };
  }

  function failure(job: Job, reason: Reason): DeliveryKey & { record: DeliveryRecord } {
    return { ...keyOf(job), record: { state: 'failed', at: clock.now(), due: job.due, reason } };
  }

  /** Writes into the ledger and the subscription. What a person asked for is answered by that. */
  async function note(
    { channelId }: Job,
    changes: Omit<DeliveryNote, 'channelId' | 'asked'>,
    records: readonly (DeliveryKey & { record: DeliveryRecord })[] = [],
  ): Promise<void> {
    await ledgerWriter.write({ records, note: { channelId, ...changes, asked: undefined } });
  }
}

export const keyOf = ({ digest, channelId }: Job): DeliveryKey => ({ day: digest.day, channelId });

export const pending = ({ digest }: Job, reason: Reason): Delivery => ({
  kind: 'pending',
  day: digest.day,
  reason,
});

/** The intent to post a job's digest. `at` is the earliest first use of its nonce. */
export const intentOf = ({ due }: Job, at: number, look: Look): DeliveryRecord => ({
  state: 'intended',
  at,
  due,
  ...lookFields(look),
});

const lookFields = ({ style, summary }: Look): Pick<DeliveryRecord, 'style' | 'summary'> => ({
  style,
  ...(summary === DEFAULT_SUMMARY ? {} : { summary }),
});

function sentRecords(job: Job, message: SentMessage) {
  const { channelId, digest, due } = job;
  const { missedDays, look, ...shown } = message;
  const { messageId, at } = shown;
  const missed = missedDays.length > 0 ? { missedDays: [...missedDays] } : {};
  const record: DeliveryRecord = { state: 'sent', due, ...shown, ...lookFields(look), ...missed };
  const mentioned: DeliveryRecord = { state: 'superseded', at, messageId };
  return [
    { channelId, day: digest.day, record },
    ...missedDays.map((day) => ({ channelId, day, record: mentioned })),
  ];
}

function skippedRecords(job: Job, missedDays: readonly Day[], reason: Reason, at: number) {
  const { channelId, digest, due } = job;
  const edition = editionOf(digest);
  const record: DeliveryRecord = { state: 'skipped', at, due, reason, edition };
  const missed: DeliveryRecord = { state: 'skipped', at, reason: { code: 'missed-too-long' } };
  return [
    { channelId, day: digest.day, record },
    ...missedDays.map((day) => ({ channelId, day, record: missed })),
  ];
}

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

interface LedgerEntry {
  records: readonly (DeliveryKey & { record: DeliveryRecord })[];
  /** What to write into the channel's subscription. */
  note?: DeliveryNote;
}

/** Writes outcomes in groups, because a durable write costs about the same for one and for many. */
export interface LedgerWriter {
  /** Resolves when the entry is durable. Rejects if it couldn't be written, and keeps it. */
  write(entry: LedgerEntry): Promise<void>;
  /** Writes all entries that aren't durable yet, including those that failed before. */
  flush(): Promise<void>;
}

/** How long the first entry of a group waits for others. */
const GROUP_MS = 50;

/** If the disk is full, entries stay in memory until they can be written. */
export function createLedgerWriter({
  deliveries,
  subscriptions,
}: {
  deliveries: Deliveries;
  subscriptions: Subscriptions;
}): LedgerWriter {
  let waiting: LedgerEntry[] = [];
  let group: Promise<void> | undefined;
  let lastWrite: Promise<void> = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    const entries = waiting;
    if (entries.length === 0) return;
    waiting = [];
    try {
      // The ledger first, since it decides whether something may be sent.
      await deliveries.putMany(entries.flatMap(({ records }) => records));
      await subscriptions.note(entries.flatMap(({ note }) => note ?? []));
    } catch (error) {
      waiting = [...entries, ...waiting];
      throw error;
    }
  }

  function flush(): Promise<void> {
    lastWrite = lastWrite.catch(() => undefined).then(writeWaiting);
    return lastWrite;
  }

  return {
    write(entry) {
      waiting.push(entry);
      group ??= new Promise<void>((resolve, reject) => {
        setTimeout(() => {
          group = undefined;
          flush().then(resolve, reject);
        }, GROUP_MS);
      });
      return group;
    },
    flush,
  };
}
