import { describe, expect, it } from 'vitest';
import { instantOf, lastInstantOf, localDate } from '../../src/schedule/zoned-time.ts';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

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
