import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topK } from '../../src/search/collect.ts';

it('picks the top entries in order, keeping ties stable', () => {
  const items = fc.array(fc.record({ by: fc.nat(20), name: fc.nat() }), { maxLength: 200 });
  const compare = (a: { by: number }, b: { by: number }): number => a.by - b.by;
  fc.assert(
    fc.property(items, fc.nat(30), (list, count) => {
      expect(topK(list, count, compare)).toEqual(list.toSorted(compare).slice(0, count));
    }),
    { numRuns: 500 },
  );
});
