import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareIds, createSnowflakes } from '../../playground/server/snowflake.ts';

test('creates ids that only grow, even when the clock stands still or jumps back', () => {
  const times = fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 2 });
  fc.assert(
    fc.property(times, (clock) => {
      let now = 0;
      const nextId = createSnowflakes(() => now);
      const ids = clock.map((time) => {
        now = time;
        return nextId();
      });
      expect([...ids].sort(compareIds)).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('creates ids that tell when they were made', () => {
  const now = Date.parse('2021-05-05T12:00:00Z');
  const id = createSnowflakes(() => now)();
  expect(Number(BigInt(id) >> 22n) + 1_420_070_400_000).toBe(now);
});
