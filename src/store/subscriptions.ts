import type { Keyv } from 'keyv';
import type { Permission, Reason } from '../delivery/reason.ts';
import { readPermissions, readReason, type StoredReason } from './text-reasons.ts';

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
  /** The one role that its digests mention. */
  role?: string;
  /** Its digests arrive without a notification. */
  silent?: boolean;
  /** Its digests are published to the channels that follow this announcement channel. */
  publish?: boolean;
  quiet?: QuietHours;
  /** How the newest digest that is settled went. */
  last?: LastDelivery;
  /** What keeps its digests from arriving, while something does. */
  trouble?: Trouble;
  /** The day of a digest that a person asked for, until it is settled. */
  asked?: string;
}

/**
 * Local times `HH:MM` between which nothing is posted: `from` belongs to them, `to` does not. They
 * may span midnight; from a time to itself is never.
 */
export interface QuietHours {
  from: string;
  to: string;
}

/** What became of a digest in a channel; nothing more is to be done about it. */
export interface LastDelivery {
  day: string;
  /** Unix milliseconds. */
  at: number;
  kind: 'sent' | 'skipped' | 'failed';
  messageId?: string;
  /** Why not. */
  reason?: Reason;
  /** Its message is yet to be published. */
  isToPublish?: boolean;
  /** Which edition of the digest had nothing for the channel; another may have. */
  edition?: string;
}

/** Access to a channel that was lost. All instants are Unix milliseconds. */
export interface Trouble {
  since: number;
  /** The newest digest that was kept from arriving, and how many were. */
  day: string;
  digests: number;
  reason: Reason;
  /** The permissions that were missing. */
  missing: readonly Permission[];
  /** When telling the one who subscribed was begun. */
  tellingSince?: number;
  /** When the one who subscribed was told, and where that arrived. */
  toldAt?: number;
  told?: 'person' | 'system channel' | 'nobody';
  /** When access was found again; what was missed is being made up for. */
  resumedAt?: number;
  /** Since when nothing is tried any more until access is found again. */
  pausedAt?: number;
}

/** What delivery writes into a subscription; all else in it is its owner's. */
export interface DeliveryNote {
  channelId: string;
  last?: LastDelivery | undefined;
  trouble?: Trouble | undefined;
  asked?: string | undefined;
}

/** All subscriptions, held in memory and written through, one write after the other. */
export interface Subscriptions {
  get(channelId: string): Subscription | undefined;
  all(): Iterable<Subscription>;
  /** Those of one server, in no particular order. */
  ofGuild(guildId: string): Subscription[];
  put(subscription: Subscription): Promise<void>;
  /**
   * Changes what delivery keeps of subscriptions, as they are now, in one durable write: all or
   * none. One that was ended meanwhile stays ended; undefined takes a field away.
   */
  note(notes: readonly DeliveryNote[]): Promise<void>;
  /** Whether there was one. */
  remove(channelId: string): Promise<boolean>;
  removeGuild(guildId: string): Promise<number>;
}

/** Reads every subscription of the store. A write stands on disk before it is seen. */
export async function loadSubscriptions(keyv: Keyv<Subscription>): Promise<Subscriptions> {
  const byChannel = new Map<string, Subscription>();
  const intern = createInterner();
  for await (const [, stored] of keyv.iterator() as AsyncIterable<[string, StoredSubscription]>) {
    byChannel.set(stored.channelId, intern(readSubscription(stored)));
  }

  let written: Promise<unknown> = Promise.resolve();

  /**
   * One write after the other: each starts from what the one before it left, or memory and disk
   * would come to differ. One that fails rejects, and the next goes on.
   */
  function enqueue<T>(write: () => Promise<T>): Promise<T> {
    const result = written.then(write);
    written = result.catch(() => undefined);
    return result;
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
    put: (subscription) =>
      enqueue(async () => {
        await keyv.set(subscription.channelId, subscription);
        byChannel.set(subscription.channelId, subscription);
      }),
    note: (notes) =>
      enqueue(async () => {
        const changed = new Map<string, Subscription>();
        for (const { channelId, ...note } of notes) {
          const now = changed.get(channelId) ?? byChannel.get(channelId);
          if (now) changed.set(channelId, withNote(now, note));
        }
        if (changed.size === 0) return;
        await keyv.setMany([...changed].map(([key, value]) => ({ key, value })));
        for (const [channelId, subscription] of changed) byChannel.set(channelId, subscription);
      }),
    remove: (channelId) => enqueue(() => remove(channelId)),
    removeGuild: (guildId) =>
      enqueue(async () => {
        const gone = ofGuild(guildId);
        for (const { channelId } of gone) await remove(channelId);
        return gone.length;
      }),
  };
}

function withNote(subscription: Subscription, note: Omit<DeliveryNote, 'channelId'>): Subscription {
  const merged = { ...subscription, ...note };
  const { last, trouble, asked, ...settings } = merged;
  return {
    ...settings,
    ...(last ? { last } : {}),
    ...(trouble ? { trouble } : {}),
    ...(asked === undefined ? {} : { asked }),
  };
}

type StoredLast = Omit<LastDelivery, 'reason'> & { reason?: StoredReason };

/** A subscription as this version or an earlier one wrote it. */
type StoredSubscription = Omit<Subscription, 'last' | 'trouble'> & {
  last?: StoredLast;
  trouble?: Omit<Trouble, 'reason' | 'missing'> & { reason: StoredReason; missing: string[] };
};

function readSubscription({ last, trouble, ...settings }: StoredSubscription): Subscription {
  return {
    ...settings,
    ...(last && { last: readLast(last) }),
    ...(trouble && {
      trouble: {
        ...trouble,
        reason: readReason(trouble.reason),
        missing: readPermissions(trouble.missing),
      },
    }),
  };
}

function readLast({ reason, ...last }: StoredLast): LastDelivery {
  return reason === undefined ? last : { ...last, reason: readReason(reason) };
}

/**
 * Lets equal texts and reasons of different subscriptions be one in memory: a hundred thousand of
 * them take half as much.
 */
function createInterner(): (subscription: Subscription) => Subscription {
  const known = new Map<string, string>();
  const one = (text: string): string => {
    const same = known.get(text);
    if (same === undefined) known.set(text, text);
    return same ?? text;
  };
  const none: string[] = [];
  const reasons = new Map<string, Reason>();
  const oneReason = (reason: Reason): Reason => {
    const key = JSON.stringify(reason);
    const same = reasons.get(key);
    if (same === undefined) reasons.set(key, reason);
    return same ?? reason;
  };
  return ({ last, ...subscription }) => ({
    ...subscription,
    ...(last && { last: last.reason ? { ...last, reason: oneReason(last.reason) } : last }),
    guildId: one(subscription.guildId),
    ownerId: one(subscription.ownerId),
    time: one(subscription.time),
    timeZone: one(subscription.timeZone),
    categories: subscription.categories.length === 0 ? none : subscription.categories.map(one),
  });
}
