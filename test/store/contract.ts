import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { modelContract } from './contract-model.ts';
import { expiryContract, iterationContract } from './contract-time.ts';
import { manyContract, valueContract } from './contract-values.ts';
import { type Backend, entriesOf } from './stores.ts';

/**
 * What other modules may rely on in every store. A store that outlives its process must also pass
 * `processContract`.
 */
export function storeContract(name: string, createBackend: () => Backend): void {
  describe(name, () => {
    let backend: Backend;
    let store: Store;
    beforeAll(() => {
      backend = createBackend();
    });
    beforeEach(async () => {
      store = await openStore(backend.create());
    });
    afterEach(async () => {
      vi.useRealTimers();
      await store.close();
    });
    afterAll(() => backend.dispose());

    valueContract(() => store);
    manyContract(() => store);
    expiryContract(() => store);
    iterationContract(() => store);
    insertOnceContract(() => store);
    failureContract(() => store);
    modelContract(() => store);
  });
}

function insertOnceContract(store: () => Store): void {
  describe('insertOnce', () => {
    it('stores the first value and refuses the rest', async () => {
      const keyv = store().keyv<unknown>('once');
      expect(await store().insertOnce('once', 'key', { a: [1n] })).toBe(true);
      expect(await store().insertOnce('once', 'key', 2)).toBe(false);
      expect(await keyv.get('key')).toStrictEqual({ a: [1n] });
      expect(await store().insertOnce('once 2', 'key', 3)).toBe(true);
      await keyv.set('set', 1);
      expect(await store().insertOnce('once', 'set', 2)).toBe(false);
      await keyv.delete('key');
      expect(await store().insertOnce('once', 'key', 4)).toBe(true);
      expect(await keyv.get('key')).toBe(4);
    });

    it('treats an expired key as absent, and gives the new entry its own time to live', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
      const keyv = store().keyv<number>('once');
      await keyv.set('key', 1, 100);
      expect(await store().insertOnce('once', 'key', 2)).toBe(false);
      vi.setSystemTime(1_000_100);
      expect(await store().insertOnce('once', 'key', 3, 50)).toBe(true);
      expect(await store().insertOnce('once', 'key', 4)).toBe(false);
      expect(await keyv.get('key')).toBe(3);
      vi.setSystemTime(1_000_150);
      expect(await keyv.get('key')).toBeUndefined();
      expect(await store().insertOnce('once', 'key', 5, Infinity)).toBe(true);
      vi.setSystemTime(9_000_000);
      expect(await keyv.get('key')).toBe(5);
    });
  });
}

function failureContract(store: () => Store): void {
  describe('a failing store', () => {
    it('rejects every call, even if something listens for errors', async () => {
      const keyv = store().keyv<number>('failing');
      await keyv.set('key', 1);
      keyv.on('error', () => undefined);
      await store().close();
      await store().close();
      await expect(keyv.set('key', 2)).rejects.toThrow();
      await expect(keyv.setMany([{ key: 'key', value: 2 }])).rejects.toThrow();
      await expect(keyv.get('key')).rejects.toThrow();
      await expect(keyv.getMany(['key'])).rejects.toThrow();
      await expect(keyv.has('key')).rejects.toThrow();
      await expect(keyv.hasMany(['key'])).rejects.toThrow();
      await expect(keyv.delete('key')).rejects.toThrow();
      await expect(keyv.deleteMany(['key'])).rejects.toThrow();
      await expect(keyv.clear()).rejects.toThrow();
      await expect(entriesOf(keyv)).rejects.toThrow();
      await expect(store().insertOnce('failing', 'other', 1)).rejects.toThrow();
    });
  });
}
