import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { entriesOf } from './stores.ts';

/** Names that a careless adapter would mix up, split, or treat as a pattern. */
const NAMES = [
  ...['a', 'ab', 'A', 'a:b', 'a:', ':a', 'a_', 'a%', 'a_b', '%', '_', '*', '?', ' ', 'a ', '0'],
  ...["it's", '"quoted"', '`', '\\', "'; DROP TABLE entries; --", '$ne', '../up', '__proto__'],
  ...['\0', 'a\0', 'a\0b', '\n', 'é', 'e\u0301', '論文', '😀', '\uFFFF', '\uFEFF', 'null'],
  'long '.repeat(400),
];

const JSON_VALUES: [kind: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['zero', 0],
  ['a fraction', -1.5e-7],
  ['the largest safe integer', Number.MAX_SAFE_INTEGER],
  ['an empty string', ''],
  ['a string that looks like an encoded one', ':bigint:12'],
  ['a string with a NUL and a lone surrogate', 'a\0b\ud800'],
  ['an array', [1, [null, 'two'], {}]],
  ['an object', { day: '2021-05-05', 'odd key': { ':x': [], '': 0 }, expires: 1, value: 2 }],
  ['a bigint', { snowflake: 2n ** 64n }],
];

/** What is read for what was stored, and under which names. */
export function valueContract(store: () => Store): void {
  describe('one stored value', () => {
    it.each(JSON_VALUES)('reads back equal: %s', async (_kind, value) => {
      const keyv = store().keyv('values');
      expect(await keyv.set('key', value)).toBe(true);
      expect(await keyv.get('key')).toStrictEqual(value);
      expect(await keyv.has('key')).toBe(true);
    });

    it('of a kind that JSON lacks reads back as the docstring of `keyv` says', async () => {
      const keyv = store().keyv('values');
      await keyv.set('object', {
        date: new Date(0),
        nan: NaN,
        map: new Map([[1, 2]]),
        none: undefined,
      });
      expect(await keyv.get('object')).toStrictEqual({
        date: '1970-01-01T00:00:00.000Z',
        nan: null,
        map: {},
      });
      await keyv.set('array', [undefined, () => 1, new Uint8Array([1, 2])]);
      expect(await keyv.get('array')).toStrictEqual([null, null, Buffer.from([1, 2])]);
      await keyv.set('undefined', undefined);
      expect(await keyv.get('undefined')).toBeUndefined();
      expect(await keyv.has('undefined')).toBe(true);
      const cycle: unknown[] = [];
      cycle.push(cycle);
      await expect(keyv.set('cycle', cycle)).rejects.toThrow();
      await expect(keyv.set('symbol', Symbol('s'))).rejects.toThrow('symbol');
      expect(await keyv.hasMany(['cycle', 'symbol'])).toEqual([false, false]);
    });

    it('may be several megabytes', async () => {
      const keyv = store().keyv<string>('values');
      const large = '大きい😀"\\\n'.repeat(100_000);
      await keyv.set('large', large);
      expect((await keyv.get('large')) === large).toBe(true);
    });

    it('is absent until set, replaced when set again, gone when deleted', async () => {
      const keyv = store().keyv<number>('values');
      expect(await keyv.get('key')).toBeUndefined();
      expect(await keyv.has('key')).toBe(false);
      expect(await keyv.delete('key')).toBe(false);
      await keyv.set('key', 1);
      await keyv.set('key', 2);
      expect(await keyv.get('key')).toBe(2);
      expect(await keyv.delete('key')).toBe(true);
      expect(await keyv.delete('key')).toBe(false);
      expect(await keyv.get('key')).toBeUndefined();
    });
  });

  describe('keys and namespaces', () => {
    it('keep odd keys apart and return them unchanged', async () => {
      const keyv = store().keyv<number>('names');
      for (const [i, key] of NAMES.entries()) await keyv.set(key, i);
      expect(await Promise.all(NAMES.map((key) => keyv.get(key)))).toEqual([...NAMES.keys()]);
      expect(new Map(await entriesOf(keyv))).toEqual(new Map(NAMES.map((key, i) => [key, i])));
      expect(await keyv.delete('a')).toBe(true);
      expect((await entriesOf(keyv)).length).toBe(NAMES.length - 1);
    });

    it("reject a name that couldn't be told apart from others", async () => {
      const keyv = store().keyv<number>('names');
      await expect(keyv.set('\ud800', 1)).rejects.toThrow('well-formed');
      await expect(keyv.get('\ud800')).rejects.toThrow('well-formed');
      await expect(store().insertOnce('names', '', 1)).rejects.toThrow('non-empty');
      expect(await keyv.set('', 1)).toBe(false);
      expect(() => store().keyv('\udfff')).toThrow('well-formed');
      expect(() => store().keyv('')).toThrow('non-empty');
    });

    it('stay separate, and are cleared one at a time', async () => {
      for (const name of NAMES) await store().keyv<string>(name).set('key', name);
      for (const [i, cleared] of NAMES.entries()) {
        await store().keyv(cleared).clear();
        const left = await Promise.all(NAMES.map((name) => store().keyv<string>(name).get('key')));
        expect(left).toEqual(NAMES.map((name, j) => (j <= i ? undefined : name)));
      }
    });

    it("aren't mixed up when they are equal once joined", async () => {
      await store().keyv('a').set('b:c', 1);
      await store().keyv('a:b').set('c', 2);
      expect(await store().keyv('a').get('b:c')).toBe(1);
      expect(await entriesOf(store().keyv('a'))).toEqual([['b:c', 1]]);
      expect(await entriesOf(store().keyv('a:b'))).toEqual([['c', 2]]);
    });

    it('return the same Keyv for the same name', () => {
      expect(store().keyv('a')).toBe(store().keyv('a'));
      expect(store().keyv('a')).not.toBe(store().keyv('b'));
    });
  });
}

