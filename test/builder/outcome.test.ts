import { describe, expect, it } from 'vitest';
import { describeOutcome, isHoliday, type Outcome } from '../../src/builder/outcome.ts';

const DAY = '2026-11-20';

describe('the outcome of a day as a sentence', () => {
  it.each<[Outcome, string, string?]>([
    [
      { kind: 'written', file: 'x.md', papers: 1, from: 'sources', remarks: [] },
      `${DAY}: 1 paper written to x.md`,
    ],
    [
      { kind: 'would-write', file: 'x.md', papers: 2, from: 'sources', remarks: [], text: '' },
      `${DAY}: 2 papers would be written to x.md`,
    ],
    [{ kind: 'kept', file: 'x.md', isOurs: true }, `${DAY}: x.md already exists`],
    [
      { kind: 'kept', file: 'x.md', isOurs: false },
      `${DAY}: x.md already exists, written by someone else`,
    ],
    [{ kind: 'nothing', reason: 'not-over' }, `${DAY} isn't over yet`],
    [
      { kind: 'nothing', reason: 'not-yet', source: 'huggingface' },
      `no papers were listed for ${DAY}`,
      `no papers have been listed for ${DAY} yet`,
    ],
    [
      { kind: 'nothing', reason: 'not-yet', source: 'follow' },
      `the followed folder has no digest for ${DAY}`,
      `the followed folder has no digest for ${DAY} yet`,
    ],
    [
      { kind: 'nothing', reason: 'holiday', source: 'huggingface' },
      `${DAY} was an arXiv holiday, and no papers were listed for it`,
      `${DAY} was an arXiv holiday, and no papers have been listed for it yet`,
    ],
    [
      { kind: 'nothing', reason: 'not-hot', source: 'huggingface', listed: 12, minUpvotes: 5 },
      `none of the 12 papers listed for ${DAY} was new with at least 5 upvotes`,
      `none of the 12 papers listed for ${DAY} is new with at least 5 upvotes`,
    ],
    [
      { kind: 'failed', failure: 'network', message: 'Hugging Face could not be reached' },
      `${DAY}: Hugging Face could not be reached`,
    ],
  ])('words %j', (outcome, settled, open = settled) => {
    expect(describeOutcome(DAY, outcome, true)).toBe(settled);
    expect(describeOutcome(DAY, outcome, false)).toBe(open);
  });

  it('names the date of a weekend', () => {
    const weekend = { kind: 'nothing', reason: 'weekend' } as const;
    expect(describeOutcome('2026-11-21', { ...weekend, source: 'huggingface' }, true)).toBe(
      '2026-11-21 was a Saturday: Hugging Face lists no papers on weekends',
    );
    expect(describeOutcome('2026-11-22', { ...weekend, source: 'follow' }, true)).toBe(
      '2026-11-22 was a Sunday, and the followed folder has no digest for it',
    );
  });
});

describe("arXiv's holidays", () => {
  // From a calendar of these years.
  it.each([
    ['2026', '01-01 01-19 06-19 07-03 07-04 09-07 11-26 12-25 12-31'],
    ['2027', '01-01 01-18 06-19 07-04 07-05 09-06 11-25 12-25 12-31'],
  ])('match the holidays that arXiv announced for %s', (year, expected) => {
    const days = Array.from({ length: 365 }, (_, at) =>
      new Date(Date.UTC(Number(year), 0, 1 + at)).toISOString().slice(0, 10),
    );
    expect(days.filter(isHoliday)).toEqual(expected.split(' ').map((day) => `${year}-${day}`));
  });
});
