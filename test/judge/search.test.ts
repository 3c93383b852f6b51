import { describe, expect, it } from 'vitest';
import { openFts5 } from '../../judge/search/engines/fts5.ts';
import { judgedSets } from '../../judge/search/judged-set.ts';
import { placesOf, scoreOf } from '../../judge/search/score.ts';
import { digestOf } from '../support/digest.ts';
import { archiveFolder } from '../support/archive.ts';
import { readArchive } from '../../judge/search/archive.ts';
import { ARCHIVE } from '../library/papers.ts';

const idsOf = (queries: readonly { right: ReadonlySet<string>; kind: string }[]): string[] =>
  queries.filter(({ kind }) => kind === 'whole title').flatMap(({ right }) => [...right]);

describe('the judged sets', () => {
  it('are the same each time, and share no paper', () => {
    const { tuning, heldOut } = judgedSets(ARCHIVE);
    expect(judgedSets(ARCHIVE)).toEqual({ tuning, heldOut });
    expect(new Set(idsOf(tuning)).isDisjointFrom(new Set(idsOf(heldOut)))).toBe(true);
    expect([...idsOf(tuning), ...idsOf(heldOut)]).toHaveLength(9);
  });

  it.skipIf(!archiveFolder)('have enough of every kind in the published archive', async () => {
    const sets = judgedSets(await readArchive(archiveFolder ?? ''));
    for (const set of [sets.tuning, sets.heldOut]) {
      const kinds = Map.groupBy(set, ({ kind }) => kind);
      expect(set.length).toBeGreaterThanOrEqual(300);
      expect(Math.min(...[...kinds.values()].map((queries) => queries.length))).toBe(50);
    }
  });
});

it('scores a ranking by the first right paper, none beyond the tenth', async () => {
  const papers = Array.from({ length: 12 }, () => ({ title: 'Same Soup' }));
  const digest = digestOf({ day: '2021-05-05', papers });
  const engine = await openFts5([digest]);
  const found = await engine.find('soup', 12);
  const query = (at: number) => ({ kind: 'k', text: 'soup', right: new Set([found[at] ?? '']) });
  const places = await placesOf(engine, [query(0), query(1), query(9), query(11)]);
  expect(places.map(({ place }) => place)).toEqual([1, 2, 10, Infinity]);
  expect(scoreOf(places)).toEqual({
    queries: 4,
    success1: 0.25,
    success5: 0.5,
    mrr10: (1 + 0.5 + 0.1) / 4,
  });
  await engine.close();
});
