import type { Digest } from '../digest/types.ts';
import { digestMark, digestMessage } from '../embeds/digest-message.ts';
import type { Message } from '../embeds/message.ts';
import type { Deliveries, DeliveryRecord } from '../store/deliveries.ts';
import type { LastDelivery, Subscription, Subscriptions } from '../store/subscriptions.ts';
import { deliveryNonce } from './nonce.ts';
import { selectPapers } from './selection.ts';

/**
 * For how long a repeated request surely finds Discord still knowing its nonce. Discord says "the
 * past few minutes"; beyond this the channel's own history is asked.
 */
const NONCE_MS = 60_000;

/** How a channel is posted to. Expected failures are values. */
export interface Sender {
  botId(): string;
  /** Posts once; a repeat with the same nonce within minutes gives the first message. */
  post(channelId: string, message: Message, nonce: string): Promise<PostResult>;
  /**
   * Looks for one of our own messages that carries `mark` in a menu, among those said since (and
   * shortly before) `since`, in Unix milliseconds. Unknown: the history could not be read.
   */
  find(channelId: string, mark: string, since: number): Promise<FindResult>;
}

export type PostResult =
  | { kind: 'sent'; messageId: string }
  /** It will not go better next time: no access, refused content. */
  | { kind: 'refused'; reason: string }
  /** It may go better later, and may even have arrived. */
  | { kind: 'unsure'; reason: string };

export type FindResult =
  | { kind: 'found'; messageId: string }
  | { kind: 'absent' | 'unknown' }
  | { kind: 'unsure'; reason: string };

/** What became of one digest for one channel. */
export type Delivery =
  | { kind: 'sent'; day: string; messageId: string; before: boolean }
  | { kind: 'skipped' | 'failed'; day: string; reason: string }
  /** Not settled; the next minute tries again. */
  | { kind: 'pending'; day: string; reason: string };

interface Parts {
  sender: Sender;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  now: () => number;
}

/**
 * Builds `deliver(digest, subscription)`, which brings one digest to one channel exactly once:
 * the intent is stored before the post and the outcome after it, and whatever was left open by a
 * crash is first looked for. Never throws for what Discord answers; throws when the store fails,
 * since nothing may be sent that could not be written down.
 *
 * @param force posts even where an earlier attempt failed (a person asked for it)
 */
export function makeDeliver({ sender, subscriptions, deliveries, now }: Parts) {
  const running = new Map<string, Promise<Delivery>>();

  return function deliver(
    digest: Digest,
    subscription: Subscription,
    force = false,
  ): Promise<Delivery> {
    const key = `${digest.day}:${subscription.channelId}`;
    // A tick and a button may ask at the same moment; they get the same answer.
    let run = running.get(key);
    if (!run) {
      run = once(digest, subscription, force).finally(() => running.delete(key));
      running.set(key, run);
    }
    return run;
  };

  async function once(
    digest: Digest,
    subscription: Subscription,
    force: boolean,
  ): Promise<Delivery> {
    const { channelId } = subscription;
    const earlier = await deliveries.get(digest.day, channelId);
    if (earlier?.state === 'sent') return settle(digest, channelId, earlier, true);
    if (earlier && earlier.state !== 'intended' && !force) {
      return settle(digest, channelId, earlier, true);
    }
    const isOpen = earlier?.state === 'intended';
    if (isOpen && !isRecent(earlier.at)) {
      const found = await sender.find(
        channelId,
        digestMark(digest.day).menu,
        Math.min(earlier.at, now()),
      );
      if (found.kind === 'unsure') {
        return { kind: 'pending', day: digest.day, reason: found.reason };
      }
      if (found.kind === 'unknown') {
        const reason = 'it may have arrived, and I may not read the history here to find out';
        return record(digest, channelId, { state: 'failed', at: now(), reason });
      }
      if (found.kind === 'found') {
        return record(digest, channelId, {
          state: 'sent',
          at: earlier.at,
          messageId: found.messageId,
        });
      }
    }

    const papers = selectPapers(digest, subscription);
    if (papers.length === 0) {
      const reason =
        digest.papers.length === 0
          ? 'the digest has no papers'
          : `no paper in ${subscription.categories.join(', ')}`;
      return record(digest, channelId, { state: 'skipped', at: now(), reason });
    }

    // A recent intent keeps its time, which is when the nonce was first used.
    if (!isOpen || !isRecent(earlier.at))
      await deliveries.put(digest.day, channelId, { state: 'intended', at: now() });
    const nonce = deliveryNonce(sender.botId(), digest.day, channelId, 0);
    const result = await sender.post(channelId, digestMessage(digest, papers), nonce);
    switch (result.kind) {
      case 'sent':
        return record(digest, channelId, {
          state: 'sent',
          at: now(),
          messageId: result.messageId,
        });
      case 'refused':
        return record(digest, channelId, { state: 'failed', at: now(), reason: result.reason });
      case 'unsure':
        return { kind: 'pending', day: digest.day, reason: result.reason };
    }
  }

  /** Whether Discord still knows a nonce first used at `at`; not sure of that if the clock was put back. */
  function isRecent(at: number): boolean {
    const age = now() - at;
    return age >= 0 && age < NONCE_MS;
  }

  async function record(digest: Digest, channelId: string, outcome: DeliveryRecord) {
    await deliveries.put(digest.day, channelId, outcome);
    return settle(digest, channelId, outcome, false);
  }

  /** Shows an outcome in the subscription, as it is now: it may have changed meanwhile. */
  async function settle(
    { day }: Digest,
    channelId: string,
    outcome: DeliveryRecord,
    before: boolean,
  ): Promise<Delivery> {
    const { state, at, messageId = '', reason = '' } = outcome;
    const kind = state === 'intended' || state === 'folded' ? 'failed' : state;
    const subscription = subscriptions.get(channelId);
    if (subscription && (subscription.last?.day !== day || subscription.last.at !== at)) {
      const last: LastDelivery = { day, at, kind };
      if (kind === 'sent') last.messageId = messageId;
      else last.reason = reason;
      await subscriptions.put({ ...subscription, last });
    }
    return kind === 'sent' ? { kind, day, messageId, before } : { kind, day, reason };
  }
}
