import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { entriesOf } from './stores.ts';

/** When entries expire. */
export function expiryContract(store: () => Store): void {
  describe('a stored time to live', () => {
    beforeEach(() => {
      // Only the clock: the database's own waits must continue.
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    });

    it('ends to the millisecond for every method', async () => {
      const keyv = store().keyv<number>('expiry');
      await keyv.set('short', 1, 100);
      await keyv.setMany([
        { key: 'many', value: 2, ttl: 100 },
        { key: 'kept', value: 3 },
      ]);
      vi.setSystemTime(1_000_099);
      expect(await keyv.getMany(['short', 'many', 'kept'])).toEqual([1, 2, 3]);
      vi.setSystemTime(1_000_100);
      expect(await entriesOf(keyv)).toEqual([['kept', 3]]);
      expect(await keyv.hasMany(['short', 'many', 'kept'])).toEqual([false, false, true]);
      expect(await keyv.delete('short')).toBe(false);
      expect(await keyv.deleteMany(['many'])).toEqual([false]);
      expect(await keyv.has('short')).toBe(false);
      expect(await keyv.get('short')).toBeUndefined();
      expect(await keyv.getMany(['short', 'many', 'kept'])).toEqual([undefined, undefined, 3]);
    });

    it('is replaced when the key is set again', async () => {
      const keyv = store().keyv<number>('expiry');
      await keyv.set('key', 1, 100);
      await keyv.set('key', 2);
      await keyv.set('shorter', 1);
      await keyv.set('shorter', 2, 50);
      vi.setSystemTime(1_000_100);
      expect(await keyv.getMany(['key', 'shorter'])).toEqual([2, undefined]);
      await keyv.set('shorter', 3);
      vi.setSystemTime(9_000_000);
      expect(await keyv.getMany(['key', 'shorter'])).toEqual([2, 3]);
    });

    it('removes only expired entries when many expire', async () => {
      const keyv = store().keyv<number>('expiry');
      const entries = Array.from({ length: 3000 }, (_, i) => ({ key: `key ${i}`, value: i }));
      await keyv.setMany(entries.map((entry, i) => (i % 2 ? { ...entry, ttl: 100 } : entry)));
      for (let minutes = 1; minutes < 5; minutes++) {
        vi.setSystemTime(1_000_000 + minutes * 120_000);
        await keyv.set('later', 0, 1);
      }
      vi.setSystemTime(2_000_000);
      expect((await entriesOf(keyv)).map(([, value]) => value).sort((a, b) => a - b)).toEqual(
        entries.filter((_, i) => i % 2 === 0).map((entry) => entry.value),
      );
    });
  });
}

/** Which entries an iteration yields while they are added and removed. */
export function iterationContract(store: () => Store): void {
  describe('iteration over a namespace', () => {
    const all = Array.from({ length: 1600 }, (_, i) => ({ key: `key ${i}`, value: i }));
    const ending = (value: number): boolean => value % 3 === 0;

    it('yields every key exactly once', async () => {
      const keyv = store().keyv<number>('iteration');
      await store().keyv<number>('iteration 2').setMany(all.slice(0, 10));
      await keyv.setMany(all);
      const seen = await entriesOf(keyv);
      expect(seen.length).toBe(1600);
      expect(new Map(seen)).toEqual(new Map(all.map(({ key, value }) => [key, value])));
    });

    it('yields every live key and no dead one while rows expire', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
      const keyv = store().keyv<number>('iteration');
      await keyv.setMany(
        all.map((entry) => (ending(entry.value) ? { ...entry, ttl: 100 } : entry)),
      );
      const before: number[] = [];
      const after: number[] = [];
      for await (const [, value] of keyv.iterator() as AsyncIterable<[string, number]>) {
        (Date.now() < 1_000_100 ? before : after).push(value);
        if (before.length + after.length === 500) {
          vi.setSystemTime(1_070_000);
          // Finds expired rows on both sides, and makes a sweep due.
          await keyv.getMany(all.slice(0, 1000).map(({ key }) => key));
          await keyv.set('key 0.new', 1);
        }
      }
      expect(before.some(ending)).toBe(true);
      expect(after.filter(ending)).toEqual([]);
      const seen = [...before, ...after].filter((value) => !ending(value));
      const live = all.map(({ value }) => value).filter((value) => !ending(value));
      expect(sorted(seen)).toEqual(live);
    });

    it('yields every live key and no dead one while rows are deleted and added', async () => {
      const keyv = store().keyv<number>('iteration');
      await keyv.setMany(all);
      const seen: number[] = [];
      const gone = new Set<number>();
      for await (const [, value] of keyv.iterator() as AsyncIterable<[string, number]>) {
        expect(gone.has(value)).toBe(false);
        seen.push(value);
        if (seen.length % 100 !== 0) continue;
        const doomed = all.filter((entry) => ending(entry.value) && !gone.has(entry.value));
        const some = doomed.filter((_, i) => i % 10 === 0);
        await keyv.deleteMany(some.map(({ key }) => key));
        for (const entry of some) gone.add(entry.value);
        await keyv.set(`key ${seen.length}.new`, -1);
      }
      const live = all.map(({ value }) => value).filter((value) => !ending(value));
      expect(sorted(seen.filter((value) => value >= 0 && !ending(value)))).toEqual(live);
      expect(new Set(seen.filter((value) => value >= 0)).size).toBe(
        seen.filter((value) => value >= 0).length,
      );
    });

    it('ends at once when the namespace is cleared', async () => {
      const keyv = store().keyv<number>('iteration');
      await keyv.setMany(all.slice(0, 100));
      let seen = 0;
      for await (const entry of keyv.iterator()) {
        expect(entry).toHaveLength(2);
        seen++;
        if (seen === 10) await keyv.clear();
      }
      expect(seen).toBe(10);
    });

    it('rejects when the store fails, instead of ending early', async () => {
      const keyv = store().keyv<number>('iteration');
      await keyv.setMany(all.slice(0, 100));
      const iterator = keyv.iterator() as AsyncGenerator;
      await iterator.next();
      await store().close();
      await expect(iterator.next()).rejects.toThrow();
    });
  });
}

function sorted(numbers: number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}
