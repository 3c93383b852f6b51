import { describe, expect, it } from 'vitest';
import { selectPapers } from '../../src/delivery/message-cache.ts';
import { digestOf } from '../support/digest.ts';

const DIGEST = digestOf({
  day: '2021-05-05',
  papers: [
    { categories: ['cs.CV', 'cs.LG'] },
    { categories: ['math.IT'] },
    { categories: ['cs.CL'] },
  ],
});

describe('the papers a subscription wants', () => {
  const ranks = (top: number, categories: string[]) =>
    selectPapers(DIGEST, { top, categories }).map(({ rank }) => rank);

  it.each([
    [10, [], [1, 2, 3]],
    [2, [], [1, 2]],
    [10, ['cs.LG'], [1]],
    [10, ['cs'], [1, 2, 3]],
    [10, ['cs.IT'], [2]],
    [1, ['cs.CL', 'cs.CV'], [1]],
    [10, ['hep-th'], []],
  ])('are, for the top %i of %j, %j', (top, categories, expected) => {
    expect(ranks(top, categories)).toEqual(expected);
  });
});
