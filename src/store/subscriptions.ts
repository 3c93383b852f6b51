import type { Keyv } from 'keyv';
import type { Permission, Reason } from '../delivery/reason.ts';
import type { DigestStyle, SummarySource } from '../messages/digest-styles.ts';
import { invert, type Renamed, renameFields } from './rename-fields.ts';
import { readPermissions, readReason, type StoredReason } from './text-reasons.ts';

/** A channel's wish for each day's digest; a channel has at most one. */
export interface Subscription {
  channelId: string;
  guildId: string;
  /** How many papers, 1 to 10. */
  top: number;
  /** arXiv categories or whole archives; papers in any of them match. Empty means all papers. */
  categories: string[];
  /** Local time of day, `HH:MM`. */
  time: string;
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** The user who subscribed. */
  ownerId: string;
  /** When these settings took effect, in Unix milliseconds; nothing due before that is posted. */
  since: number;
  /** The role that its digests mention. */
  role?: string;
  /** Its digests arrive without a notification. */
  silent?: boolean;
  /** Its digests are published to the channels that follow this announcement channel. */
  publish?: boolean;
  quiet?: QuietHours;
  /** How its digests look; absent for the default. */
  style?: DigestStyle;
  /** Who says in one line what a paper is about; absent for the default. */
  summary?: SummarySource;
  /** The outcome of the newest digest that is done with. */
  last?: LastDelivery;
  /** What keeps its digests from arriving; undefined while nothing does. */
  accessProblem?: AccessProblem;
  /** The day of a digest that a person asked for, until that digest is done with. */
  asked?: string;
}

/**
 * Local times `HH:MM` between which nothing is posted, `from` included and `to` excluded. They may
 * span midnight; equal times mean never.
 */
export interface QuietHours {
  from: string;
  to: string;
}

/** The final outcome of a digest in a channel. */
export interface LastDelivery {
  day: string;
  /** Unix milliseconds. */
  at: number;
  kind: 'sent' | 'skipped' | 'failed';
  messageId?: string;
  /** Why it was skipped or failed. */
  reason?: Reason;
  /** Its message still has to be published. */
  isToPublish?: boolean;
  /** The edition of the digest that had nothing for the channel; a later one may have. */
  edition?: string;
}

/** Lost access to a channel. All instants are Unix milliseconds. */
export interface AccessProblem {
  since: number;
  /** The newest digest that couldn't arrive, and how many couldn't. */
  day: string;
  digests: number;
  reason: Reason;
  /** The permissions that were missing. */
  missing: readonly Permission[];
  /** When notifying the owner was begun. */
  noticeStartedAt?: number;
  /** When the owner was notified, and who got the notice. */
  noticeSentAt?: number;
  noticeVia?: 'person' | 'system channel' | 'nobody';
  /** When access was found again; missed digests are being delivered. */
  resumedAt?: number;
  /** Since when nothing is tried until access is found again. */
  pausedAt?: number;
}

/** The fields of a subscription that delivery writes; the others are its owner's settings. */
export interface DeliveryNote {
  channelId: string;
  last?: LastDelivery | undefined;
  accessProblem?: AccessProblem | undefined;
  asked?: string | undefined;
}

/** All subscriptions, kept in memory and written through, one write at a time. */
export interface Subscriptions {
  get(channelId: string): Subscription | undefined;
  all(): Iterable<Subscription>;
  /** Those of one server, in no particular order. */
  ofGuild(guildId: string): Subscription[];
  put(subscription: Subscription): Promise<void>;
  /**
   * Updates delivery's fields in the current subscriptions, in one durable write: all or none. A
   * subscription removed in the meantime stays removed; undefined removes a field.
   */
  note(notes: readonly DeliveryNote[]): Promise<void>;
  /** Resolves to whether there was one. */
  remove(channelId: string): Promise<boolean>;
  /** Resolves to how many there were. */
  removeGuild(guildId: string): Promise<number>;
}

