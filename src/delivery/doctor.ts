import { lostAccessNotice } from '../embeds/notices.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import { deliveryNonce } from './nonce.ts';
import type { Sender } from './sender.ts';
import type { Times } from './times.ts';

interface Parts {
  sender: Sender;
  subscriptions: Subscriptions;
  times: Times;
  onGone: (channelId: string, reason: string) => void;
  /** Access is back; what was missed is due now. */
  onResumed: (channelId: string) => void;
  onTrouble: (details: object) => void;
}

/** Looks after the subscriptions whose channels were refused for want of access. */
export interface Doctor {
  /** Whether the one who subscribed has yet to be told. */
  isUntold(subscription: Subscription): boolean;
  /** Finds out what exactly is missing and tells the one who subscribed, once. */
  tell(subscription: Subscription): Promise<void>;
  /** Looks whether access is back, and ends the trouble if it is. */
  check(subscription: Subscription): Promise<void>;
}

export function makeDoctor(parts: Parts): Doctor {
  const { sender, subscriptions, times } = parts;
  /** By channel, the digest that was tried again since nothing seemed to be missing any more. */
  const triedAgain = new Map<string, string>();

  /** What is missing now; undefined when that cannot be found out. Ends subscriptions to nothing. */
  async function examine({ guildId, channelId }: Subscription) {
    const access = await sender.access(guildId, channelId);
    if (access.kind === 'done') return access;
    if (access.kind === 'refused' && access.why === 'gone') parts.onGone(channelId, access.reason);
    return undefined;
  }

  async function resume({ channelId }: Subscription): Promise<void> {
    await subscriptions.note([{ channelId, trouble: undefined }]);
    parts.onResumed(channelId);
  }

  return {
    isUntold: ({ trouble }) => trouble !== undefined && trouble.toldAt === undefined,

    async tell(subscription) {
      const { channelId, guildId, ownerId, trouble } = subscription;
      if (!trouble) return;
      const access = await examine(subscription);
      if (!access) return;
      const { missing, isLocked } = access;
      const isWell = missing.length === 0 && !isLocked;
      // It may have come back within moments, which is tried once a digest and no more.
      if (isWell && triedAgain.get(channelId) !== trouble.day) {
        triedAgain.set(channelId, trouble.day);
        return resume(subscription);
      }
      const { day, reason } = trouble;
      const notice = lostAccessNotice({ channelId, guildId, day, reason, missing, isLocked });
      // The trouble's beginning tells this notice from an earlier trouble's.
      const nonce = deliveryNonce(sender.botId(), `trouble ${trouble.since}`, channelId, 0);
      const told = await sender.tell({ userId: ownerId, guildId }, notice, nonce);
      parts.onTrouble({ channelId, guildId, reason, missing, told });
      const now = subscriptions.get(channelId)?.trouble;
      if (!now) return;
      await subscriptions.note([{ channelId, trouble: { ...now, missing, toldAt: times.now() } }]);
    },

    async check(subscription) {
      const { channelId, trouble } = subscription;
      if (!trouble) return;
      const access = await examine(subscription);
      if (!access) return;
      const { missing, isLocked } = access;
      const isWell = missing.length === 0 && !isLocked;
      if (isWell) {
        if (triedAgain.get(channelId) === trouble.day) return;
        triedAgain.set(channelId, trouble.day);
        return resume(subscription);
      }
      if (missing.join() !== trouble.missing.join()) {
        await subscriptions.note([{ channelId, trouble: { ...trouble, missing } }]);
      }
    },
  };
}
