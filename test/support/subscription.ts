import type { Subscription } from '../../src/store/subscriptions.ts';

/** Every paper at nine in UTC, in channel 100 of server 1. */
export const SUBSCRIPTION: Subscription = {
  channelId: '100',
  guildId: '1',
  top: 10,
  categories: [],
  time: '09:00',
  timeZone: 'UTC',
  ownerId: '5',
  since: 0,
};
