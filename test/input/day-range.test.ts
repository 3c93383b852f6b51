import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDayRange as parseIn } from '../../src/input/day-range.ts';
import { addDays } from '../../src/digest/day.ts';
import {
  english,
  type TranslationKey,
  translatorFor,
  LANGUAGES,
  type Language,
} from '../../src/i18n/translate.ts';

/** A Thursday. */
const TODAY = '2021-05-06';

const parseDayRange = (typed: string, today: string, language: Language = 'en') =>
  parseIn(typed, today, translatorFor(LANGUAGES[language][0]));

describe('a range of days', () => {
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
    ['2021-5-5', '2021-05-05', '2021-05-05'],
    ['2021/05/05', '2021-05-05', '2021-05-05'],
    ['2021.5', '2021-05-01', '2021-05-31'],
    ['5 May 2021', '2021-05-05', '2021-05-05'],
    ['5th May, 2021', '2021-05-05', '2021-05-05'],
    ['May 5, 2021', '2021-05-05', '2021-05-05'],
    ['5.6.2021', '2021-06-05', '2021-06-05'],
    ['05.05.2021', '2021-05-05', '2021-05-05'],
    ['25/12/2020', '2020-12-25', '2020-12-25'],
    ['12/25/2020', '2020-12-25', '2020-12-25'],
    ['May', '2021-05-01', '2021-05-31'],
    ['June', '2020-06-01', '2020-06-30'],
    ['6 May', '2021-05-06', '2021-05-06'],
    ['7 May', '2020-05-07', '2020-05-07'],
    ['29 Feb', '2020-02-29', '2020-02-29'],
    ['9999-12', '9999-12-01', '9999-12-31'],
    ['2021-05-07..2021-05-01', '2021-05-01', '2021-05-07'],
    ['May 2021 to March 2021', '2021-03-01', '2021-05-31'],
    ['November to January', '2020-11-01', '2021-01-31'],
    ['April to June', '2020-04-01', '2020-06-30'],
    ['1 May to 7 May 2021', '2021-05-01', '2021-05-07'],
  ])('is read from "%s"', (typed, from, to) => {
    expect(parseDayRange(typed, TODAY)).toEqual({
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  });

  it('understands "last month" in January, and "this week" on a Monday and a Sunday', () => {
    expect(parseDayRange('last month', '2021-01-31')).toEqual({
      from: '2020-12-01',
      to: '2020-12-31',
    });
    const week = { from: '2021-05-03', to: '2021-05-09' };
    expect(parseDayRange('this week', '2021-05-03')).toEqual(week);
    expect(parseDayRange('this week', '2021-05-09')).toEqual(week);
  });
});

it.each([
  ...['', '..', 'soon', '2021-13', '2021-02-30', 'last 0 days', 'ma 2021'],
  ...['2021-05-01..soon', '20210505', '1..2..3', '05/06/2021', '31.2.2021', 'Ju', 'ma', '5'],
  ...['30 February', '0 May 2021', 'May May', '2021-13-01', '13/13/2021', 'Mayday', 'may 5 2021 x'],
])('reads no range of days from "%s"', (typed) => {
  expect(parseDayRange(typed, TODAY)).toBeUndefined();
});

describe('a range of days in another language', () => {
  it.each([
    ['de', 'letzte Woche', '2021-04-26', '2021-05-02'],
    ['de', 'GESTERN', '2021-05-05', '2021-05-05'],
    ['de', 'Mai 2021', '2021-05-01', '2021-05-31'],
    ['de', '5. Mai 2021', '2021-05-05', '2021-05-05'],
    ['de', 'März', '2021-03-01', '2021-03-31'],
    ['de', 'May', '2021-05-01', '2021-05-31'],
    ['de', 'last week', '2021-04-26', '2021-05-02'],
    ['es', '5 de mayo de 2021', '2021-05-05', '2021-05-05'],
    ['fr', "aujourd'hui", '2021-05-06', '2021-05-06'],
    ['fr', '1er fevrier 2021', '2021-02-01', '2021-02-01'],
    ['fr', 'juil. 2020', '2020-07-01', '2020-07-31'],
    ['ja', '先週', '2021-04-26', '2021-05-02'],
    ['ja', '2021年5月', '2021-05-01', '2021-05-31'],
    ['ja', '５月', '2021-05-01', '2021-05-31'],
    ['zh', '2021年5月5日', '2021-05-05', '2021-05-05'],
    ['zh', '5月5日', '2021-05-05', '2021-05-05'],
    ['zh', '五月', '2021-05-01', '2021-05-31'],
  ] as const)('is read in %s from "%s"', (language, typed, from, to) => {
    expect(parseDayRange(typed, TODAY, language)).toEqual({ from, to });
  });

  it.each(Object.keys(LANGUAGES) as Language[])(
    'understands everything it suggests in %s',
    (language) => {
      const offered = ['today', 'yesterday', 'this-week', 'last-week', 'last-month'] as const;
      for (const word of offered) {
        const key: TranslationKey = `date.${word}`;
        const own = translatorFor(LANGUAGES[language][0])(key);
        const meant = parseDayRange(english(key), TODAY);
        expect(meant).toBeDefined();
        expect([own, parseDayRange(own, TODAY, language)]).toEqual([own, meant]);
        expect(parseDayRange(own.toUpperCase(), TODAY, language)).toEqual(meant);
      }
    },
  );

  it("doesn't accept words and months of other languages", () => {
    expect(parseDayRange('gestern', TODAY, 'fr')).toBeUndefined();
    expect(parseDayRange('Mai', TODAY, 'en')).toBeUndefined();
    // It could be "juin" or "juillet".
    expect(parseDayRange('jui', TODAY, 'fr')).toBeUndefined();
  });
});

it('reads only real days in order, whatever is typed', () => {
  const pieces = fc.constantFrom(
    ...['2021-05-05', '2021-5', '9999', '0000', 'last', 'this', 'week', 'year', ' ', '..', ' to '],
    ...['12', 'days', 'dec 2021', 'today', '-', 'x', '/', '.'],
    ...['may', '29', '年', '月'],
  );
  const typed = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 7 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { from, to } = parseDayRange(text, TODAY, 'ja') ?? {};
      for (const day of [from, to]) if (day !== undefined) expect(addDays(day, 0)).toBe(day);
      if (from !== undefined && to !== undefined) expect(from <= to).toBe(true);
    }),
    { numRuns: 500 },
  );
});
