import type { Keyv } from 'keyv';

/**
 * One digest on its way to one channel. It is written as an intent before anything is sent, and
 * once more with what became of it.
 */
export interface DeliveryRecord {
  state: 'intended' | 'sent' | 'skipped' | 'failed';
  /** Unix milliseconds of this state. */
  at: number;
  messageId?: string;
  reason?: string;
}

/** The ledger of deliveries, keyed by the digest's day and the channel. Nothing in it expires. */
export interface Deliveries {
  get(day: string, channelId: string): Promise<DeliveryRecord | undefined>;
  put(day: string, channelId: string, record: DeliveryRecord): Promise<void>;
}

export function deliveriesIn(keyv: Keyv<DeliveryRecord>): Deliveries {
  const key = (day: string, channelId: string): string => `${day}:${channelId}`;
  return {
    get: (day, channelId) => keyv.get(key(day, channelId)),
    async put(day, channelId, record) {
      await keyv.set(key(day, channelId), record);
    },
  };
}
