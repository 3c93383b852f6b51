import { onTestFinished } from 'vitest';
import type { Context } from '../../src/command.ts';
import type { DeliveryHealth } from '../../src/delivery/delivery.ts';
import type { Digest, Problem } from '../../src/digest/types.ts';
import { type Deliveries, createDeliveries } from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';
import {
  loadSubscriptions,
  type StoredSubscription,
  type Subscription,
} from '../../src/store/subscriptions.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';

export const NOW = Date.parse('2021-05-06T12:00:00Z');

interface Setup {
  subscriptions?: readonly Subscription[];
  /** What an earlier version stored, by namespace and key. */
  stored?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The days of the archive, newest first. */
  days?: readonly string[];
  problems?: readonly Problem[];
  health?: Partial<DeliveryHealth>;
  /** The channels whose delivery is due. */
  due?: readonly string[];
  /** The channels whose delivery was missed. */
  missed?: readonly string[];
  buildStatuses?: ReturnType<Context['buildStatuses']>;
}

/** A context for commands with a real store, in states that would take deliveries days to reach. */
export async function contextWith(
  setup: Setup,
): Promise<{ context: Context; deliveries: Deliveries }> {
  const {
    days = ['2021-05-05'],
    problems = [],
    health = {},
    due = [],
    missed = [],
    buildStatuses = [],
  } = setup;
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  for (const [namespace, rows] of Object.entries(setup.stored ?? {})) {
    for (const [key, value] of Object.entries(rows)) await store.keyv(namespace).set(key, value);
  }
  const subscriptions = await loadSubscriptions(store.keyv<StoredSubscription>('subscriptions'));
  for (const subscription of setup.subscriptions ?? []) await subscriptions.put(subscription);
  const deliveries = createDeliveries(store.keyv('deliveries'));
  const digests: Digest[] = days.map((day) => digestOf({ day, papers: [{}] }));
  const archive = {
    newest: () => digests[0],
    days: () => [...days],
    problems: () => [...problems],
  } as Partial<Context['archive']> as Context['archive'];
  const context: Partial<Context> = {
    t: english,
    archive,
    subscriptions,
    now: () => new Date(NOW),
    buildStatuses: () => buildStatuses,
    deliveryForecast: ({ channelId }) => {
      if (due.includes(channelId)) return { kind: 'due' };
      return missed.includes(channelId) ? { kind: 'missed' } : { kind: 'coming', at: undefined };
    },
    channelAccess: async () => ({ missing: [], isLocked: false, isAnnouncement: false }),
    nextDelivery: () => new Date(NOW + 3_600_000),
    async recentDeliveries(channelId, limit) {
      const newest = days.slice(0, limit);
      const records = await deliveries.getMany(newest.map((day) => ({ day, channelId })));
      return newest.flatMap((day, at) => {
        const record = records[at];
        return record ? [{ day, record }] : [];
      });
    },
    deliveryHealth: () => ({
      waitingMs: 0,
      reason: undefined,
      storeError: undefined,
      running: undefined,
      ...health,
    }),
  };
  return { context: context as Context, deliveries };
}
