import type { Keyv } from 'keyv';
import type { Reason } from '../delivery/reason.ts';
import { readReason, type StoredReason } from './text-reasons.ts';

/**
 * One digest on its way to one channel. It is written as an intent before anything is sent, and
 * once more with what became of it. All instants are Unix milliseconds.
 */
export interface DeliveryRecord {
  /**
   * `folded`: it was missed for so long that the next digest's message only names it; `failed` may
   * be tried again when what stood in its way is gone.
   */
  state: 'intended' | 'sent' | 'skipped' | 'failed' | 'folded';
  /** When it came to this state; of an intent, when the nonce was first used at the earliest. */
  at: number;
  /** When it was due by the channel's own clock. */
  due?: number;
  /** The message; of a folded one, the message that names it. */
  messageId?: string;
  /** Why it was skipped or failed; of one that was sent, what is in doubt about it. */
  reason?: Reason;
  /** Why it came later than the channel's hour. */
  late?: Reason;
  /** Which edition of the digest the message shows; see `editionOf`. */
  edition?: string;
  /** The days that its message names as missed. */
  away?: string[];
  /** It is the short form, since Discord refused the full one. */
  isShort?: boolean;
}

/** Which digest, for which channel: a delivery's identity. */
export interface DeliveryKey {
  day: string;
  channelId: string;
}

/** The ledger of deliveries, keyed by the digest's day and the channel. */
export interface Deliveries {
  get(day: string, channelId: string): Promise<DeliveryRecord | undefined>;
  /** In the order of `keys`. */
  getMany(keys: readonly DeliveryKey[]): Promise<(DeliveryRecord | undefined)[]>;
  put(day: string, channelId: string, record: DeliveryRecord): Promise<void>;
  /** All of them or none, in one durable write. */
  putMany(entries: readonly (DeliveryKey & { record: DeliveryRecord })[]): Promise<void>;
}

/**
 * How long a delivery is remembered. By then its digest is long past: a subscription's own
 * `last.day` keeps it from being sent again.
 */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export function deliveriesIn(keyv: Keyv<DeliveryRecord>): Deliveries {
  const name = ({ day, channelId }: DeliveryKey): string => `${day}:${channelId}`;
  return {
    get: async (day, channelId) => readRecord(await keyv.get(name({ day, channelId }))),
    async getMany(keys) {
      const stored = await keyv.getMany<StoredRecord>(keys.map(name));
      return stored.map(readRecord);
    },
    async put(day, channelId, record) {
      await keyv.set(name({ day, channelId }), record, KEPT_MS);
    },
    async putMany(entries) {
      if (entries.length === 0) return;
      await keyv.setMany(
        entries.map((entry) => ({ key: name(entry), value: entry.record, ttl: KEPT_MS })),
      );
    },
  };
}

/** A record as this version or an earlier one wrote it. */
type StoredRecord = Omit<DeliveryRecord, 'reason' | 'late'> & {
  reason?: StoredReason;
  late?: StoredReason;
};

function readRecord(stored: StoredRecord | undefined): DeliveryRecord | undefined {
  if (!stored) return undefined;
  const { reason, late, ...rest } = stored;
  return {
    ...rest,
    ...(reason === undefined ? {} : { reason: readReason(reason) }),
    ...(late === undefined ? {} : { late: readReason(late) }),
  };
}
