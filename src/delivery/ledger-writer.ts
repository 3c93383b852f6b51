import type { Deliveries, DeliveryKey, DeliveryRecord } from '../store/deliveries.ts';
import type { DeliveryNote, Subscriptions } from '../store/subscriptions.ts';

export interface LedgerEntry {
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

interface Dependencies {
  deliveries: Deliveries;
  subscriptions: Subscriptions;
}

/** How long the first entry of a group waits for others. */
const GROUP_MS = 50;

/** If the disk is full, entries stay in memory until they can be written. */
export function createLedgerWriter({ deliveries, subscriptions }: Dependencies): LedgerWriter {
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
