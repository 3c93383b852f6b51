import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuietAt, readQuietHours } from '../../commands/quiet-hours.ts';
import { UserError } from '../../src/command.ts';

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
    expect(readQuietHours(typed)).toEqual({ from, to });
  });

  it.each(['off', 'OFF', 'none'])('are turned off by typing %s', (typed) => {
    expect(readQuietHours(typed)).toBeUndefined();
  });

  it.each([
    'late',
    '22',
    '22-',
    '22-25',
    '24:30-7',
    '22:60-7',
    '7-7',
    '24-0',
    '',
    '٢٢-٧',
    '22-7-8',
  ])('are refused for %j with what is accepted', (typed) => {
    expect(() => readQuietHours(typed)).toThrow(UserError);
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
        const quiet = readQuietHours(`${from}-${to}`) ?? { from: '', to: '' };
        expect(quiet).toEqual({ from, to });
        expect(isQuietAt(from, quiet)).toBe(true);
        expect(isQuietAt(to, quiet)).toBe(false);
        // What is not quiet is quiet the other way round.
        expect(isQuietAt(time, quiet)).toBe(!isQuietAt(time, { from: to, to: from }));
      }),
    );
  });

  it('fail only with a UserError, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        try {
          readQuietHours(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
