import { describe, expect, it } from 'vitest';
import { createDailyCache } from '../../src/sources/daily-cache.ts';

describe('the daily cache', () => {
  it('keeps an entry until the day ends in UTC', () => {
    let now = Date.parse('2026-06-13T00:00:00Z');
    const cache = createDailyCache<number>({ max: 9, now: () => now });
    cache.set('a', 1);
    now += 86_399_999;
    expect(cache.get('a')).toBe(1);
    now += 1;
    expect(cache.get('a')).toBeUndefined();
    cache.set('b', 2);
    expect(cache.get('b')).toBe(2);
  });

  it('keeps no more than it has room for, the newest', () => {
    const cache = createDailyCache<number>({ max: 2, now: () => 0 });
    for (const [value, id] of ['a', 'b', 'c', 'b'].entries()) cache.set(id, value);
    expect(['a', 'b', 'c'].map((id) => cache.get(id))).toEqual([undefined, 3, 2]);
  });
});