/** Reads all subscriptions into memory. Changes are visible once they're on disk. */
export async function loadSubscriptions(keyv: Keyv<StoredSubscription>): Promise<Subscriptions> {
  const byChannel = new Map<string, Subscription>();
  const intern = createInterner();
  for await (const [, stored] of keyv.iterator() as AsyncIterable<[string, StoredSubscription]>) {
    byChannel.set(stored.channelId, intern(readSubscription(stored)));
  }

  let lastWrite: Promise<unknown> = Promise.resolve();

  /**
   * Writes one after the other, each starting from what the previous one left; otherwise memory and
   * disk could differ. A failed write rejects, and the next one continues.
   */
  function enqueue<T>(write: () => Promise<T>): Promise<T> {
    const result = lastWrite.then(write);
    lastWrite = result.catch(() => undefined);
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
        await keyv.set(subscription.channelId, toStoredSubscription(subscription));
        byChannel.set(subscription.channelId, subscription);
      }),
    note: (notes) =>
      enqueue(async () => {
        const changed = new Map<string, Subscription>();
        for (const { channelId, ...note } of notes) {
          const current = changed.get(channelId) ?? byChannel.get(channelId);
          if (current) changed.set(channelId, withNote(current, note));
        }
        if (changed.size === 0) return;
        await keyv.setMany(
          [...changed].map(([key, value]) => ({ key, value: toStoredSubscription(value) })),
        );
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
  const { last, accessProblem, asked, ...settings } = merged;
  return {
    ...settings,
    ...(last ? { last } : {}),
    ...(accessProblem ? { accessProblem } : {}),
    ...(asked === undefined ? {} : { asked }),
  };
}

export type StoredLastDelivery = Omit<LastDelivery, 'reason'> & { reason?: StoredReason };

/** The fields of an access problem that are stored under the names of earlier versions. */
const STORED_NAMES = {
  noticeStartedAt: 'tellingSince',
  noticeSentAt: 'toldAt',
  noticeVia: 'told',
} as const;
const NAMES = invert(STORED_NAMES);

export type StoredAccessProblem = Renamed<
  Omit<AccessProblem, 'reason' | 'missing'>,
  typeof STORED_NAMES
> & { reason: StoredReason; missing: readonly string[] };

/** A subscription as this version or an earlier one wrote it. */
export type StoredSubscription = Omit<Subscription, 'last' | 'accessProblem'> & {
  last?: StoredLastDelivery;
  trouble?: StoredAccessProblem;
};

function readSubscription({ last, trouble, ...settings }: StoredSubscription): Subscription {
  return {
    ...settings,
    ...(last && { last: readLast(last) }),
    ...(trouble && { accessProblem: readAccessProblem(trouble) }),
  };
}

function readAccessProblem(stored: StoredAccessProblem): AccessProblem {
  return {
    ...renameFields(stored, NAMES),
    reason: readReason(stored.reason),
    missing: readPermissions(stored.missing),
  };
}

/** Nearly all have no access problem, and are stored as they are. */
function toStoredSubscription(subscription: Subscription): StoredSubscription {
  const { accessProblem } = subscription;
  if (!accessProblem) return subscription;
  const trouble = renameFields(accessProblem, STORED_NAMES);
  return renameFields({ ...subscription, accessProblem: trouble }, { accessProblem: 'trouble' });
}

function readLast({ reason, ...last }: StoredLastDelivery): LastDelivery {
  return reason === undefined ? last : { ...last, reason: readReason(reason) };
}

/**
 * Shares equal strings and reasons between subscriptions, which halves the memory that a hundred
 * thousand of them take.
 */
function createInterner(): (subscription: Subscription) => Subscription {
  const texts = new Map<string, string>();
  const sharedText = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  const reasons = new Map<string, Reason>();
  const sharedReason = (reason: Reason): Reason => {
    const key = JSON.stringify(reason);
    const known = reasons.get(key);
    if (known === undefined) reasons.set(key, reason);
    return known ?? reason;
  };
  const noCategories: string[] = [];
  return ({ last, ...subscription }) => ({
    ...subscription,
    ...(last && { last: last.reason ? { ...last, reason: sharedReason(last.reason) } : last }),
    guildId: sharedText(subscription.guildId),
    ownerId: sharedText(subscription.ownerId),
    time: sharedText(subscription.time),
    timeZone: sharedText(subscription.timeZone),
    categories:
      subscription.categories.length === 0 ? noCategories : subscription.categories.map(sharedText),
  });
}
