import { describe, expect, it } from 'vitest';
import { rememberForToday } from '../../src/sources/daily-cache.ts';

describe('the daily cache', () => {
  it('keeps an entry until the day ends in UTC', () => {
    let now = Date.parse('2026-06-13T00:00:00Z');
    const remembered = rememberForToday<number>({ max: 9, now: () => now });
    remembered.set('a', 1);
    now += 86_399_999;
    expect(remembered.get('a')).toBe(1);
    now += 1;
    expect(remembered.get('a')).toBeUndefined();
    remembered.set('b', 2);
    expect(remembered.get('b')).toBe(2);
  });

  it('keeps no more than it has room for, the newest', () => {
    const remembered = rememberForToday<number>({ max: 2, now: () => 0 });
    for (const [value, id] of ['a', 'b', 'c', 'b'].entries()) remembered.set(id, value);
    expect(['a', 'b', 'c'].map((id) => remembered.get(id))).toEqual([undefined, 3, 2]);
  });
});
