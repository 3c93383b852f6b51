import { expect, it } from 'vitest';
import type { Paper } from '../../src/digest/types.ts';
import { openSearchIndex } from '../../src/library/search-index.ts';
import { digestOf } from '../support/digest.ts';

const old = digestOf({ day: '2021-05-05', papers: [{ title: 'Spring Onions' }] });

it('a replacement that fails leaves everything as it was', () => {
  const index = openSearchIndex();
  index.replace([old]);
  const poisoned = {
    get authors(): string[] {
      throw new Error('no authors');
    },
  };
  const [good] = digestOf({ day: '2021-05-05', papers: [{ title: 'Red Onions' }] }).papers;
  const bad = Object.defineProperties({ ...good }, Object.getOwnPropertyDescriptors(poisoned));
  const papers = [good, bad] as Paper[];
  expect(() => index.replace([{ day: '2021-05-05', papers }])).toThrow('no authors');

  expect(index.match('"onions"').map(({ entry }) => entry.paper.title)).toEqual(['Spring Onions']);
  index.replace([{ ...old, papers: [] }]);
  expect(index.match('"onions"')).toEqual([]);
});

it('the vocabulary follows what is in the index', () => {
  const index = openSearchIndex();
  index.replace([old]);
  expect(index.vocabulary().has('onions')).toBe(true);
  index.replace([digestOf({ day: '2021-05-05', papers: [{ title: 'Leeks' }] })]);
  expect(index.vocabulary().has('onions')).toBe(false);
  expect(index.vocabulary().has('leeks')).toBe(true);
});
