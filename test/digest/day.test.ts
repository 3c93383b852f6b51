import { describe, expect, it } from 'vitest';
import { addDays, isDay, isTimeZone, isWeekend, latestDate } from '../../src/digest/day.ts';

describe('isDay', () => {
  it.each(['2021-02-28', '2024-02-29', '2000-02-29', '1999-12-31', '0001-01-01'])(
    'accepts %s',
    (text) => expect(isDay(text)).toBe(true),
  );

  it.each([
    '2021-02-29',
    '2021-02-30',
    '1900-02-29',
    '2021-04-31',
    '2021-13-01',
    '2021-00-05',
    '2021-05-00',
    '2021-5-05',
    '20210505',
    '2021-05-05T09:00',
    '+010000-01-01',
    '2021-W18-3',
    ' 2021-05-05',
    '2021-05-05[u-ca=iso8601]',
    '',
  ])('rejects %j', (text) => expect(isDay(text)).toBe(false));
});

describe('addDays', () => {
  it.each([
    ['2021-02-28', 1, '2021-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2021-01-01', -1, '2020-12-31'],
    ['2021-03-28', 0, '2021-03-28'],
    ['2020-03-01', 366, '2021-03-02'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });
});

it('isWeekend is true on Saturdays and Sundays', () => {
  const week = [3, 4, 5, 6, 7, 8, 9].map((date) => isWeekend(`2021-05-0${date}`));
  expect(week).toEqual([false, false, false, false, false, true, true]);
});

it('latestDate changes when UTC+14 changes its date', () => {
  expect(latestDate(Date.parse('2021-05-05T09:59:59.999Z'))).toBe('2021-05-05');
  expect(latestDate(Date.parse('2021-05-05T10:00:00Z'))).toBe('2021-05-06');
});

it('isTimeZone knows IANA’s names, and older ones that settings may hold', () => {
  expect(
    ['Europe/Berlin', 'Asia/Calcutta', 'UTC', 'PST', '+02:00'].filter(isTimeZone),
  ).toHaveLength(5);
  expect(['Europe/Nowhere', '', '25:00', 'Mars'].filter(isTimeZone)).toEqual([]);
});
