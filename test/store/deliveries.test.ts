import { afterEach, expect, it, vi } from 'vitest';
import {
  createDeliveries,
  type DeliveryRecord,
  loadRuns,
  type Run,
  type StoredRecord,
} from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';

const DAY = 24 * 3600 * 1000;

afterEach(() => {
  vi.useRealTimers();
});

it('keeps a delivery in the ledger for 30 days after its last change', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  const store = await openStore('sqlite::memory:');
  const deliveries = createDeliveries(store.keyv<StoredRecord>('deliveries'));
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

it('stores a record under the names of earlier versions, in the order of its fields', async () => {
  const store = await openStore('sqlite::memory:');
  const keyv = store.keyv<StoredRecord>('deliveries');
  const deliveries = createDeliveries(keyv);
  const key = { day: '2021-05-05', channelId: '1' };
  const stored = async (): Promise<string> => JSON.stringify(await keyv.get('2021-05-05:1'));
  const sent: DeliveryRecord = {
    state: 'sent',
    due: 1,
    messageId: '2',
    at: 3,
    edition: 'first',
    delayReason: { code: 'not-running' },
    isShort: true,
    reason: { code: 'maybe-twice' },
    missedDays: ['2021-05-04'],
  };
  await deliveries.putMany([{ ...key, record: sent }]);
  expect(await stored()).toBe(
    '{"state":"sent","due":1,"messageId":"2","at":3,"edition":"first",' +
      '"late":{"code":"not-running"},"isShort":true,"reason":{"code":"maybe-twice"},' +
      '"away":["2021-05-04"]}',
  );
  const read = await deliveries.get(key.day, key.channelId);
  expect(read).toEqual(sent);
  await deliveries.put(key.day, key.channelId, { ...(read ?? sent), edition: 'second' });
  expect(await stored()).toBe(
    '{"state":"sent","due":1,"messageId":"2","at":3,"edition":"second","isShort":true,' +
      '"away":["2021-05-04"],"reason":{"code":"maybe-twice"},"late":{"code":"not-running"}}',
  );
  const superseded: DeliveryRecord = { state: 'superseded', at: 3, messageId: '2' };
  await deliveries.put(key.day, key.channelId, superseded);
  expect(await stored()).toBe('{"state":"folded","at":3,"messageId":"2"}');
  expect(await deliveries.getMany([key])).toEqual([superseded]);
  await store.close();
});

it('keeps a run complete and in order across restarts until it is finished', async () => {
  const store = await openStore('sqlite::memory:');
  const load = () => loadRuns(store.keyv('runs'));
  const channels = Array.from({ length: 1234 }, (_, n) => String(9_000_000 - n));
  const runs = await load();
  expect(runs.current()).toBeUndefined();
  await runs.begin({ startedAt: 7, channels });
  expect(runs.current()).toEqual({ startedAt: 7, channels });
  expect((await load()).current()).toEqual({ startedAt: 7, channels });
  await runs.finish();
  expect(runs.current()).toBeUndefined();
  expect((await load()).current()).toBeUndefined();
  await store.close();
});

it("leaves nothing of a run that couldn't be written completely in the next one", async () => {
  const store = await openStore('sqlite::memory:');
  const keyv = store.keyv<Run>('runs');
  const runs = await loadRuns(keyv);
  const setMany = keyv.setMany.bind(keyv);
  let writes = 0;
  keyv.setMany = (entries) =>
    writes++ === 1 ? Promise.reject(new Error('the disk is full')) : setMany(entries);
  const channels = Array.from({ length: 12_345 }, (_, n) => String(9_000_000 - n));
  await expect(runs.begin({ startedAt: 7, channels })).rejects.toThrow('the disk is full');
  expect(runs.current()).toBeUndefined();
  await runs.begin({ startedAt: 8, channels: ['1'] });
  expect((await loadRuns(keyv)).current()).toEqual({ startedAt: 8, channels: ['1'] });
  await store.close();
});
