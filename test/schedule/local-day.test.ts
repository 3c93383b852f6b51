import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../src/digest/day.ts';
import { instantOf, lastInstantOf, localDayOf } from '../../src/schedule/local-day.ts';
import { clockTimes, instantsIn, periods } from './zone-periods.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

describe('a local day', () => {
  it('has 23 hours when the clock goes forward and 25 when it goes back', () => {
    const hours = (instant: string) => {
      const { start, end } = localDayOf(at(instant), 'Europe/Berlin');
      return (end - start) / 3_600_000;
    };
    expect(hours('2021-03-28T12:00Z')).toBe(23);
    expect(hours('2021-10-31T12:00Z')).toBe(25);
    expect(hours('2021-11-01T12:00Z')).toBe(24);
  });

  it("doesn't exist when the zone skipped it", () => {
    const day = localDayOf(at('2011-12-29T12:00-10:00'), 'Pacific/Apia');
    expect(day.date).toBe('2011-12-29');
    expect(day.after().date).toBe('2011-12-31');
    expect(day.after().before().date).toBe('2011-12-29');
  });

  it('ends once, even if the clock goes back over midnight', () => {
    const [midnight, zone] = [at('2010-11-07T00:00-02:30'), 'America/St_Johns'];
    // Two minutes after midnight it is 23:02 on the 6th again.
    expect(localDayOf(midnight + 120_000, zone)).toMatchObject({
      date: '2010-11-07',
      start: midnight,
    });
    expect(localDayOf(midnight, zone).date).toBe('2010-11-07');
    expect(localDayOf(midnight - 1, zone).date).toBe('2010-11-06');
  });

  it('places a time in a gap at its end a minute before the jump to the next date', () => {
    const day = localDayOf(at('2024-03-30T12:00Z'), 'America/Nuuk');
    expect([iso(day.first('23:30')), iso(day.end)]).toEqual([
      '2024-03-31T00:59:00.000Z',
      '2024-03-31T01:00:00.000Z',
    ]);
  });

  it("agrees with sums over the zone's list of offsets at any time", () => {
    fc.assert(
      fc.property(instantsIn(periods), clockTimes, ({ zone, table, instant }, time) => {
        const day = localDayOf(instant, zone);
        expect(day.date).toBe(table.dateOf(instant));
        expect(day.start).toBe(table.first(day.date, '00:00'));
        expect(day.end).toBe(table.first(addDays(day.date, 1), '00:00'));
        expect(day.first(time)).toBe(table.hour(day.date, time));
        expect(day.last(time)).toBe(table.last(day.date, time));
        expect(day.before().end).toBe(day.start);
        expect(day.after().start).toBe(day.end);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('local time', () => {
  it.each([
    ['2021-05-05', '09:00', 'UTC', '2021-05-05T09:00:00.000Z'],
    ['2021-05-05', '09:00', 'Europe/Berlin', '2021-05-05T07:00:00.000Z'],
    ['2021-05-05', '09:00', 'Asia/Kolkata', '2021-05-05T03:30:00.000Z'],
    ['2021-05-05', '00:15', 'Pacific/Kiritimati', '2021-05-04T10:15:00.000Z'],
    ['2021-05-05', '23:45', 'Pacific/Niue', '2021-05-06T10:45:00.000Z'],
    // Names that Temporal doesn't know, and settings may hold.
    ['2021-05-05', '09:00', 'PST', '2021-05-05T16:00:00.000Z'],
    ['2021-05-05', '09:00', 'US/Pacific-New', '2021-05-05T16:00:00.000Z'],
  ])('reads %s %s in %s as %s', (date, time, zone, expected) => {
    expect(iso(instantOf(date, time, zone))).toBe(expected);
  });

  it('becomes the moment the clock went forward when daylight saving skips it', () => {
    expect(iso(instantOf('2021-03-28', '02:30', 'Europe/Berlin'))).toBe('2021-03-28T01:00:00.000Z');
    expect(iso(instantOf('2021-03-14', '02:00', 'America/New_York'))).toBe(
      '2021-03-14T07:00:00.000Z',
    );
    // Half an hour in Lord Howe; at midnight in Beirut.
    expect(iso(instantOf('2021-10-03', '02:10', 'Australia/Lord_Howe'))).toBe(
      '2021-10-02T15:30:00.000Z',
    );
    expect(iso(instantOf('2021-03-28', '00:30', 'Asia/Beirut'))).toBe('2021-03-27T22:00:00.000Z');
    // From an offset that isn't in whole minutes.
    expect(iso(instantOf('1972-01-07', '00:10', 'Africa/Monrovia'))).toBe(
      '1972-01-07T00:44:30.000Z',
    );
  });

  it('becomes the first of the two when it occurs twice', () => {
    expect(iso(instantOf('2021-10-31', '02:30', 'Europe/Berlin'))).toBe('2021-10-31T00:30:00.000Z');
    expect(iso(instantOf('2021-11-07', '01:30', 'America/New_York'))).toBe(
      '2021-11-07T05:30:00.000Z',
    );
  });

  it('can also be the second of the two when it occurs twice', () => {
    expect(iso(lastInstantOf('2021-10-31', '02:30', 'Europe/Berlin'))).toBe(
      '2021-10-31T01:30:00.000Z',
    );
    expect(iso(lastInstantOf('2021-10-31', '03:00', 'Europe/Berlin'))).toBe(
      '2021-10-31T02:00:00.000Z',
    );
    expect(iso(lastInstantOf('2021-03-28', '02:30', 'Europe/Berlin'))).toBe(
      '2021-03-28T01:00:00.000Z',
    );
  });

  it('shows the local date on both sides of midnight', () => {
    expect(localDate(at('2021-05-05T21:59:59Z'), 'Europe/Berlin')).toBe('2021-05-05');
    expect(localDate(at('2021-05-05T22:00:00Z'), 'Europe/Berlin')).toBe('2021-05-06');
    expect(localDate(at('2021-05-05T14:59:59Z'), 'JST')).toBe('2021-05-05');
    expect(localDate(at('2021-05-05T15:00:00Z'), 'JST')).toBe('2021-05-06');
  });
});
