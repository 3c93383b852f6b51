import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAt, hourOf, nextTime } from '../../src/schedule/due-time.ts';
import { addDays } from '../../src/digest/day.ts';
import { clockTimes, instantsIn, periods } from './zone-periods.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

const schedule = { time: '09:00', timeZone: 'Europe/Berlin', since: 0 };
const due = (firstSeen: string, more: object = {}): string =>
  iso(dueAt({ ...schedule, ...more }, at(firstSeen)));

describe('the due time of a digest', () => {
  it("is the channel's hour when it was seen before", () => {
    expect(due('2021-05-05T00:00+02:00')).toBe('2021-05-05T07:00:00.000Z');
    expect(due('2021-05-05T06:59:59Z')).toBe('2021-05-05T07:00:00.000Z');
  });

  it('is the time it was seen when that is after the hour', () => {
    expect(due('2021-05-05T07:00:01Z')).toBe('2021-05-05T07:00:01.000Z');
    expect(due('2021-05-05T21:59:59Z')).toBe('2021-05-05T21:59:59.000Z');
    expect(due('2021-05-05T22:00:00Z')).toBe('2021-05-06T07:00:00.000Z');
  });

  it('follows the jump for an hour in a gap, and the first of an hour shown twice', () => {
    const night = { time: '02:30' };
    expect(due('2021-03-28T00:30Z', night)).toBe('2021-03-28T01:00:00.000Z');
    expect(due('2021-10-31T00:15Z', night)).toBe('2021-10-31T00:30:00.000Z');
    expect(due('2021-10-31T01:15Z', night)).toBe('2021-10-31T01:15:00.000Z');
  });

  it("isn't before the first hour since the settings were made", () => {
    const made = { since: at('2021-05-05T14:00+02:00') };
    expect(due('2021-05-05T06:00+02:00', made)).toBe('2021-05-06T07:00:00.000Z');
    expect(due('2021-05-05T15:00+02:00', made)).toBe('2021-05-06T07:00:00.000Z');
    expect(due('2021-05-06T15:00+02:00', made)).toBe('2021-05-06T13:00:00.000Z');
    expect(due('2021-05-05T08:00+02:00', { since: at('2021-05-05T09:00+02:00') })).toBe(
      '2021-05-05T07:00:00.000Z',
    );
  });

  it('is the end of the quiet hours it falls into', () => {
    const quiet = { quiet: { from: '22:00', to: '07:00' } };
    expect(due('2021-05-05T08:00+02:00', quiet)).toBe('2021-05-05T07:00:00.000Z');
    expect(due('2021-05-05T21:59+02:00', quiet)).toBe('2021-05-05T19:59:00.000Z');
    expect(due('2021-05-05T22:00+02:00', quiet)).toBe('2021-05-06T05:00:00.000Z');
    expect(due('2021-05-05T05:00+02:00', { ...quiet, time: '06:30' })).toBe(
      '2021-05-05T05:00:00.000Z',
    );
  });

  it('is no earlier than that of a digest seen before', () => {
    const quiets = fc.option(fc.record({ from: clockTimes, to: clockTimes }), { nil: undefined });
    const later = fc.nat(3 * 1440).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(
        instantsIn(periods),
        clockTimes,
        quiets,
        later,
        later,
        ({ zone, instant }, time, quiet, since, by) => {
          const one = { time, timeZone: zone, since: instant - since, ...(quiet && { quiet }) };
          const first = dueAt(one, instant);
          expect(first).toBeGreaterThanOrEqual(instant);
          expect(dueAt(one, instant + by)).toBeGreaterThanOrEqual(first);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is on its date unless the settings or quiet hours forbid it', () => {
    fc.assert(
      fc.property(instantsIn(periods), clockTimes, ({ zone, table, instant }, time) => {
        const hour = table.hour(table.dateOf(instant), time);
        expect(dueAt({ time, timeZone: zone, since: 0 }, instant)).toBe(Math.max(hour, instant));
        expect(hourOf({ time, timeZone: zone }, instant)).toBe(hour);
        expect(table.dateOf(hour)).toBe(table.dateOf(instant));
        const made = dueAt({ time, timeZone: zone, since: instant }, instant);
        const tomorrow = addDays(table.dateOf(instant), 1);
        if (hour >= instant) expect(made).toBe(hour);
        else if (table.dateOf(made) === tomorrow) expect(made).toBe(table.hour(tomorrow, time));
        else expect([zone, tomorrow]).toEqual(['Pacific/Apia', '2011-12-30']);
      }),
      { numRuns: 600 },
    );
  });
});

describe('the next delivery time', () => {
  it('is the next one the clock shows', () => {
    expect(iso(nextTime(schedule, at('2021-05-05T06:00:00Z')))).toBe('2021-05-05T07:00:00.000Z');
    expect(iso(nextTime(schedule, at('2021-05-05T07:00:00Z')))).toBe('2021-05-06T07:00:00.000Z');
    expect(iso(nextTime(schedule, at('2021-10-30T12:00:00Z')))).toBe('2021-10-31T08:00:00.000Z');
  });

  it("isn't within quiet hours", () => {
    const quiet = { from: '22:00', to: '07:00' };
    const next = (time: string, now: string) =>
      iso(nextTime({ ...schedule, time, quiet }, at(now)));
    expect(next('23:00', '2021-05-05T12:00Z')).toBe('2021-05-06T05:00:00.000Z');
    expect(next('23:00', '2021-05-06T02:00Z')).toBe('2021-05-06T05:00:00.000Z');
    expect(next('06:00', '2021-05-06T04:30Z')).toBe('2021-05-06T05:00:00.000Z');
    expect(next('07:00', '2021-05-06T04:30Z')).toBe('2021-05-06T05:00:00.000Z');
  });

  it("isn't an hour from before the settings were made", () => {
    const quiet = { from: '22:00', to: '07:00' };
    const since = at('2021-05-05T23:30+02:00');
    const next = nextTime({ ...schedule, time: '23:00', quiet, since }, since);
    expect(iso(next)).toBe('2021-05-07T05:00:00.000Z');
  });

  it('comes once on every local date', () => {
    fc.assert(
      fc.property(instantsIn(periods), clockTimes, ({ zone, table, instant }, time) => {
        const daily = { time, timeZone: zone, since: 0 };
        const dates = table.dates();
        let now = hourOf(daily, instant);
        for (let day = 1; day <= 5; day++) {
          const next = nextTime(daily, now);
          const here = dates.indexOf(table.dateOf(now));
          expect(table.dateOf(next)).toBe(dates[here + 1]);
          now = next;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is tomorrow at the latest when the settings were made by a clock a year ahead', () => {
    const now = at('2021-05-05T12:00Z');
    const next = nextTime({ ...schedule, since: at('2022-05-05T12:00Z') }, now);
    expect(iso(next)).toBe('2021-05-06T07:00:00.000Z');
  });
});
