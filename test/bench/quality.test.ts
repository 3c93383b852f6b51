import { describe, expect, it } from 'vitest';
import { readArchive } from '../../bench/quality/archive.ts';
import { openFts5 } from '../../bench/quality/engines/fts5.ts';
import { type JudgedQuery, querySetsOf } from '../../bench/quality/query-sets.ts';
import { rankAll, scoreOf } from '../../bench/quality/score.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';
import { archiveFolder } from '../support/archive.ts';
import { digestOf } from '../support/digest.ts';

const idsOf = (queries: readonly JudgedQuery[]): string[] =>
  queries.filter(({ kind }) => kind === 'whole title').flatMap(({ relevant }) => [...relevant]);

describe('the query sets of the search benchmark', () => {
  it('are the same each time, and share no paper', () => {
    const { tuning, heldOut } = querySetsOf(SAMPLE_DIGESTS);
    expect(querySetsOf(SAMPLE_DIGESTS)).toEqual({ tuning, heldOut });
    expect(new Set(idsOf(tuning)).isDisjointFrom(new Set(idsOf(heldOut)))).toBe(true);
    expect([...idsOf(tuning), ...idsOf(heldOut)]).toHaveLength(9);
  });

  it.skipIf(!archiveFolder)('have enough of every kind in the published archive', async () => {
    const sets = querySetsOf(await readArchive(archiveFolder ?? ''));
    for (const set of [sets.tuning, sets.heldOut]) {
      const kinds = Map.groupBy(set, ({ kind }) => kind);
      expect(set.length).toBeGreaterThanOrEqual(300);
      expect(Math.min(...[...kinds.values()].map((queries) => queries.length))).toBe(50);
    }
  });
});

it('a search score depends on the rank of the first relevant paper, up to the tenth', async () => {
  const papers = Array.from({ length: 12 }, () => ({ title: 'Same Soup' }));
  const digest = digestOf({ day: '2021-05-05', papers });
  const engine = await openFts5([digest]);
  const found = await engine.find('soup', 12);
  const query = (at: number): JudgedQuery => ({
    kind: 'k',
    text: 'soup',
    relevant: new Set([found[at] ?? '']),
  });
  const ranked = await rankAll(engine, [query(0), query(1), query(9), query(11)]);
  expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 10, Infinity]);
  expect(scoreOf(ranked)).toEqual({
    queries: 4,
    success1: 0.25,
    success5: 0.5,
    mrr10: (1 + 0.5 + 0.1) / 4,
  });
  await engine.close();
});
