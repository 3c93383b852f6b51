import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuietTime } from '../../src/input/time-of-day.ts';
import { afterQuiet, isQuiet } from '../../src/schedule/due-time.ts';
import { clockTimes, instantsIn, periods } from './zone-periods.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

const NIGHT = { from: '22:00', to: '07:00' };
const NOON = { from: '12:00', to: '13:30' };

describe('quiet hours', () => {
  it.each([
    ['21:59', NIGHT, false],
    ['22:00', NIGHT, true],
    ['00:00', NIGHT, true],
    ['06:59', NIGHT, true],
    ['07:00', NIGHT, false],
    ['11:59', NOON, false],
    ['12:00', NOON, true],
    ['13:30', NOON, false],
    ['09:00', { from: '09:00', to: '09:00' }, false],
  ])('apply at %s with %j: %s', (time, quiet, expected) => {
    expect(isQuietTime(time, quiet)).toBe(expected);
    expect(isQuiet(at(`2021-05-05T${time}Z`), 'UTC', quiet)).toBe(expected);
  });

  it('put off what falls into them until they end', () => {
    const after = (text: string, quiet = NIGHT) => iso(afterQuiet(at(text), 'Asia/Tokyo', quiet));
    expect(after('2021-05-05T22:00+09:00')).toBe('2021-05-05T22:00:00.000Z');
    expect(after('2021-05-06T06:59+09:00')).toBe('2021-05-05T22:00:00.000Z');
    expect(after('2021-05-06T07:00+09:00')).toBe('2021-05-05T22:00:00.000Z');
    expect(after('2021-05-06T07:01+09:00')).toBe('2021-05-05T22:01:00.000Z');
    expect(after('2021-05-06T12:01+09:00', NOON)).toBe('2021-05-06T04:30:00.000Z');
  });

  it('put off nothing when none are set', () => {
    expect(isQuiet(at('2021-05-05T23:00Z'), 'UTC', undefined)).toBe(false);
    expect(afterQuiet(5, 'UTC', undefined)).toBe(5);
  });

  it('last eight hours in the night the clock goes forward, ten when it goes back', () => {
    const end = (text: string) => iso(afterQuiet(at(text), 'Europe/Berlin', NIGHT));
    expect(end('2021-03-27T21:00Z')).toBe('2021-03-28T05:00:00.000Z');
    expect(end('2021-10-30T20:00Z')).toBe('2021-10-31T06:00:00.000Z');
  });

  it('last until the second occurrence when they end at a time shown twice', () => {
    const quiet = { from: '22:00', to: '02:30' };
    const isOn = (text: string) => isQuiet(at(text), 'Europe/Berlin', quiet);
    expect(isOn('2021-10-31T02:29+02:00')).toBe(true);
    expect(isOn('2021-10-31T02:45+02:00')).toBe(true);
    expect(isOn('2021-10-31T02:29+01:00')).toBe(true);
    expect(isOn('2021-10-31T02:30+01:00')).toBe(false);
  });

  it('begin and end with the jump when they begin and end in a gap', () => {
    const isOn = (text: string, from: string, to: string) =>
      isQuiet(at(text), 'Europe/Berlin', { from, to });
    expect(isOn('2021-03-28T00:59:59Z', '02:30', '04:00')).toBe(false);
    expect(isOn('2021-03-28T01:00Z', '02:30', '04:00')).toBe(true);
    expect(isOn('2021-03-28T00:59:59Z', '22:00', '02:30')).toBe(true);
    expect(isOn('2021-03-28T01:00Z', '22:00', '02:30')).toBe(false);
  });

  it('hold whenever the local clock shows a quiet time, and nothing is put off into them', () => {
    const quiets = fc.record({ from: clockTimes, to: clockTimes });
    fc.assert(
      fc.property(instantsIn(periods), quiets, ({ zone, table, instant }, quiet) => {
        const shown = table.wall(instant).slice(11);
        if (isQuietTime(shown, quiet)) expect(isQuiet(instant, zone, quiet)).toBe(true);
        const after = afterQuiet(instant, zone, quiet);
        expect(isQuiet(after, zone, quiet)).toBe(false);
        expect(after > instant).toBe(isQuiet(instant, zone, quiet));
        // They end when the clock shows it, or jumps over it.
        const isJump = table.changes.includes(after);
        if (after > instant && !isJump) expect(table.wall(after).slice(11)).toBe(quiet.to);
        // All of what was put off ends at the same time.
        if (after > instant) expect(afterQuiet(after - 1, zone, quiet)).toBe(after);
      }),
      { numRuns: 1500 },
    );
  });
});
