import type { Keyv } from 'keyv';

/** A channel that wants each day's digest. One a channel. */
export interface Subscription {
  channelId: string;
  guildId: string;
  /** How many papers, 1 to 10. */
  top: number;
  /** arXiv categories or whole archives, any of which will do; empty means all papers. */
  categories: string[];
  /** Local time of day, `HH:MM`. */
  time: string;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** The user who subscribed. */
  ownerId: string;
  /** Unix milliseconds since when these settings hold; nothing due before it is posted. */
  since: number;
  /** How the newest digest so far went. */
  last?: LastDelivery;
}

/** What became of a digest in a channel. */
export interface LastDelivery {
  day: string;
  /** Unix milliseconds. */
  at: number;
  kind: 'sent' | 'skipped' | 'failed';
  messageId?: string;
  /** Why not, as a clause: `no paper in q-bio`. */
  reason?: string;
}

/** All subscriptions, held in memory and written through. */
export interface Subscriptions {
  get(channelId: string): Subscription | undefined;
  all(): Iterable<Subscription>;
  /** Those of one server, in no particular order. */
  ofGuild(guildId: string): Subscription[];
  put(subscription: Subscription): Promise<void>;
  /** Whether there was one. */
  remove(channelId: string): Promise<boolean>;
  removeGuild(guildId: string): Promise<number>;
}

/** Reads every subscription of the store. A write stands on disk before it is seen. */
export async function loadSubscriptions(keyv: Keyv<Subscription>): Promise<Subscriptions> {
  const byChannel = new Map<string, Subscription>();
  for await (const [, subscription] of keyv.iterator() as AsyncIterable<[string, Subscription]>) {
    byChannel.set(subscription.channelId, subscription);
  }

  async function remove(channelId: string): Promise<boolean> {
    await keyv.delete(channelId);
    return byChannel.delete(channelId);
  }

  const ofGuild = (guildId: string): Subscription[] =>
    [...byChannel.values()].filter((subscription) => subscription.guildId === guildId);

  return {
    get: (channelId) => byChannel.get(channelId),
    all: () => byChannel.values(),
    ofGuild,
    async put(subscription) {
      await keyv.set(subscription.channelId, subscription);
      byChannel.set(subscription.channelId, subscription);
    },
    remove,
    async removeGuild(guildId) {
      const gone = ofGuild(guildId);
      for (const { channelId } of gone) await remove(channelId);
      return gone.length;
    },
  };
}
