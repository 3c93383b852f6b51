import {
  createDeliveryService,
  type DeliveryDependencies,
  type DeliveryService,
} from '../../src/delivery/delivery.ts';
import type { Digest } from '../../src/digest/types.ts';
import { createFirstSeen } from '../../src/store/first-seen.ts';
import {
  createDeliveries,
  type Deliveries,
  type DeliveryRecord,
  loadEditions,
  loadRuns,
  type Run,
} from '../../src/store/deliveries.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import {
  loadSubscriptions,
  type Subscription,
  type Subscriptions,
} from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import type { FakeDiscord } from './fake-discord.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The real delivery over a store in memory, with digests and a clock that tests move. */
export interface DeliveryHarness {
  delivery: DeliveryService;
  store: Store;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  clock: { now: number };
  /** Every wait between two attempts, in milliseconds; nothing really waits. */
  waits: number[];
  logged: { level: string; details: Record<string, unknown>; message: string }[];
  /** Adds a digest, or replaces it as when it is published again; seen at the next tick. */
  addDigest(digest: Digest): void;
  /** Starts over on the same store, as a new process does. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function createDeliveryHarness(
  discord: FakeDiscord,
  options: {
    now: number;
    digests?: Digest[];
    subscriptions?: Subscription[];
    dependencies?: Partial<DeliveryDependencies>;
  },
): Promise<DeliveryHarness> {
  const clock = { now: options.now };
  discord.setClock(() => clock.now);
  const store = await openStore('sqlite::memory:');
  const digests = new Map((options.digests ?? []).map((digest) => [digest.day, digest]));
  const logged: DeliveryHarness['logged'] = [];
  const waits: number[] = [];
  const log = (level: string) => (details: object, message: string) => {
    logged.push({ level, details: details as Record<string, unknown>, message });
  };
  const deliveries = createDeliveries(store.keyv<DeliveryRecord>('deliveries'));

  async function build() {
    const subscriptions = await loadSubscriptions(store.keyv<Subscription>('subscriptions'));
    const firstSeen = createFirstSeen(store.keyv<number>('arrivals'));
    const delivery = createDeliveryService({
      sender: discord.sender,
      subscriptions,
      deliveries,
      editions: await loadEditions(store.keyv<string>('editions')),
      runs: await loadRuns(store.keyv<Run>('runs')),
      async seenDays() {
        const days = [...digests.keys()].sort();
        await firstSeen.note(days, clock.now);
        return days.map((day) => ({ day, firstSeen: firstSeen.get(day) ?? clock.now }));
      },
      digestOf: (day) => digests.get(day),
      commandId: () => undefined,
      rateLimiter: {
        pausedForMs: () => 0,
        reason: () => undefined,
        counts: () => ({ limited: 0, invalid: 0, pauses: 0 }),
      },
      lastPause: () => undefined,
      perSecond: 48,
      whenUnsure: 'skip',
      forgottenSince: () => undefined,
      clock: {
        now: () => clock.now,
        elapsed: () => performance.now(),
        async sleep(ms) {
          waits.push(ms);
        },
        random: () => 0.5,
      },
      log: { debug: () => undefined, info: log('info'), warn: log('warn'), error: log('error') },
      ...options.dependencies,
    });
    return { delivery, subscriptions };
  }

  const first = await build();
  for (const subscription of options.subscriptions ?? [SUBSCRIPTION]) {
    await first.subscriptions.put(subscription);
  }
  const harness: DeliveryHarness = {
    ...first,
    store,
    deliveries,
    clock,
    waits,
    logged,
    addDigest: (digest) => digests.set(digest.day, digest),
    async restart() {
      Object.assign(harness, await build());
    },
    async close() {
      await harness.delivery.stop();
      await store.close();
    },
  };
  return harness;
}
