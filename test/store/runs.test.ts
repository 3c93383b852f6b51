import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { loadRuns } from '../../src/store/runs.ts';

it('a run is known whole and in its order to a process that starts anew, until it is finished', async () => {
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
