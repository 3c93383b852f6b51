import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { editionOf, type MessageCache, postedLookOf } from './message-cache.ts';
import type { Digest } from '../digest/types.ts';
import type { Deliveries, DeliveryRecord, Editions } from '../store/deliveries.ts';
import type { Subscriptions } from '../store/subscriptions.ts';
import type { Clock } from './attempt.ts';
import type { LedgerWriter } from './outcomes.ts';
import type { Sender } from './sender.ts';

/** Older messages are left alone. */
const EDITED_FOR_MS = 2 * 86_400_000;
/** How many channels are looked up in the ledger at once. */
const PAGE = 200;
/** How many messages are edited at once. The rate limiter applies all the same. */
const CONCURRENCY = 24;

interface Dependencies {
  sender: Sender;
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  editions: Editions;
  ledgerWriter: LedgerWriter;
  messageCache: MessageCache;
  clock: Clock;
}

interface PostedMessage {
  channelId: string;
  record: DeliveryRecord;
}

/**
 * Edits the messages that show an earlier edition of a digest. It can stop and continue, because the
 * ledger knows which edition each message shows.
 *
 * @param mayGoOn asked between a few messages each; if it returns false, the rest is left for later
 * @returns how many messages were edited; those without a clear answer are left for the next time
 */
type EditPosted = (digest: Digest, mayGoOn: () => boolean) => Promise<number>;

export function createEditPosted(dependencies: Dependencies): EditPosted {
  const { sender, deliveries, subscriptions, editions } = dependencies;
  const { ledgerWriter, messageCache, clock } = dependencies;
  /** By day and edition, where editing stopped because other things were due. */
  const positions = new Map<string, number>();

  return async function editPosted(digest, mayGoOn) {
    const { day } = digest;
    const edition = editionOf(digest);
    const position = `${day} ${edition}`;
    let edited = 0;
    let isComplete = true;
    // Of a day that the store has no edition of, nothing was posted.
    const channels =
      editions.get(day) === undefined
        ? []
        : [...subscriptions.all()].map(({ channelId }) => channelId);
    for (let start = positions.get(position) ?? 0; start < channels.length; start += PAGE) {
      await yieldToOthers();
      const outdated = await findOutdated(digest, channels.slice(start, start + PAGE));
      for (let at = 0; at < outdated.length; at += CONCURRENCY) {
        if (!mayGoOn()) {
          positions.set(position, start);
          return edited;
        }
        const some = outdated.slice(at, at + CONCURRENCY);
        const results = await Promise.all(some.map((posted) => edit(digest, posted)));
        edited += results.filter((result) => result === 'edited').length;
        if (results.includes('unsure')) isComplete = false;
      }
    }
    positions.delete(position);
    if (isComplete) await editions.put(day, edition);
    return edited;
  };

  /** The messages in these channels that show an earlier edition. */
  async function findOutdated(
    digest: Digest,
    channels: readonly string[],
  ): Promise<PostedMessage[]> {
    const { day } = digest;
    const records = await deliveries.getMany(channels.map((channelId) => ({ day, channelId })));
    return channels.flatMap((channelId, index) => {
      const record = records[index];
      return record && isOutdated(record, editionOf(digest)) ? [{ channelId, record }] : [];
    });
  }

  function isOutdated(record: DeliveryRecord, edition: string): boolean {
    if (record.state !== 'sent' || record.edition === undefined) return false;
    return record.edition !== edition && clock.now() - record.at < EDITED_FOR_MS;
  }

  async function edit(
    digest: Digest,
    { channelId, record }: PostedMessage,
  ): Promise<'edited' | 'left' | 'unsure'> {
    const subscription = subscriptions.get(channelId);
    const { messageId, missedDays = [], isShort = false } = record;
    if (!subscription || messageId === undefined) return 'left';
    const form = { missedDays, isShort, isUpdated: true };
    // As it was posted: a new style is for new messages.
    const settings = { ...subscription, ...postedLookOf(record) };
    const message = messageCache.get(digest, settings, form);
    if (!message) return 'left';
    const answer = await sender.edit(channelId, messageId, message);
    if (answer.kind === 'unsure' || answer.kind === 'later') return 'unsure';
    // A message that can't be edited stays as it is: it was delivered.
    await ledgerWriter.write({
      records: [{ day: digest.day, channelId, record: { ...record, edition: editionOf(digest) } }],
    });
    return answer.kind === 'done' ? 'edited' : 'left';
  }
}
