import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { loadRuns, type Run } from '../../src/store/runs.ts';

it('keeps a run whole and in order across restarts until it is finished', async () => {
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

it("leaves nothing in the next run of one that couldn't be written whole", async () => {
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
