import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import type { Reason } from '../delivery/reason.ts';
import type { DigestStyle, SummarySource } from '../messages/digest-styles.ts';
import { type Renamed, renameFields } from './rename-fields.ts';
import { readReason, type StoredReason } from './text-reasons.ts';

/**
 * One digest on its way to one channel. It's written as an intent before anything is sent, and
 * again with the outcome. All instants are Unix milliseconds.
 */
export interface DeliveryRecord {
  /**
   * `superseded`: it was missed for so long that the next digest's message only names it; `failed` may
   * be tried again once the cause is gone.
   */
  state: 'intended' | 'sent' | 'skipped' | 'failed' | 'superseded';
  /** When it came to this state; for an intent, the earliest first use of its nonce. */
  at: number;
  /** When it was due by the channel's own clock. */
  due?: number;
  /** The message; for a superseded one, the message that names it. */
  messageId?: string;
  /** Why it was skipped or failed; for one that was sent, what's uncertain about it. */
  reason?: Reason;
  /** Why it came later than the channel's hour. */
  delayReason?: Reason;
  /** Which edition of the digest the message shows; see `editionOf`. */
  edition?: string;
  /** The days that its message names as missed. */
  missedDays?: string[];
  /** It's the short form, since Discord refused the full one. */
  isShort?: boolean;
  /** The style of the message; absent if it's by a version that knew only `full`. */
  style?: DigestStyle;
  /** Whose lines it shows; absent for the authors'. */
  summary?: SummarySource;
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
  /** All or none of them, in one durable write. */
  putMany(entries: readonly (DeliveryKey & { record: DeliveryRecord })[]): Promise<void>;
}

/**
 * How long a delivery is kept. After that, a subscription's own `last.day` keeps its digest from
 * being sent again.
 */
const DELIVERY_KEPT_MS = 30 * 24 * 3600 * 1000;

export function createDeliveries(keyv: Keyv<StoredRecord>): Deliveries {
  const keyOf = ({ day, channelId }: DeliveryKey): string => `${day}:${channelId}`;
  return {
    get: async (day, channelId) => readRecord(await keyv.get(keyOf({ day, channelId }))),
    async getMany(keys) {
      const stored = await keyv.getMany<StoredRecord>(keys.map(keyOf));
      return stored.map(readRecord);
    },
    async put(day, channelId, record) {
      await keyv.set(keyOf({ day, channelId }), toStoredRecord(record), DELIVERY_KEPT_MS);
    },
    async putMany(entries) {
      if (entries.length === 0) return;
      await keyv.setMany(
        entries.map((entry) => ({
          key: keyOf(entry),
          value: toStoredRecord(entry.record),
          ttl: DELIVERY_KEPT_MS,
        })),
      );
    },
  };
}

/** The fields of a record that are stored under the names of earlier versions. */
const STORED_NAMES = { missedDays: 'away', delayReason: 'late' } as const;

/** A record as this version or an earlier one wrote it. */
export type StoredRecord = Renamed<
  Omit<DeliveryRecord, 'state' | 'reason' | 'delayReason'>,
  typeof STORED_NAMES
> & {
  /** `folded`: superseded. */
  state: Exclude<DeliveryRecord['state'], 'superseded'> | 'folded';
  reason?: StoredReason;
  late?: StoredReason;
};

function readRecord(stored: StoredRecord | undefined): DeliveryRecord | undefined {
  if (!stored) return undefined;
  const { state, reason, late, away, ...rest } = stored;
  return {
    state: state === 'folded' ? 'superseded' : state,
    ...rest,
    ...(away === undefined ? {} : { missedDays: away }),
    ...(reason === undefined ? {} : { reason: readReason(reason) }),
    ...(late === undefined ? {} : { delayReason: readReason(late) }),
  };
}

/** Most are stored as they are. */
function toStoredRecord(record: DeliveryRecord): StoredRecord {
  if (hasStoredNames(record)) return record;
  const { state } = record;
  return {
    ...renameFields(record, STORED_NAMES),
    state: state === 'superseded' ? 'folded' : state,
  };
}

const hasStoredNames = (record: DeliveryRecord): record is DeliveryRecord & StoredRecord =>
  record.state !== 'superseded' &&
  record.missedDays === undefined &&
  record.delayReason === undefined;

/** By day: the edition of its digest that all of its messages show. */
export interface Editions {
  get(day: string): string | undefined;
  /** Returned by `get` once it's on disk. */
  put(day: string, edition: string): Promise<void>;
}

/** Reads all editions into memory; there is one a day. */
export async function loadEditions(keyv: Keyv<string>): Promise<Editions> {
  const byDay = new Map<string, string>();
  for await (const [day, edition] of keyv.iterator() as AsyncIterable<[string, string]>) {
    byDay.set(day, edition);
  }
  return {
    get: (day) => byDay.get(day),
    async put(day, edition) {
      await keyv.set(day, edition);
      byDay.set(day, edition);
    },
  };
}

/** A run of deliveries: the channels that were due when it began. */
export interface Run {
  /** Unix milliseconds. */
  startedAt: number;
  /** In the order in which they're served. */
  channels: string[];
}

/** The run in progress. */
export interface Runs {
  /** Undefined if there is none; after a crash, the interrupted one. */
  current(): Run | undefined;
  /**
   * Stores a run, its first channels first. If that is interrupted, only those channels are in
   * progress; the others are still due when that run is finished.
   */
  begin(run: Run): Promise<void>;
  finish(): Promise<void>;
}

/**
 * How many channels are stored as one value. A database page holds several such rows; a larger
 * value would need pages of its own, which every search past it would read.
 */
const CHANNELS_PER_VALUE = 40;
/** How many values are written at once: larger writes would block the process for too long. */
const VALUES_PER_WRITE = 100;

/** Reads the interrupted run, if there is one. Changes are visible once they're on disk. */
export async function loadRuns(keyv: Keyv<Run>): Promise<Runs> {
  let current: Run | undefined;
  // In key order, which is the order of the run.
  for await (const [, part] of keyv.iterator() as AsyncIterable<[string, Run]>) {
    current ??= { startedAt: part.startedAt, channels: [] };
    current.channels.push(...part.channels);
  }
  let isEmpty = current === undefined;
  return {
    current: () => current,
    async begin({ startedAt, channels }) {
      const parts: { key: string; value: Run }[] = [];
      for (let start = 0; start < channels.length; start += CHANNELS_PER_VALUE) {
        const value = { startedAt, channels: channels.slice(start, start + CHANNELS_PER_VALUE) };
        parts.push({ key: String(parts.length).padStart(8, '0'), value });
      }
      if (!isEmpty) await keyv.clear();
      isEmpty = false;
      for (let start = 0; start < parts.length; start += VALUES_PER_WRITE) {
        await keyv.setMany(parts.slice(start, start + VALUES_PER_WRITE));
        await yieldToOthers();
      }
      current = { startedAt, channels };
    },
    async finish() {
      await keyv.clear();
      isEmpty = true;
      current = undefined;
    },
  };
}
