import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDayRange } from '../../commands/day-range.ts';
import { addDays } from '../../src/digest/day.ts';

/** A Thursday. */
const TODAY = '2021-05-06';

describe('days are read from', () => {
  it.each([
    ['2021-05-05', '2021-05-05', '2021-05-05'],
    ['today', '2021-05-06', '2021-05-06'],
    [' Yesterday ', '2021-05-05', '2021-05-05'],
    ['2021-05', '2021-05-01', '2021-05-31'],
    ['2021-2', '2021-02-01', '2021-02-28'],
    ['2020-02', '2020-02-01', '2020-02-29'],
    ['2021-12', '2021-12-01', '2021-12-31'],
    ['May 2021', '2021-05-01', '2021-05-31'],
    ['sept. 2021', '2021-09-01', '2021-09-30'],
    ['december 2021', '2021-12-01', '2021-12-31'],
    ['2021', '2021-01-01', '2021-12-31'],
    ['this week', '2021-05-03', '2021-05-09'],
    ['last  week', '2021-04-26', '2021-05-02'],
    ['this month', '2021-05-01', '2021-05-31'],
    ['last month', '2021-04-01', '2021-04-30'],
    ['last year', '2020-01-01', '2020-12-31'],
    ['last 7 days', '2021-04-30', '2021-05-06'],
    ['past 1 day', '2021-05-06', '2021-05-06'],
    ['2021-05-01..2021-05-07', '2021-05-01', '2021-05-07'],
    ['2021-05-01 … 2021-05-07', '2021-05-01', '2021-05-07'],
    ['2021-05-01 to 2021-05-07', '2021-05-01', '2021-05-07'],
    ['2021-05-01 - 2021-05-07', '2021-05-01', '2021-05-07'],
    ['2021-04..2021-05', '2021-04-01', '2021-05-31'],
    ['april 2021 to yesterday', '2021-04-01', '2021-05-05'],
    ['2021-05..', '2021-05-01', undefined],
    ['..2021-05', undefined, '2021-05-31'],
  ])('"%s"', (typed, from, to) => {
    expect(readDayRange(typed, TODAY)).toEqual({
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  });

  it('"last month" in January, and "this week" on a Monday and a Sunday', () => {
    expect(readDayRange('last month', '2021-01-31')).toEqual({
      from: '2020-12-01',
      to: '2020-12-31',
    });
    const week = { from: '2021-05-03', to: '2021-05-09' };
    expect(readDayRange('this week', '2021-05-03')).toEqual(week);
    expect(readDayRange('this week', '2021-05-09')).toEqual(week);
  });
});

it.each([
  ...[
    '',
    '..',
    'soon',
    '2021-13',
    '2021-02-30',
    '2021-05-07..2021-05-01',
    'last 0 days',
    'ma 2021',
  ],
  ...['2021-05-01..soon', 'May', '20210505', '1..2..3'],
])('no days are read from "%s"', (typed) => {
  expect(readDayRange(typed, TODAY)).toBeUndefined();
});

it('whatever is typed, days that are read are real and in order', () => {
  const pieces = fc.constantFrom(
    ...['2021-05-05', '2021-5', '9999', '0000', 'last', 'this', 'week', 'year', ' ', '..', ' to '],
    ...['12', 'days', 'dec 2021', 'today', '-', 'x'],
  );
  const typed = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 7 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { from, to } = readDayRange(text, TODAY) ?? {};
      for (const day of [from, to]) if (day !== undefined) expect(addDays(day, 0)).toBe(day);
      if (from !== undefined && to !== undefined) expect(from <= to).toBe(true);
    }),
    { numRuns: 500 },
  );
});
