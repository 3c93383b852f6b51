import { createCustomIdStore, type CustomIdStore } from './custom-id-store.ts';
import {
  createDeliveries,
  type Deliveries,
  type DeliveryRecord,
  type Editions,
  loadEditions,
  loadRuns,
  type Run,
  type Runs,
} from './deliveries.ts';
import { createFirstSeen, type FirstSeen } from './first-seen.ts';
import { type AllGuildSettings, type GuildSettings, loadGuildSettings } from './guild-settings.ts';
import type { Store } from './open.ts';
import { loadSubscriptions, type Subscription, type Subscriptions } from './subscriptions.ts';

/** What delivery and commands keep in the store. */
export interface State {
  subscriptions: Subscriptions;
  guildSettings: AllGuildSettings;
  deliveries: Deliveries;
  firstSeen: FirstSeen;
  customIdStore: CustomIdStore;
  editions: Editions;
  runs: Runs;
}

/** The names are those of the stored namespaces, so they never change. */
export async function loadState(store: Store): Promise<State> {
  return {
    subscriptions: await loadSubscriptions(store.keyv<Subscription>('subscriptions')),
    guildSettings: await loadGuildSettings(store.keyv<GuildSettings>('settings')),
    deliveries: createDeliveries(store.keyv<DeliveryRecord>('deliveries')),
    firstSeen: createFirstSeen(store.keyv<number>('arrivals')),
    customIdStore: createCustomIdStore(store.keyv<string>('memo')),
    editions: await loadEditions(store.keyv<string>('editions')),
    runs: await loadRuns(store.keyv<Run>('runs')),
  };
}
