import { describe, expect, it } from 'vitest';
import { MARKS, papersById, papersToMark, scoreHalf } from '../../bench/quality/key-sentences.ts';
import { readArchive } from '../../bench/quality/archive.ts';
import { sentencesOf } from '../../src/digest/sentences.ts';
import { archiveFolder } from '../support/archive.ts';

describe('the marks of key sentences', () => {
  const halves = Object.entries(MARKS);

  it('are 175 papers to tune on and 75 to measure on, none in both', () => {
    expect(Object.keys(MARKS.tuning)).toHaveLength(175);
    expect(Object.keys(MARKS['held-out'])).toHaveLength(75);
    expect(new Set(halves.flatMap(([, marks]) => Object.keys(marks))).size).toBe(250);
  });

  it('are sentence numbers in order, each once', () => {
    for (const [id, right] of halves.flatMap(([, marks]) => Object.entries(marks))) {
      expect(right, id).toEqual([...new Set(right)].sort((a, b) => a - b));
      for (const number of right) expect(number, id).toBeGreaterThanOrEqual(1);
    }
  });

  it.skipIf(!archiveFolder)('are of the chosen papers and of sentences that exist', async () => {
    const digests = await readArchive(archiveFolder ?? '');
    const papers = papersById(digests.flatMap((digest) => digest.papers));
    const chosen = papersToMark(papers.values());
    for (const half of ['tuning', 'held-out'] as const) {
      expect(Object.keys(MARKS[half]).sort()).toEqual(chosen[half].sort());
      for (const [id, right] of Object.entries(MARKS[half])) {
        const { length } = sentencesOf(papers.get(id)?.abstract ?? '');
        for (const number of right) expect(number, id).toBeLessThanOrEqual(length);
      }
    }
  });
});

it('counts the first and the chosen sentences that are right, and only whole ones', () => {
  const abstracts = new Map([
    ['a', 'Pots boil. We mend pots. We find that they hold.'],
    ['b', 'We mend lids. Lids are flat.'],
    ['c', 'Kettles whistle. We mend kettles.'],
    ['d', 'Kitchens are warm.'],
  ]);
  const choices = ['We find that they hold.', 'Lids are flat.', 'We mend', undefined];
  const choose = (abstract: string) => choices[[...abstracts.values()].indexOf(abstract)];
  expect(scoreHalf({ a: [2, 3], b: [1], c: [2], d: [] }, abstracts, choose)).toEqual({
    papers: 4,
    first: 1,
    chosen: 1,
    wrong: ['b', 'c', 'd'],
  });
});
