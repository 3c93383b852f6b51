import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuietTime, parseQuietHours, parseTimeOfDay } from '../../src/input/time-of-day.ts';

describe('quiet hours', () => {
  it.each([
    ['22:00-07:00', '22:00', '07:00'],
    ['22-7', '22:00', '07:00'],
    [' 22:30 – 7h ', '22:30', '07:00'],
    ['1.15 to 2:45', '01:15', '02:45'],
    ['18:00-24:00', '18:00', '00:00'],
    ['10pm-7am', '22:00', '07:00'],
    ['10:30 pm to 7', '22:30', '07:00'],
  ])('are read from %j as %s to %s', (typed, from, to) => {
    expect(parseQuietHours(typed)).toEqual({ from, to });
  });

  it.each(['off', 'OFF', 'none'])('are turned off by typing %s', (typed) => {
    expect(parseQuietHours(typed)).toBe('off');
  });

  it.each([...['late', '22', '22-', '22-25', '24:30-7', '22:60-7'], ...['', '٢٢-٧', '22-7-8']])(
    'are unknown when typed as %j',
    (typed) => {
      expect(parseQuietHours(typed)).toBe('unknown');
    },
  );

  it.each(['7-7', '24-0'])('are empty when typed as %j', (typed) => {
    expect(parseQuietHours(typed)).toBe('empty');
  });

  const clock = fc
    .integer({ min: 0, max: 1439 })
    .map((at) =>
      [Math.floor(at / 60), at % 60].map((part) => `${part}`.padStart(2, '0')).join(':'),
    );

  it('read back as written, from the first time up to the second', () => {
    fc.assert(
      fc.property(clock, clock, clock, (from, to, time) => {
        fc.pre(from !== to);
        const quiet = { from, to };
        expect(parseQuietHours(`${from}-${to}`)).toEqual(quiet);
        expect(isQuietTime(from, quiet)).toBe(true);
        expect(isQuietTime(to, quiet)).toBe(false);
        // Swapping the ends turns quiet times into the others.
        expect(isQuietTime(time, quiet)).toBe(!isQuietTime(time, { from: to, to: from }));
      }),
    );
  });

  it('never throw, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const quiet = parseQuietHours(typed);
        if (typeof quiet === 'string') expect(['off', 'empty', 'unknown']).toContain(quiet);
        else for (const time of [quiet.from, quiet.to]) expect(parseTimeOfDay(time)).toBe(time);
      }),
    );
  });
});
