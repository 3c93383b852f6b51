import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Backend } from './stores.ts';
import { startWorker } from './processes.ts';

/** What a store keeps through restarts, crashes and other processes' writes. */
export function processContract(name: string, createBackend: () => Backend): void {
  describe(`${name}, across processes,`, () => {
    let backend: Backend;
    beforeAll(() => {
      backend = createBackend();
    });
    afterAll(() => backend.dispose());

    it('finds everything when opened again', async () => {
      const url = backend.create();
      const first = await openStore(url);
      await first.keyv('a').set('key', { deep: [1] });
      await first.keyv('b').set('lease', 2, 3_600_000);
      await first.keyv('b').set('short', 3, 1);
      await first.insertOnce('a', 'once', 4);
      await first.close();
      await new Promise((resolve) => setTimeout(resolve, 2));

      const second = await openStore(url);
      expect(await second.keyv('a').getMany(['key', 'once'])).toEqual([{ deep: [1] }, 4]);
      expect(await second.keyv('b').getMany(['lease', 'short'])).toEqual([2, undefined]);
      expect(await second.insertOnce('a', 'once', 5)).toBe(false);
      await second.close();
    });

    it('keeps every write of two processes at once', async () => {
      const url = backend.create();
      const names = ['left', 'right'];
      const workers = await Promise.all(
        names.map((name) => startWorker({ mode: 'write', url, namespace: 'n', name, count: 100 })),
      );
      for (const worker of workers) worker.start();
      for (const { exit } of workers) expect(await exit).toEqual({ code: 0, signal: null });
      expect(workers.map(({ printed }) => printed.length)).toEqual([100, 100]);
      expect(
        await missing(
          url,
          'n',
          names.flatMap((_, i) => workers[i]?.printed ?? []),
        ),
      ).toEqual([]);
    });

    it('lets exactly one of four processes insert each key', async () => {
      const url = backend.create();
      const workers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) =>
          startWorker({ mode: 'claim', url, namespace: 'n', name, count: 100 }),
        ),
      );
      for (const worker of workers) worker.start();
      for (const { exit } of workers) expect(await exit).toEqual({ code: 0, signal: null });
      const claimed = workers.flatMap(({ printed }) => printed);
      expect(claimed.length).toBe(100);
      expect(new Set(claimed).size).toBe(100);

      const store = await openStore(url);
      const winners = store.keyv<string>('n');
      for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
        const keys = workers[i]?.printed ?? [];
        expect(await winners.getMany(keys)).toEqual(keys.map(() => name));
      }
      await store.close();
    });

    it('loses no acknowledged write to kill -9', async () => {
      const url = backend.create();
      const acknowledged: string[] = [];
      for (let round = 0; round < 3; round++) {
        const worker = await startWorker({
          ...{ mode: 'write', url, namespace: 'n', name: `round ${round}`, count: Infinity },
        });
        worker.start();
        // A random moment: between acknowledgements, during a write, during a checkpoint.
        await worker.hasPrinted(1 + Math.floor(Math.random() * 100));
        worker.child.kill('SIGKILL');
        expect(await worker.exit).toEqual({ code: null, signal: 'SIGKILL' });
        acknowledged.push(...worker.printed);
      }
      expect(await missing(url, 'n', acknowledged)).toEqual([]);
    });
  });
}

/** The keys that a worker has written and that the store doesn't have as it wrote them. */
async function missing(url: string, namespace: string, keys: string[]): Promise<string[]> {
  const store = await openStore(url);
  const values = await store.keyv<string>(namespace).getMany<string>(keys);
  await store.close();
  return keys.filter((key, i) => values[i]?.startsWith(`${key}: `) !== true);
}
