import type { Deliveries, DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { DeliveryNote, Subscriptions } from '../store/subscriptions.ts';

/** What became of something, to be written down. */
export interface LedgerEntry {
  records: readonly (DeliveryKey & { record: DeliveryRecord })[];
  note?: DeliveryNote;
}

/** Writes outcomes in groups, since each durable write costs the disk about the same. */
export interface Recorder {
  /** Resolves when the entry is durable; rejects when it could not be written, and keeps it. */
  record(entry: LedgerEntry): Promise<void>;
  /** Writes what is waiting, what failed before included. */
  flush(): Promise<void>;
}

interface Parts {
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  /** How long the first of a group waits for others, in milliseconds. */
  groupMs?: number;
}

/** An outcome that a full disk kept from being written stays in memory until it is. */
export function createRecorder({ deliveries, subscriptions, groupMs = 50 }: Parts): Recorder {
  let waiting: LedgerEntry[] = [];
  let group: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const entries = waiting;
    if (entries.length === 0) return;
    waiting = [];
    try {
      // The ledger first: it is what decides whether something may be sent.
      await deliveries.putMany(entries.flatMap(({ records }) => records));
      await subscriptions.note(entries.flatMap(({ note }) => note ?? []));
    } catch (error) {
      waiting = [...entries, ...waiting];
      throw error;
    }
  }

  function flush(): Promise<void> {
    const next = writing.catch(() => undefined).then(write);
    writing = next;
    return next;
  }

  return {
    record(entry) {
      waiting.push(entry);
      group ??= new Promise<void>((resolve, reject) => {
        setTimeout(() => {
          group = undefined;
          flush().then(resolve, reject);
        }, groupMs);
      });
      return group;
    },
    flush,
  };
}
