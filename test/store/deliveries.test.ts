import { afterEach, expect, it, vi } from 'vitest';
import { type DeliveryRecord, deliveriesIn } from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';

const DAY = 24 * 3600 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

it('keeps a delivery in the ledger for 30 days after its last change', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  const store = await openStore('sqlite::memory:');
  const deliveries = deliveriesIn(store.keyv<DeliveryRecord>('deliveries'));
  const intended: DeliveryRecord = { state: 'intended', at: 0 };
  const sent: DeliveryRecord = { state: 'sent', at: 0, messageId: '1' };
  const keys = ['1', '2'].map((channelId) => ({ day: '2021-05-05', channelId }));
  await deliveries.putMany(keys.map((key) => ({ ...key, record: intended })));
  vi.setSystemTime(DAY);
  await deliveries.put('2021-05-05', '2', sent);
  vi.setSystemTime(30 * DAY - 1);
  expect(await deliveries.getMany(keys)).toEqual([intended, sent]);
  vi.setSystemTime(30 * DAY);
  expect(await deliveries.getMany(keys)).toEqual([undefined, sent]);
  vi.setSystemTime(121 * DAY);
  expect(await deliveries.get('2021-05-05', '2')).toBeUndefined();
  await store.close();
});
