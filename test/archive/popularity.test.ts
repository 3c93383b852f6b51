import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Popularity,
  popularityOf,
  createPopularityOrder,
} from '../../src/archive/popularity.ts';
import { digestOf } from '../support/digest.ts';
import { searchOver } from '../search/search-over.ts';

describe("a paper's popularity", () => {
  it.each<[string, Record<string, number>, Popularity]>([
    ['its upvotes', { upvotes: 12 }, { measure: 'Hugging Face', count: 12 }],
    ['no points', { points: 900, upvotes: 12 }, { measure: 'Hugging Face', count: 12 }],
    ['tweets', { retweets: 7, favorites: 3 }, { measure: 'Twitter', count: 10 }],
    ['favorites alone', { favorites: 3 }, { measure: 'Twitter', count: 3 }],
    ['what else was counted', { likes: 1, shares: 9 }, { measure: '', count: 10 }],
    ['no stars', { stars: 9000, upvotes: 12 }, { measure: 'Hugging Face', count: 12 }],
    ['no stars even alone', { stars: 9000, likes: 2 }, { measure: '', count: 2 }],
    ['nothing', {}, { measure: '', count: 0 }],
  ])('is measured by %s', (_what, metrics, popularity) => {
    expect(popularityOf({ metrics })).toEqual(popularity);
  });

  it('is a total order that follows the counts within one measure', () => {
    const popularity = fc.record({
      measure: fc.constantFrom('Hugging Face', 'Twitter', ''),
      count: fc.nat(20),
    });
    const three = fc
      .tuple(popularity, popularity, popularity)
      .map((all) => all.map((one) => ({ popularity: one })));
    fc.assert(
      fc.property(fc.array(popularity), three, (others, [a, b, c]) => {
        if (!a || !b || !c) return;
        const byPopularity = createPopularityOrder([
          a,
          b,
          c,
          ...others.map((one) => ({ popularity: one })),
        ]);
        expect(Math.sign(byPopularity(a, b))).toBe(-Math.sign(byPopularity(b, a)) + 0);
        if (byPopularity(a, b) <= 0 && byPopularity(b, c) <= 0)
          expect(byPopularity(a, c)).toBeLessThanOrEqual(0);
        if (a.popularity.measure === b.popularity.measure) {
          expect(Math.sign(byPopularity(a, b))).toBe(
            Math.sign(b.popularity.count - a.popularity.count),
          );
        }
      }),
    );
  });
});

describe('the most popular papers', () => {
  it("don't all come from the years when counts were high", async () => {
    const { titles } = searchOver([
      digestOf({
        day: '2021-05-05',
        papers: [
          { title: 'A Storm', metrics: { retweets: 5000, favorites: 900 } },
          { title: 'A Breeze', metrics: { retweets: 300, favorites: 100 } },
        ],
      }),
      digestOf({
        day: '2026-06-12',
        papers: [
          { title: 'A Flood', metrics: { upvotes: 90, points: 1 } },
          { title: 'A Brook', metrics: { upvotes: 50 } },
          { title: 'A Drop', metrics: { upvotes: 5, points: 400 } },
        ],
      }),
    ]);
    expect(await titles({ sort: 'hot' })).toEqual([
      'A Flood',
      'A Storm',
      'A Brook',
      'A Drop',
      'A Breeze',
    ]);
  });
});
