import {
  makeDelivery,
  type DeliveryParts,
  type DeliveryRoom,
} from '../../src/delivery/delivery.ts';
import type { Digest } from '../../src/digest/types.ts';
import { arrivalsIn } from '../../src/store/arrivals.ts';
import { type Deliveries, type DeliveryRecord, deliveriesIn } from '../../src/store/deliveries.ts';
import { loadEditions } from '../../src/store/editions.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type Run, loadRuns } from '../../src/store/runs.ts';
import {
  loadSubscriptions,
  type Subscription,
  type Subscriptions,
} from '../../src/store/subscriptions.ts';
import { SUBSCRIPTION } from '../support/subscription.ts';
import type { Channels } from './channels.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The delivery room over a real store, with a shelf of digests and a clock that tests move. */
export interface Office {
  room: DeliveryRoom;
  store: Store;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  clock: { now: number };
  /** Every wait between two attempts, in milliseconds; none is really waited. */
  waits: number[];
  logged: { level: string; details: Record<string, unknown>; message: string }[];
  /** A digest appears, or is printed again; seen at the next tick. */
  shelve(digest: Digest): void;
  /** What a process that was started anew builds over the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openOffice(
  channels: Channels,
  options: {
    now: number;
    digests?: Digest[];
    subscriptions?: Subscription[];
    parts?: Partial<DeliveryParts>;
  },
): Promise<Office> {
  const clock = { now: options.now };
  channels.setClock(() => clock.now);
  const store = await openStore('sqlite::memory:');
  const shelf = new Map((options.digests ?? []).map((digest) => [digest.day, digest]));
  const logged: Office['logged'] = [];
  const waits: number[] = [];
  const log = (level: string) => (details: object, message: string) => {
    logged.push({ level, details: details as Record<string, unknown>, message });
  };
  const deliveries = deliveriesIn(store.keyv<DeliveryRecord>('deliveries'));

  async function build() {
    const subscriptions = await loadSubscriptions(store.keyv<Subscription>('subscriptions'));
    const arrivals = arrivalsIn(store.keyv<number>('arrivals'));
    const room = makeDelivery({
      sender: channels.sender,
      subscriptions,
      deliveries,
      editions: await loadEditions(store.keyv<string>('editions')),
      runs: await loadRuns(store.keyv<Run>('runs')),
      async arrivals() {
        const days = [...shelf.keys()].sort();
        await arrivals.note(days, clock.now);
        return days.map((day) => ({ day, firstSeen: arrivals.firstSeen(day) ?? clock.now }));
      },
      digestOf: (day) => shelf.get(day),
      pace: {
        pausedForMs: () => 0,
        reason: () => undefined,
        counts: () => ({ limited: 0, invalid: 0, pauses: 0 }),
      },
      lastPause: () => undefined,
      perSecond: 48,
      whenUnsure: 'skip',
      forgottenSince: () => undefined,
      times: {
        now: () => clock.now,
        elapsed: () => performance.now(),
        async sleep(ms) {
          waits.push(ms);
        },
        random: () => 0.5,
      },
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      ...options.parts,
    });
    return { room, subscriptions };
  }

  const first = await build();
  for (const subscription of options.subscriptions ?? [SUBSCRIPTION]) {
    await first.subscriptions.put(subscription);
  }
  const office: Office = {
    ...first,
    store,
    deliveries,
    clock,
    waits,
    logged,
    shelve: (digest) => shelf.set(digest.day, digest),
    async restart() {
      Object.assign(office, await build());
    },
    async close() {
      await office.room.stop();
      await store.close();
    },
  };
  return office;
}
