import { describe, expect, it } from 'vitest';
import { chooseFile, countCategories, nearestDays } from '../../src/archive/catalogue.ts';
import type { Digest } from '../../src/digest/types.ts';
import { digestOf } from '../support/digest.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';
import { searchOver } from '../search/search-over.ts';

describe('the file used for a day', () => {
  const filed = (name: string) => ({
    name,
    digest: digestOf({ day: '2021-05-05', file: name }),
    modified: 0,
  });
  const choose = (...names: string[]) => chooseFile(names.map(filed))?.name;

  it('is the plainly named one if there is one', () => {
    expect(choose('2021-05-05---Z.md', '2021-05-05.md', '2021-05-05---A.md')).toBe('2021-05-05.md');
    // Misnamed: its slug says that it is of the 5th.
    expect(choose('2021-05-05.md', '2021-05-06.md')).toBe('2021-05-05.md');
  });

  it('is the last by name when none is plainly named', () => {
    expect(choose('2021-05-05---A.md', '2021-05-05---Z.md')).toBe('2021-05-05---Z.md');
  });

  it("doesn't exist without files", () => {
    expect(choose()).toBeUndefined();
  });
});

describe('the nearest days', () => {
  const days = ['2021-06-03', '2021-06-01', '2021-05-28'];

  it.each([
    ['2021-06-02', '2021-06-01', '2021-06-03'],
    ['2021-06-01', '2021-05-28', '2021-06-03'],
    ['2021-01-01', undefined, '2021-05-28'],
    ['2022-01-01', '2021-06-03', undefined],
  ])('are, for %s, %s and %s', (day, before, after) => {
    expect(nearestDays(days, day)).toEqual({ before, after });
  });
});

describe("the archive's categories", () => {
  const countsIn = (digests: readonly Digest[]) =>
    countCategories(digests.flatMap((digest) => digest.papers));
  const counts = countsIn(SAMPLE_DIGESTS);

  it('come with their names, most papers first', () => {
    expect(counts.slice(0, 3)).toEqual([
      { code: 'cs.CV', name: 'Computer Vision and Pattern Recognition', papers: 2 },
      { code: 'cs.IT', name: 'Information Theory', papers: 2 },
      { code: 'cs.LG', name: 'Machine Learning', papers: 2 },
    ]);
  });

  it('count what a search for them finds', async () => {
    const { find } = searchOver(SAMPLE_DIGESTS);
    for (const { code, papers } of counts) {
      expect((await find({ category: code })).total).toBe(papers);
    }
  });

  it('count a paper in two digests as the newest one has it', () => {
    // The older print of the paper on teapots has stat.ML, the newer has not.
    const arxivId = '2106.03002';
    const prints = [
      digestOf({ day: '2021-06-03', papers: [{ arxivId, categories: ['cs.LG'] }] }),
      digestOf({ day: '2021-05-28', papers: [{ arxivId, categories: ['cs.LG', 'stat.ML'] }] }),
    ];
    expect(countsIn(prints)).toMatchObject([{ code: 'cs.LG', papers: 1 }]);
  });
});
