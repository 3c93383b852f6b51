import { describe, expect, it } from 'vitest';
import { linkedAddress, resolveSearchDates, soleArxivId } from '../../src/input/search-text.ts';
import { translatorFor } from '../../src/i18n/translate.ts';

/** A Thursday. */
const TODAY = '2021-05-06';

describe('dates in a search text', () => {
  it.each([
    ['mixer since:"last week"', 'mixer since:2021-04-26'],
    ['since:last week mixer', 'since:2021-04-26 mixer'],
    ['since:last 7 days mixer', 'since:2021-04-30 mixer'],
    ['-before:yesterday', '-before:2021-05-05'],
    ['since:2021-04, mixer', 'since:2021-04 mixer'],
    ['since:gestern', 'since:2021-05-05'],
    [' since:yesterday ', 'since:2021-05-05'],
  ])('are resolved: %j is %j', (typed, search) => {
    expect(resolveSearchDates(typed, TODAY, translatorFor('de'))).toBe(search);
  });

  it.each(['since:soon', 'notsince:yesterday', '"since:yesterday"', 'since: yesterday'])(
    'are not made up: %j stays',
    (typed) => {
      expect(resolveSearchDates(typed, TODAY, translatorFor('de'))).toBe(typed);
    },
  );
});

describe('a link in a search text', () => {
  it.each([
    ['https://www.lab.example/gates/', 'lab.example/gates'],
    ['<https://lab.example/gates?a=b>', 'lab.example/gates?a=b'],
    ['www.lab.example', 'lab.example'],
  ])('%j has the address %s', (typed, address) => {
    expect(linkedAddress(typed)).toBe(address);
  });

  it.each(['https://arxiv.org/abs/2105.01601', 'see https://lab.example', 'lab.example', ''])(
    '%j has none to search for',
    (typed) => {
      expect(linkedAddress(typed)).toBeUndefined();
    },
  );
});

it.each([
  ['2105.01601', '2105.01601'],
  ['arXiv:2105.01601v2', '2105.01601'],
  ['https://arxiv.org/pdf/2105.01601', '2105.01601'],
  ['mixing perceptrons (2105.01601)', '2105.01601'],
  ['2105.01601 and 2105.01602', undefined],
  ['mixing perceptrons', undefined],
])('the only arXiv id in %j is %s', (text, id) => {
  expect(soleArxivId(text)).toBe(id);
});
