import { setImmediate as breathe } from 'node:timers/promises';
import type { Digest } from '../digest/types.ts';
import { editionOf } from '../digest/edition.ts';
import type { Deliveries, DeliveryRecord, Editions } from '../store/deliveries.ts';
import type { Subscriptions } from '../store/subscriptions.ts';
import type { Compose } from './message-cache.ts';
import type { Recorder } from './ledger-writer.ts';
import type { Sender } from './sender.ts';
import type { Times } from './clock.ts';

/** A message is edited while it is younger than this. */
const EDITED_FOR_MS = 2 * 86_400_000;
/** How many channels are looked up in the ledger at once. */
const PAGE = 200;
/** How many messages are edited at once; the pace is kept all the same. */
const AT_ONCE = 24;

interface Parts {
  sender: Sender;
  deliveries: Deliveries;
  subscriptions: Subscriptions;
  editions: Editions;
  recorder: Recorder;
  compose: Compose;
  times: Times;
}

/**
 * Builds `reprint(digest, mayGoOn)`, for a digest that was printed again with other counts or another order:
 * the messages that show an earlier edition are edited, one after the other. It goes on where it
 * stopped, since the ledger knows which edition each message shows.
 *
 * @returns how many messages were edited; what got no clear answer is left for the next time
 */
export function createReprint(parts: Parts) {
  const { sender, deliveries, subscriptions, editions, recorder, compose, times } = parts;

  /** Where an edition's round stopped when other things were due, by day and edition. */
  const places = new Map<string, number>();

  return { isDone, reprint };

  /** Whether every message of this day's digest shows what it says now, as far as that is known. */
  function isDone(digest: Digest): boolean {
    return editions.get(digest.day) === editionOf(digest);
  }

  async function reprint(digest: Digest, mayGoOn: () => boolean): Promise<number> {
    const { day } = digest;
    const edition = editionOf(digest);
    let edited = 0;
    let isComplete = true;
    // An edition that is new to the archive was never posted.
    if (editions.get(day) !== undefined) {
      const channels = [...subscriptions.all()].map(({ channelId }) => channelId);
      const place = `${day} ${edition}`;
      for (let start = places.get(place) ?? 0; start < channels.length; start += PAGE) {
        await breathe();
        const page = channels.slice(start, start + PAGE);
        const records = await deliveries.getMany(page.map((channelId) => ({ day, channelId })));
        const old = page.flatMap((channelId, index) => {
          const record = records[index];
          return record && isOld(record, edition) ? [{ channelId, record }] : [];
        });
        for (let at = 0; at < old.length; at += AT_ONCE) {
          if (!mayGoOn()) {
            places.set(place, start);
            return edited;
          }
          const some = old.slice(at, at + AT_ONCE);
          const outcomes = await Promise.all(
            some.map(({ channelId, record }) => edit(digest, channelId, edition, record)),
          );
          edited += outcomes.filter((outcome) => outcome === 'edited').length;
          if (outcomes.includes('unsure')) isComplete = false;
        }
      }
      places.delete(place);
    }
    if (isComplete) await editions.put(day, edition);
    return edited;
  }

  function isOld(record: DeliveryRecord, edition: string): boolean {
    if (record.state !== 'sent' || record.edition === undefined) return false;
    return record.edition !== edition && times.now() - record.at < EDITED_FOR_MS;
  }

  async function edit(
    digest: Digest,
    channelId: string,
    edition: string,
    record: DeliveryRecord,
  ): Promise<'edited' | 'left' | 'unsure'> {
    const subscription = subscriptions.get(channelId);
    const { messageId, away = [], isShort = false } = record;
    if (!subscription || messageId === undefined) return 'left';
    const message = compose(digest, subscription, { away, isShort, isUpdated: true });
    if (!message) return 'left';
    const answer = await sender.edit(channelId, messageId, message);
    // What cannot be edited stays as it is: it was delivered.
    if (answer.kind === 'unsure' || answer.kind === 'later') return 'unsure';
    await recorder.record({
      records: [{ day: digest.day, channelId, record: { ...record, edition } }],
    });
    return answer.kind === 'done' ? 'edited' : 'left';
  }
}

export type Reprint = ReturnType<typeof createReprint>;
