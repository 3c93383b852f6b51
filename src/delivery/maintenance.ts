import type { Day, Digest } from '../digest/types.ts';
import type { Deliveries, Editions } from '../store/deliveries.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Compose } from './message-cache.ts';
import { createDoctor } from './access-recovery.ts';
import type { SeenDay } from '../schedule/plan.ts';
import type { Reason } from './reason.ts';
import type { Recorder } from './ledger-writer.ts';
import { createReprint } from './edit-posted.ts';
import type { Sender } from './sender.ts';
import type { Times } from './clock.ts';

/** Chores end after so long, so that a digest that is due need not wait for them. */
const TURN_MS = 20_000;
/** What got no clear answer is tried again after so long. */
const AGAIN_MS = 55_000;
/** Messages of digests older than this can no longer be young enough to be edited. */
const REPRINTED_DAYS = 5;

interface Parts {
  sender: Sender;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  editions: Editions;
  recorder: Recorder;
  compose: Compose;
  times: Times;
  signal: AbortSignal;
  arrivals: () => Promise<readonly SeenDay[]>;
  digestOf: (day: Day) => Digest | undefined;
  onGone: (channelId: string, reason: Reason) => void;
  onResumed: () => void;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

/**
 * What is to be done besides posting: telling those who subscribed of lost access, looking whether
 * it is back, publishing, and editing what was printed again. What there is to do is read from the
 * store, so that nothing of it is forgotten in a restart.
 */
export function createChores(parts: Parts) {
  const { subscriptions, sender, times, signal, digestOf, log } = parts;
  const doctor = createDoctor({
    ...parts,
    onTrouble: (details) => log.warn(details, 'a channel cannot be posted to'),
  });
  const { isDone, reprint } = createReprint(parts);
  /** Troubled channels that are to be looked at: at first all, since nobody told of what changed before. */
  const toCheck = new Set<string>();
  for (const { channelId, trouble } of subscriptions.all()) if (trouble) toCheck.add(channelId);
  /** The servers with a troubled channel, as of the last time round. */
  let troubled = new Set<string>();
  /** The digest for which a paused channel was looked at. */
  const checkedFor = new Map<string, Day>();
  /** When a channel's chore may be tried again, on the clock that only goes forward. */
  const notBefore = new Map<string, number>();

  return {
    /**
     * Notes the troubled channels of a server, or of all: a thread's access is its parent's, and a
     * role's is everywhere. @returns whether there are any
     */
    accessChanged(changed: string | undefined): boolean {
      if (changed === undefined ? troubled.size === 0 : !troubled.has(changed)) return false;
      for (const { channelId, guildId, trouble } of subscriptions.all()) {
        if (!trouble || (changed ?? guildId) !== guildId) continue;
        toCheck.add(channelId);
        notBefore.delete(channelId);
      }
      return toCheck.size > 0;
    },

    /** Does chores for a while. @returns whether some are left that can be done now */
    async doSome(): Promise<boolean> {
      const until = times.elapsed() + TURN_MS;
      const mayGoOn = (): boolean => !signal.aborted && times.elapsed() < until;
      const newest = (await parts.arrivals()).at(-1)?.day;
      const all = [...subscriptions.all()];
      troubled = new Set(all.filter(({ trouble }) => trouble).map(({ guildId }) => guildId));
      for (const subscription of all.filter((one) => hasChore(one, newest))) {
        if (!mayGoOn()) return !signal.aborted;
        const isDone = await doChore(subscription, newest);
        const { channelId } = subscription;
        if (isDone) notBefore.delete(channelId);
        else if ((notBefore.get(channelId) ?? 0) <= times.elapsed()) wait(channelId, AGAIN_MS);
      }
      for (const { day } of (await parts.arrivals()).slice(-REPRINTED_DAYS)) {
        const digest = digestOf(day);
        if (!digest || isDone(digest)) continue;
        const edited = await reprint(digest, mayGoOn);
        if (edited > 0) log.info({ day, edited }, 'messages show what was printed again');
        if (!mayGoOn()) return !signal.aborted;
      }
      return false;
    },
  };

  function isToCheck({ channelId, trouble }: Subscription, newest: Day | undefined): boolean {
    if (!trouble) return false;
    // A paused channel is looked at once for each new digest, in case an event was missed.
    const isPaused = trouble.pausedAt !== undefined;
    return toCheck.has(channelId) || (isPaused && checkedFor.get(channelId) !== newest);
  }

  function wait(channelId: string, ms: number): void {
    notBefore.set(channelId, times.elapsed() + ms);
  }

  function hasChore(subscription: Subscription, newest: Day | undefined): boolean {
    const { channelId, last } = subscription;
    const isSomething =
      isToCheck(subscription, newest) ||
      doctor.isUntold(subscription) ||
      last?.isToPublish === true;
    return isSomething && (notBefore.get(channelId) ?? 0) <= times.elapsed();
  }

  /** @returns whether it is done, so that nothing of it is to be tried again */
  async function doChore(subscription: Subscription, newest: Day | undefined): Promise<boolean> {
    const { channelId } = subscription;
    if (isToCheck(subscription, newest)) {
      const isKnown = await doctor.check(subscription);
      if (!isKnown) return false;
      toCheck.delete(channelId);
      if (newest !== undefined) checkedFor.set(channelId, newest);
      return true;
    }
    return doctor.isUntold(subscription) ? doctor.tell(subscription) : publish(subscription);
  }

  async function publish({ channelId, last }: Subscription): Promise<boolean> {
    if (last?.messageId === undefined) return true;
    const answer = await sender.publish(channelId, last.messageId);
    if (answer.kind === 'later') wait(channelId, Math.max(AGAIN_MS, answer.afterMs));
    if (answer.kind === 'unsure' || answer.kind === 'later') return false;
    if (answer.kind === 'refused') {
      log.warn({ channelId, reason: answer.reason }, 'a digest could not be published');
    }
    const now = subscriptions.get(channelId)?.last;
    if (now?.day === last.day) {
      await subscriptions.note([{ channelId, last: { ...now, isToPublish: false } }]);
    }
    return true;
  }
}