/** The methods that take lists. */
export function manyContract(store: () => Store): void {
  describe('many values at once', () => {
    it('are returned in the order of the keys, with gaps for missing ones', async () => {
      const keyv = store().keyv<number>('many');
      const entries = ['c', 'a', 'b'].map((key, i) => ({ key, value: i }));
      expect(await keyv.setMany(entries)).toEqual([true, true, true]);
      const asked = ['b', 'none', 'c', 'b', '', 'a'];
      expect(await keyv.getMany(asked)).toEqual([2, undefined, 0, 2, undefined, 1]);
      expect(await keyv.hasMany(asked)).toEqual([true, false, true, true, false, true]);
      expect(await keyv.deleteMany(['none', 'b', 'b', 'c'])).toEqual([false, true, false, true]);
      expect(await entriesOf(keyv)).toEqual([['a', 1]]);
    });

    it('may be empty lists, and the last of equal keys wins', async () => {
      const keyv = store().keyv<number>('many');
      expect(await keyv.setMany([])).toEqual([]);
      expect(await keyv.getMany([])).toEqual([]);
      expect(await keyv.deleteMany([])).toEqual([]);
      await keyv.setMany([1, 2, 3].map((value) => ({ key: 'same', value })));
      expect(await entriesOf(keyv)).toEqual([['same', 3]]);
    });

    it('are stored all or none', async () => {
      const keyv = store().keyv<number>('many');
      const entries = ['good', '\ud800', 'late'].map((key) => ({ key, value: 1 }));
      await expect(keyv.setMany(entries)).rejects.toThrow('well-formed');
      expect(await entriesOf(keyv)).toEqual([]);
      await keyv.set('next', 1);
      expect(await keyv.get('next')).toBe(1);
    });

    it('are all kept when their writes start at the same time', async () => {
      const keyv = store().keyv<number>('many');
      await Promise.all(Array.from({ length: 200 }, (_, i) => keyv.set(`key ${i}`, i)));
      expect((await entriesOf(keyv)).length).toBe(200);
    });
  });
}
