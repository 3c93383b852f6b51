import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/sources/retry-after.ts';

const NOW = Date.parse('2026-06-13T06:00:00Z');
const waitOf = (headers: Record<string, string>): number | undefined =>
  retryAfterMs(new Headers(headers), NOW);

describe('the time to wait', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['none', { 'retry-after': '0' }, 0],
    ['a date', { 'retry-after': 'Sat, 13 Jun 2026 06:00:30 GMT' }, 30_000],
    ['a date that is over', { 'retry-after': 'Fri, 12 Jun 2026 06:00:30 GMT' }, 0],
    ['a year', { 'retry-after': '31536000' }, 86_400_000],
    ['a date in a year', { 'retry-after': 'Sun, 13 Jun 2027 06:00:30 GMT' }, 86_400_000],
    ['a window', { ratelimit: '"api";r=0;t=55' }, 55_000],
    ['a window with blanks', { ratelimit: '"api"; r=0; t=55' }, 55_000],
    ['both', { ratelimit: '"api";r=0;t=55', 'retry-after': '10' }, 55_000],
    ['both the other way', { ratelimit: '"api";r=0;t=5', 'retry-after': '10' }, 10_000],
  ])('is read from %s', (_what, headers, ms) => {
    expect(waitOf(headers)).toBe(ms);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a negative number', { 'retry-after': '-1' }],
    ['a fraction', { 'retry-after': '1.5' }],
    ['a word', { 'retry-after': 'soon' }],
    ['a month', { 'retry-after': 'May' }],
    ['a number of many digits', { 'retry-after': '9'.repeat(12) }],
    ['a window with something left', { ratelimit: '"api";r=7;t=55' }],
    ['a window of others', { ratelimit: 'limit=100, remaining=0, reset=50' }],
  ])("isn't read from %s", (_what, headers) => {
    expect(waitOf(headers)).toBeUndefined();
  });

  it('is nothing or between zero and a day, whatever a header says', () => {
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    fc.assert(
      fc.property(value, value, (after, limit) => {
        const ms = waitOf({ 'retry-after': after, ratelimit: `"api";r=0;${limit}` });
        expect(ms === undefined || (ms >= 0 && ms <= 86_400_000)).toBe(true);
      }),
    );
  });
});
