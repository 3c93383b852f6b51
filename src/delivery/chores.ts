import type { Day, Digest } from '../digest/types.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { Editions } from '../store/editions.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Compose } from './composer.ts';
import { makeDoctor } from './doctor.ts';
import type { SeenDay } from './calendar-plan.ts';
import type { Recorder } from './recorder.ts';
import { makeReprint } from './reprint.ts';
import type { Sender } from './sender.ts';
import type { Times } from './times.ts';

/** Chores end after so long, so that a digest that is due need not wait for them. */
const TURN_MS = 20_000;
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
  onGone: (channelId: string, reason: string) => void;
  onResumed: (channelId: string) => void;
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
export function makeChores(parts: Parts) {
  const { subscriptions, sender, times, signal, digestOf, log } = parts;
  const doctor = makeDoctor({
    ...parts,
    onTrouble: (details) => log.warn(details, 'a channel cannot be posted to'),
  });
  const { isDone, reprint } = makeReprint(parts);
  /** Channels whose access may have changed. */
  const toCheck = new Set<string>();
  /** The digest for which a paused channel was looked at. */
  const checkedFor = new Map<string, Day>();
  /** When publishing may be tried again, on the clock that only goes forward. */
  const publishAt = new Map<string, number>();

  return {
    /** Notes the troubled channels among these; whether there are any. */
    accessChanged(where: {
      guildId?: string | undefined;
      channelId?: string | undefined;
    }): boolean {
      for (const { channelId, guildId, trouble } of subscriptions.all()) {
        if (!trouble) continue;
        const isThere =
          (where.guildId ?? guildId) === guildId && (where.channelId ?? channelId) === channelId;
        if (isThere) toCheck.add(channelId);
      }
      return toCheck.size > 0;
    },

    /** Does chores for a while. @returns whether some are left that can be done now */
    async doSome(): Promise<boolean> {
      const until = times.elapsed() + TURN_MS;
      const mayGoOn = (): boolean => !signal.aborted && times.elapsed() < until;
      const newest = (await parts.arrivals()).at(-1)?.day;
      for (const subscription of [...subscriptions.all()].filter((one) => hasChore(one, newest))) {
        if (!mayGoOn()) return !signal.aborted;
        await doChore(subscription, newest);
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

  function mayPublish({ channelId, last }: Subscription): boolean {
    return last?.isToPublish === true && (publishAt.get(channelId) ?? 0) <= times.elapsed();
  }

  function hasChore(subscription: Subscription, newest: Day | undefined): boolean {
    return (
      isToCheck(subscription, newest) || doctor.isUntold(subscription) || mayPublish(subscription)
    );
  }

  async function doChore(subscription: Subscription, newest: Day | undefined): Promise<void> {
    const { channelId } = subscription;
    if (isToCheck(subscription, newest)) {
      toCheck.delete(channelId);
      if (newest !== undefined) checkedFor.set(channelId, newest);
      await doctor.check(subscription);
    } else if (doctor.isUntold(subscription)) {
      await doctor.tell(subscription);
    } else {
      await publish(subscription);
    }
  }

  async function publish({ channelId, last }: Subscription): Promise<void> {
    if (last?.messageId === undefined) return;
    const answer = await sender.publish(channelId, last.messageId);
    if (answer.kind === 'unsure' || answer.kind === 'later') {
      const waitMs = answer.kind === 'later' ? answer.afterMs : 60_000;
      publishAt.set(channelId, times.elapsed() + waitMs);
      return;
    }
    publishAt.delete(channelId);
    if (answer.kind === 'refused') {
      log.warn({ channelId, reason: answer.reason }, 'a digest could not be published');
    }
    const now = subscriptions.get(channelId)?.last;
    if (now?.day !== last.day) return;
    await subscriptions.note([{ channelId, last: { ...now, isToPublish: false } }]);
  }
}
