import { lostAccessLine, lostAccessNotice } from '../messages/notices.ts';
import type { Subscription, Subscriptions, Trouble } from '../store/subscriptions.ts';
import { deliveryNonce } from './nonce.ts';
import type { Reason } from './reason.ts';
import type { Sender } from './sender.ts';
import { isNonceKnown, type Times } from './clock.ts';

interface Parts {
  sender: Sender;
  subscriptions: Subscriptions;
  times: Times;
  onGone: (channelId: string, reason: Reason) => void;
  /** Access is back somewhere; what was missed is due now. */
  onResumed: () => void;
  onTrouble: (details: object) => void;
}

/** Looks after the subscriptions whose channels were refused for want of access. */
export interface Doctor {
  /** Whether the one who subscribed has yet to be told. */
  isUntold(subscription: Subscription): boolean;
  /**
   * Finds out what exactly is missing and tells the one who subscribed, once.
   *
   * @returns false when Discord did not say, or it is not known whether it was told
   */
  tell(subscription: Subscription): Promise<boolean>;
  /**
   * Looks whether access is back; then what was missed is made up for.
   *
   * @returns false when Discord did not say
   */
  check(subscription: Subscription): Promise<boolean>;
}

export function createDoctor(parts: Parts): Doctor {
  const { sender, subscriptions, times } = parts;
  /** By channel, the digest that was tried again since nothing seemed to be missing any more. */
  const triedAgain = new Map<string, string>();

  /** What is missing now; undefined when there is no such channel any more, or Discord did not say. */
  async function examine({ guildId, channelId }: Subscription) {
    const access = await sender.access(guildId, channelId);
    if (access.kind === 'done') return access;
    if (access.kind !== 'refused') return 'unsure';
    if (access.why === 'gone') parts.onGone(channelId, access.reason);
    return 'refused';
  }

  /** The trouble stays until a digest has arrived, so that it is not told of a second time. */
  async function resume(channelId: string, trouble: Trouble): Promise<void> {
    const resumed: Trouble = { ...trouble, missing: [], resumedAt: times.now() };
    delete resumed.pausedAt;
    await subscriptions.note([{ channelId, trouble: resumed }]);
    parts.onResumed();
  }

  async function change(channelId: string, changed: (now: Trouble) => Trouble): Promise<void> {
    const now = subscriptions.get(channelId)?.trouble;
    if (now) await subscriptions.note([{ channelId, trouble: changed(now) }]);
  }

  return {
    isUntold: ({ trouble }) =>
      trouble !== undefined && trouble.toldAt === undefined && trouble.resumedAt === undefined,

    async tell(subscription) {
      const { channelId, guildId, ownerId, trouble } = subscription;
      if (!trouble) return true;
      const access = await examine(subscription);
      if (access === 'unsure') return false;
      if (access === 'refused') return true;
      const { missing, isLocked } = access;
      const isWell = missing.length === 0 && !isLocked;
      // It may have come back within moments, which is tried once a digest and no more.
      if (isWell && triedAgain.get(channelId) !== trouble.day) {
        triedAgain.set(channelId, trouble.day);
        await resume(channelId, trouble);
        return true;
      }
      const { day, reason } = trouble;
      const notice = lostAccessNotice({ channelId, guildId, day, reason, missing, isLocked });
      // The trouble's beginning tells this notice from an earlier trouble's.
      const nonce = deliveryNonce(sender.botId(), `trouble ${trouble.since}`, channelId, 0);
      const begun = trouble.tellingSince;
      if (begun === undefined) {
        await change(channelId, (now) => ({ ...now, tellingSince: times.now() }));
      }
      const told = await sender.notifyOwner(
        { userId: ownerId, guildId },
        notice,
        nonce,
        begun === undefined || isNonceKnown(begun, times.now())
          ? undefined
          : { line: lostAccessLine(channelId), since: begun },
      );
      if (told === 'unsure') return false;
      parts.onTrouble({ channelId, guildId, reason, missing, told });
      await change(channelId, (now) => ({ ...now, missing, told, toldAt: times.now() }));
      return true;
    },

    async check(subscription) {
      const { channelId, trouble } = subscription;
      if (!trouble || trouble.resumedAt !== undefined) return true;
      const access = await examine(subscription);
      if (access === 'unsure') return false;
      if (access === 'refused') return true;
      const { missing, isLocked } = access;
      if (missing.length === 0 && !isLocked) await resume(channelId, trouble);
      else if (missing.join() !== trouble.missing.join()) {
        await subscriptions.note([{ channelId, trouble: { ...trouble, missing } }]);
      }
      return true;
    },
  };
}
