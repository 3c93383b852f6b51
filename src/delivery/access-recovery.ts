import type { Day } from '../digest/types.ts';
import type { CommandId } from '../messages/command-mentions.ts';
import { lostAccessLine, lostAccessNotice } from '../messages/notices.ts';
import type { Subscription, Subscriptions, Trouble } from '../store/subscriptions.ts';
import { type Clock, deliveryNonce, isNonceKnown } from './attempt.ts';
import type { Reason } from './reason.ts';
import type { Access, Sender } from './sender.ts';

/** After this many digests, or this long, nothing is tried until access is back. */
const PAUSE_AFTER_DIGESTS = 3;
const PAUSE_AFTER_MS = 7 * 86_400_000;

/** A channel's access problem after Discord refused one more digest. */
export function withRefusal(
  before: Trouble | undefined,
  refusal: { day: Day; reason: Reason; now: number },
): Trouble {
  const { day, reason, now } = refusal;
  const since = before?.since ?? now;
  const digests = (before?.digests ?? 0) + (before?.day === day ? 0 : 1);
  const isLong = digests >= PAUSE_AFTER_DIGESTS || now - since >= PAUSE_AFTER_MS;
  const trouble: Trouble = {
    missing: [],
    ...before,
    since,
    day,
    digests,
    reason,
    ...(isLong ? { pausedAt: before?.pausedAt ?? now } : {}),
  };
  // It seemed to be over.
  delete trouble.resumedAt;
  return trouble;
}

interface Dependencies {
  sender: Sender;
  subscriptions: Subscriptions;
  clock: Clock;
  /** For mentioning commands in notices. */
  commandId: CommandId;
  /** The channel no longer exists. */
  onGone: (channelId: string, reason: Reason) => void;
  /** Access to a channel is back, and what it missed is due now. */
  onResumed: () => void;
  log: { warn(details: object, message: string): void };
}

/** Takes care of subscriptions that Discord refused for missing access. */
export interface AccessRecovery {
  /**
   * Finds out exactly what is missing and tells the person who subscribed, once.
   *
   * @returns false if Discord didn't say, or if it's unknown whether the notice arrived
   */
  notifyOwner(subscription: Subscription): Promise<boolean>;
  /**
   * Checks whether access is back. If so, what was missed is delivered.
   *
   * @returns false if Discord didn't say
   */
  checkAccess(subscription: Subscription): Promise<boolean>;
}

export function createAccessRecovery(dependencies: Dependencies): AccessRecovery {
  const { sender, subscriptions, clock, log } = dependencies;
  /** By channel, the digest that was retried because nothing seemed to be missing any more. */
  const retried = new Map<string, string>();

  return {
    async notifyOwner(subscription) {
      const { channelId, guildId, trouble } = subscription;
      if (!trouble) return true;
      const access = await fetchAccess(subscription);
      if (access === 'unsure') return false;
      if (access === 'refused') return true;
      // Access may have come back within moments. That's tried once for each digest.
      if (isEnough(access) && retried.get(channelId) !== trouble.day) {
        retried.set(channelId, trouble.day);
        await resume(channelId, trouble);
        return true;
      }
      const told = await sendNotice(subscription, trouble, access);
      if (told === 'unsure') return false;
      const { missing } = access;
      const { reason } = trouble;
      log.warn({ channelId, guildId, reason, missing, told }, "can't post to a channel");
      await update(channelId, (now) => ({ ...now, missing, told, toldAt: clock.now() }));
      return true;
    },

    async checkAccess(subscription) {
      const { channelId, trouble } = subscription;
      if (!trouble || trouble.resumedAt !== undefined) return true;
      const access = await fetchAccess(subscription);
      if (access === 'unsure') return false;
      if (access === 'refused') return true;
      const { missing } = access;
      if (isEnough(access)) await resume(channelId, trouble);
      else if (missing.join() !== trouble.missing.join()) {
        await subscriptions.note([{ channelId, trouble: { ...trouble, missing } }]);
      }
      return true;
    },
  };

  async function fetchAccess({
    guildId,
    channelId,
  }: Subscription): Promise<Access | 'unsure' | 'refused'> {
    const access = await sender.access(guildId, channelId);
    if (access.kind === 'done') return access;
    if (access.kind !== 'refused') return 'unsure';
    if (access.why === 'gone') dependencies.onGone(channelId, access.reason);
    return 'refused';
  }

  /** The problem is kept until a digest has arrived, so that its owner isn't told twice. */
  async function resume(channelId: string, trouble: Trouble): Promise<void> {
    const resumed: Trouble = { ...trouble, missing: [], resumedAt: clock.now() };
    delete resumed.pausedAt;
    await subscriptions.note([{ channelId, trouble: resumed }]);
    dependencies.onResumed();
  }

  async function sendNotice(
    { channelId, guildId, ownerId }: Subscription,
    { day, reason, since, tellingSince }: Trouble,
    { missing, isLocked }: Access,
  ) {
    const lost = { channelId, guildId, day, reason, missing, isLocked };
    const notice = lostAccessNotice(lost, dependencies.commandId);
    // The beginning of the problem distinguishes this notice from those of earlier problems.
    const nonce = deliveryNonce(sender.botId(), `trouble ${since}`, channelId, 0);
    if (tellingSince === undefined) {
      await update(channelId, (now) => ({ ...now, tellingSince: clock.now() }));
    }
    const isNew = tellingSince === undefined || isNonceKnown(tellingSince, clock.now());
    const earlier = isNew ? undefined : { line: lostAccessLine(channelId), since: tellingSince };
    return sender.notifyOwner({ userId: ownerId, guildId }, notice, nonce, earlier);
  }

  async function update(channelId: string, change: (now: Trouble) => Trouble): Promise<void> {
    const now = subscriptions.get(channelId)?.trouble;
    if (now) await subscriptions.note([{ channelId, trouble: change(now) }]);
  }
}

const isEnough = ({ missing, isLocked }: Access): boolean => missing.length === 0 && !isLocked;
