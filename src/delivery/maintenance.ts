import { editionOf, type MessageCache } from './message-cache.ts';
import type { Day, Digest } from '../digest/types.ts';
import type { CommandId } from '../messages/command-mentions.ts';
import type { SeenDay } from '../schedule/plan.ts';
import type { Deliveries, Editions } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import { createAccessRecovery } from './access-recovery.ts';
import type { Clock } from './attempt.ts';
import { createEditPosted } from './edit-posted.ts';
import type { LedgerWriter } from './outcomes.ts';
import type { Reason } from './reason.ts';
import type { Sender } from './sender.ts';

/** How long maintenance may take before digests that have become due get their turn. */
const TURN_MS = 20_000;
/** How long to wait before retrying what got no clear answer. */
const RETRY_MS = 55_000;
/** The messages of older digests are too old to be edited. */
const EDITED_DAYS = 5;

interface Dependencies {
  sender: Sender;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  editions: Editions;
  ledgerWriter: LedgerWriter;
  messageCache: MessageCache;
  clock: Clock;
  signal: AbortSignal;
  seenDays: () => Promise<readonly SeenDay[]>;
  digestOf: (day: Day) => Digest | undefined;
  commandId: CommandId;
  onGone: (channelId: string, reason: Reason) => void;
  onResumed: () => void;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

/**
 * What there is to do besides posting: telling owners about lost access, checking whether it's back,
 * publishing, and editing the messages of republished digests. What needs to be done is read from
 * the store, so that a restart forgets nothing.
 */
export interface Maintenance {
  /**
   * Access may have changed in a server, or in all of them. All its channels with an access problem
   * will be checked, since a thread's access is its parent's and a role's applies everywhere.
   *
   * @returns whether there are any
   */
  accessChanged(guildId: string | undefined): boolean;
  /** Works for a limited time. @returns whether there's more that can be done now */
  run(): Promise<boolean>;
}

export function createMaintenance(dependencies: Dependencies): Maintenance {
  const { subscriptions, editions, clock, signal, seenDays, digestOf, log } = dependencies;
  const recovery = createAccessRecovery(dependencies);
  const editPosted = createEditPosted(dependencies);
  const retries = createRetries(clock);
  /** Channels to check. At the start, all with a problem, since changes may have been missed. */
  const toCheck = new Set<string>();
  for (const { channelId, trouble } of subscriptions.all()) if (trouble) toCheck.add(channelId);
  /** The servers that had a channel with a problem the last time. */
  let troubledGuilds = new Set<string>();
  /** By paused channel, the digest it was last checked for. */
  const checkedFor = new Map<string, Day>();

  return {
    accessChanged(changed) {
      if (changed === undefined ? troubledGuilds.size === 0 : !troubledGuilds.has(changed)) {
        return false;
      }
      for (const { channelId, guildId, trouble } of subscriptions.all()) {
        if (!trouble || (changed ?? guildId) !== guildId) continue;
        toCheck.add(channelId);
        retries.clear(channelId);
      }
      return toCheck.size > 0;
    },

    async run() {
      const until = clock.elapsed() + TURN_MS;
      const mayGoOn = (): boolean => !signal.aborted && clock.elapsed() < until;
      const newest = (await seenDays()).at(-1)?.day;
      const all = [...subscriptions.all()];
      troubledGuilds = new Set(all.filter(({ trouble }) => trouble).map(({ guildId }) => guildId));
      for (const subscription of all.filter((one) => isWorkDue(one, newest))) {
        if (!mayGoOn()) return !signal.aborted;
        const { channelId } = subscription;
        const retryMs = await maintain(subscription, newest);
        if (retryMs === undefined) retries.clear(channelId);
        else retries.delay(channelId, retryMs);
      }
      for (const { day } of (await seenDays()).slice(-EDITED_DAYS)) {
        const digest = digestOf(day);
        if (!digest || editions.get(day) === editionOf(digest)) continue;
        const edited = await editPosted(digest, mayGoOn);
        if (edited > 0) log.info({ day, edited }, 'edited the messages of a republished digest');
        if (!mayGoOn()) return !signal.aborted;
      }
      return false;
    },
  };

  function isWorkDue(subscription: Subscription, newest: Day | undefined): boolean {
    const { channelId, last } = subscription;
    const isWork =
      needsCheck(subscription, newest) || needsNotice(subscription) || last?.isToPublish === true;
    return isWork && retries.isDue(channelId);
  }

  function needsCheck({ channelId, trouble }: Subscription, newest: Day | undefined): boolean {
    if (!trouble) return false;
    // A paused channel is checked once for each new digest, in case an event was missed.
    const isPaused = trouble.pausedAt !== undefined;
    return toCheck.has(channelId) || (isPaused && checkedFor.get(channelId) !== newest);
  }

  /** @returns undefined if it's done; otherwise the milliseconds after which to try again */
  async function maintain(
    subscription: Subscription,
    newest: Day | undefined,
  ): Promise<number | undefined> {
    const { channelId } = subscription;
    if (!needsCheck(subscription, newest)) {
      if (!needsNotice(subscription)) return publish(subscription, dependencies);
      return (await recovery.notifyOwner(subscription)) ? undefined : RETRY_MS;
    }
    if (!(await recovery.checkAccess(subscription))) return RETRY_MS;
    toCheck.delete(channelId);
    if (newest !== undefined) checkedFor.set(channelId, newest);
    return undefined;
  }
}

/** Whether the person who subscribed has yet to be told about an access problem. */
const needsNotice = ({ trouble }: Subscription): boolean =>
  trouble !== undefined && trouble.toldAt === undefined && trouble.resumedAt === undefined;

/** When a channel may be tried again, on the clock that only goes forward. */
function createRetries(clock: Clock) {
  const notBefore = new Map<string, number>();
  return {
    isDue: (channelId: string): boolean => (notBefore.get(channelId) ?? 0) <= clock.elapsed(),
    delay: (channelId: string, ms: number) => notBefore.set(channelId, clock.elapsed() + ms),
    clear: (channelId: string) => notBefore.delete(channelId),
  };
}

/**
 * Publishes a channel's last digest.
 *
 * @returns undefined if it's done or refused; otherwise the milliseconds after which to try again
 */
async function publish(
  { channelId, last }: Subscription,
  { sender, subscriptions, log }: Pick<Dependencies, 'sender' | 'subscriptions' | 'log'>,
): Promise<number | undefined> {
  if (last?.messageId === undefined) return undefined;
  const answer = await sender.publish(channelId, last.messageId);
  if (answer.kind === 'later') return Math.max(RETRY_MS, answer.afterMs);
  if (answer.kind === 'unsure') return RETRY_MS;
  if (answer.kind === 'refused') {
    log.warn({ channelId, reason: answer.reason }, "couldn't publish a digest");
  }
  const now = subscriptions.get(channelId)?.last;
  if (now?.day === last.day) {
    await subscriptions.note([{ channelId, last: { ...now, isToPublish: false } }]);
  }
  return undefined;
}
