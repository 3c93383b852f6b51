import type { Digest } from '../digest/types.ts';
import type { Subscription, Subscriptions } from '../store/subscriptions.ts';
import type { Delivery } from './deliver.ts';
import { isTime } from './schedule.ts';

/** What one tick did, for the log. */
export interface TickReport {
  day: string;
  sent: number;
  skipped: number;
  failed: number;
  pending: number;
  /** Why the channels that failed or are pending did, for whoever runs the bot. */
  troubles: { channelId: string; kind: Delivery['kind']; reason: string }[];
  /** Those that threw: the store could not be written. */
  errors: { channelId: string; err: unknown }[];
}

interface Parts {
  newest: () => Digest | undefined;
  subscriptions: Subscriptions;
  deliver: (digest: Digest, subscription: Subscription) => Promise<Delivery>;
  now: () => number;
}

/** The subscriptions whose local time has come and that have not had `day` or a later digest. */
export function dueSubscriptions(
  subscriptions: Iterable<Subscription>,
  day: string,
  now: number,
): Subscription[] {
  return [...subscriptions].filter(
    (subscription) =>
      (subscription.last === undefined || subscription.last.day < day) && isTime(subscription, now),
  );
}

/**
 * Brings the newest digest to every channel that is due, one after the other. Run once a minute;
 * what could not be settled is still due the next time.
 *
 * @param signal stops between two channels
 * @returns undefined when nothing was due
 */
export async function tick(
  { newest, subscriptions, deliver, now }: Parts,
  signal?: AbortSignal,
): Promise<TickReport | undefined> {
  const digest = newest();
  if (!digest) return undefined;
  const due = dueSubscriptions(subscriptions.all(), digest.day, now());
  if (due.length === 0) return undefined;
  const report: TickReport = {
    day: digest.day,
    sent: 0,
    skipped: 0,
    failed: 0,
    pending: 0,
    troubles: [],
    errors: [],
  };
  for (const { channelId } of due) {
    if (signal?.aborted === true) break;
    // It may have been changed or ended while others were served.
    const subscription = subscriptions.get(channelId);
    if (!subscription) continue;
    try {
      const delivery = await deliver(digest, subscription);
      const { kind } = delivery;
      report[kind]++;
      if (kind === 'failed' || kind === 'pending') {
        report.troubles.push({ channelId, kind, reason: delivery.reason });
      }
    } catch (err) {
      report.errors.push({ channelId, err });
    }
  }
  return report;
}
