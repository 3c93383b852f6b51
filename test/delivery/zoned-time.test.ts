import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/digest/day.ts';
import { isTime, nextTime } from '../../src/delivery/schedule.ts';
import { instantOf, localDate } from '../../src/delivery/zoned-time.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

describe('local time', () => {
  it.each([
    ['2021-05-05', '09:00', 'UTC', '2021-05-05T09:00:00.000Z'],
    ['2021-05-05', '09:00', 'Europe/Berlin', '2021-05-05T07:00:00.000Z'],
    ['2021-05-05', '09:00', 'Asia/Kolkata', '2021-05-05T03:30:00.000Z'],
    ['2021-05-05', '00:15', 'Pacific/Kiritimati', '2021-05-04T10:15:00.000Z'],
    ['2021-05-05', '23:45', 'Pacific/Niue', '2021-05-06T10:45:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, expected) => {
    expect(iso(instantOf(date, time, zone))).toBe(expected);
  });

  it('that daylight saving skips is the moment the clock was put forward', () => {
    expect(iso(instantOf('2021-03-28', '02:30', 'Europe/Berlin'))).toBe('2021-03-28T01:00:00.000Z');
    expect(iso(instantOf('2021-03-14', '02:00', 'America/New_York'))).toBe(
      '2021-03-14T07:00:00.000Z',
    );
    // Half an hour in Lord Howe; at midnight in Beirut.
    expect(iso(instantOf('2021-10-03', '02:10', 'Australia/Lord_Howe'))).toBe(
      '2021-10-02T15:30:00.000Z',
    );
    expect(iso(instantOf('2021-03-28', '00:30', 'Asia/Beirut'))).toBe('2021-03-27T22:00:00.000Z');
  });

  it('that comes twice is the first of the two', () => {
    expect(iso(instantOf('2021-10-31', '02:30', 'Europe/Berlin'))).toBe('2021-10-31T00:30:00.000Z');
    expect(iso(instantOf('2021-11-07', '01:30', 'America/New_York'))).toBe(
      '2021-11-07T05:30:00.000Z',
    );
  });

  it('shows the local date on both sides of midnight', () => {
    expect(localDate(at('2021-05-05T21:59:59Z'), 'Europe/Berlin')).toBe('2021-05-05');
    expect(localDate(at('2021-05-05T22:00:00Z'), 'Europe/Berlin')).toBe('2021-05-06');
  });
});

describe('when a subscription is due', () => {
  const slot = { time: '09:00', timeZone: 'Europe/Berlin', since: 0 };

  it('is from its local time to the end of its local day', () => {
    expect(isTime(slot, at('2021-05-05T06:59:59Z'))).toBe(false);
    expect(isTime(slot, at('2021-05-05T07:00:00Z'))).toBe(true);
    expect(isTime(slot, at('2021-05-05T21:59:59Z'))).toBe(true);
    expect(isTime(slot, at('2021-05-05T22:00:00Z'))).toBe(false);
  });

  it('is not before its next local time after it was made', () => {
    const made = { ...slot, since: at('2021-05-05T10:00:00Z') };
    expect(isTime(made, at('2021-05-05T12:00:00Z'))).toBe(false);
    expect(isTime(made, at('2021-05-06T07:00:00Z'))).toBe(true);
  });

  it('is announced as the next time its clock shows it', () => {
    expect(iso(nextTime(slot, at('2021-05-05T06:00:00Z')))).toBe('2021-05-05T07:00:00.000Z');
    expect(iso(nextTime(slot, at('2021-05-05T07:00:00Z')))).toBe('2021-05-06T07:00:00.000Z');
    expect(iso(nextTime(slot, at('2021-10-30T12:00:00Z')))).toBe('2021-10-31T08:00:00.000Z');
  });

  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Beirut',
    'Africa/Casablanca',
    'America/St_Johns',
    'Pacific/Chatham',
    'Asia/Kathmandu',
    'America/Santiago',
  ];
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));

  it('comes exactly once on every local date, daylight saving included', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, fc.nat(700), (timeZone, clock, offset) => {
        const start = addDays('2021-01-01', offset);
        let now = instantOf(start, clock, timeZone);
        for (let day = 1; day <= 5; day++) {
          const next = nextTime({ time: clock, timeZone, since: 0 }, now);
          expect(next).toBeGreaterThan(now);
          expect(localDate(next, timeZone)).toBe(addDays(start, day));
          expect(isTime({ time: clock, timeZone, since: 0 }, next)).toBe(true);
          now = next;
        }
      }),
      { numRuns: 300 },
    );
  });
});
