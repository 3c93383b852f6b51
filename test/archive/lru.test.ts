import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLru } from '../../src/archive/lru.ts';

it("keeps what was used last, and rebuilds what wasn't", () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 30 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 4 }), (asked, size) => {
      const atHand = createLru<string>(size);
      for (const [at, key] of asked.entries()) {
        const before = [...new Set(asked.slice(0, at).reverse())].slice(0, size);
        let isMade = false;
        const value = atHand(key, () => {
          isMade = true;
          return `${key} made`;
        });
        expect(value).toBe(`${key} made`);
        expect(isMade).toBe(!before.includes(key));
      }
    }),
  );
});

it("doesn't cache what is missing", () => {
  const atHand = createLru<string>(1);
  atHand('b', () => 'b');
  expect(atHand('a', () => undefined)).toBeUndefined();
  expect(atHand('b', () => 'made again')).toBe('b');
  expect(atHand('a', () => 'there now')).toBe('there now');
});
