import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortlist, rank } from '../../src/builder/rank.ts';
import type { Candidate, PaperRecord } from '../../src/sources/types.ts';
import { candidate, record } from './fake-sources.ts';

const SELECTION = { top: 3, minUpvotes: 5 };
const AT = { top: 3, observedAt: '2026-06-13T06:00:12' };
const NONE = new Set<string>();

const recordsOf = (...records: PaperRecord[]) => new Map(records.map((one) => [one.arxivId, one]));
const all = (candidates: readonly Candidate[]) =>
  recordsOf(...candidates.map(({ arxivId }) => record(arxivId)));
const points = (counts: Record<string, number>) => [
  { name: 'points', byId: new Map(Object.entries(counts)) },
];
const ids = (papers: readonly { arxivId: string }[]) => papers.map(({ arxivId }) => arxivId);

const A = '2606.00001';
const B = '2606.00002';
const C = '2606.00003';
const D = '2606.00004';

describe('the shortlist for a digest', () => {
  it("takes papers with enough upvotes that weren't listed recently", () => {
    const listed = [candidate(A, 5), candidate(B, 4), candidate(C, 50), candidate(D, 6)];
    expect(ids(shortlist(listed, new Set([C]), SELECTION))).toEqual([D, A]);
  });

  it('takes a paper once, with its higher count', () => {
    const twice = [candidate(A, 7), candidate(A, 9), candidate(A, 8)];
    expect(shortlist(twice, NONE, SELECTION)).toEqual([candidate(A, 9)]);
  });

  it('takes at most a hundred papers near enough to the top to move up, ties included', () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      candidate(`2606.1${String(at).padStart(4, '0')}`, 40 - at),
    );
    expect(shortlist(many, NONE, SELECTION).map(({ upvotes }) => upvotes)).toEqual([
      40, 39, 38, 37, 36, 35,
    ]);
    const tied = many.map((one, at) => (at < 5 ? one : { ...one, upvotes: 9 }));
    expect(shortlist(tied, NONE, SELECTION)).toHaveLength(20);
    const crowd = Array.from({ length: 150 }, (_, at) =>
      candidate(`2606.2${String(at).padStart(4, '0')}`, 9),
    );
    expect(shortlist(crowd, NONE, SELECTION)).toHaveLength(100);
  });
});

describe('the ranking', () => {
  it('orders by upvotes, then points, then id', () => {
    const tied = [candidate(D, 9), candidate(C, 9), candidate(B, 9), candidate(A, 10)];
    const { papers } = rank(tied, all(tied), points({ [C]: 3, [A]: 0, [D]: 3 }), { ...AT, top: 9 });
    expect(ids(papers)).toEqual([A, C, D, B]);
  });

  it("prints raw counts, and none that wasn't measured", () => {
    const two = [candidate(A, 9), candidate(B, 8), candidate(C, 7)];
    const { papers } = rank(two, all(two), points({ [A]: 87, [C]: 0 }), AT);
    expect(papers.map(({ metrics }) => metrics)).toEqual([
      { upvotes: 9, points: 87 },
      { upvotes: 8 },
      { upvotes: 7, points: 0 },
    ]);
    expect(papers.map(({ observedAt }) => observedAt)).toEqual(
      Array.from({ length: 3 }, () => AT.observedAt),
    );
  });

  it('ends after the top papers', () => {
    const four = [candidate(A, 9), candidate(B, 8), candidate(C, 7), candidate(D, 6)];
    expect(ids(rank(four, all(four), [], AT).papers)).toEqual([A, B, C]);
  });

  it('moves others up to replace withdrawn and unprintable papers', () => {
    const four = [candidate(A, 9), candidate(B, 8), candidate(C, 7), candidate(D, 6)];
    const records = all(four);
    records.set(A, { ...record(A), isWithdrawn: true });
    records.set(B, { ...record(B), authors: Array.from({ length: 5001 }, () => 'A') });
    const { papers, leftOut, unknown } = rank(four, records, [], { ...AT, top: 2 });
    expect(ids(papers)).toEqual([C, D]);
    expect(leftOut).toEqual([
      { arxivId: A, reason: 'it was withdrawn' },
      { arxivId: B, reason: 'it has over 5000 authors' },
    ]);
    expect(unknown).toEqual([]);
  });

  it("names the top papers that arXiv doesn't know, and no others", () => {
    const four = [candidate(A, 9), candidate(B, 8), candidate(C, 7), candidate(D, 6)];
    const known = (...some: string[]) => recordsOf(...some.map(record));
    expect(rank(four, known(A, B, C), [], AT)).toMatchObject({ unknown: [] });
    const { papers, unknown } = rank(four, known(A, C, D), [], AT);
    expect(ids(papers)).toEqual([A, C, D]);
    expect(unknown).toEqual([B]);
    expect(rank(four, known(A), [], AT).unknown).toEqual([B, C]);
  });

  it("uses arXiv's record of a paper, and the listing only where that is empty", () => {
    const one = [candidate(A, 9)];
    const read = (changes: Partial<PaperRecord>) =>
      rank(one, recordsOf({ ...record(A), ...changes }), [], AT).papers[0];
    expect(read({})).toMatchObject({
      title: `Paper ${A}`,
      authors: ['Ada Muster', 'Bob Beispiel'],
      abstract: 'We show what there is to show.',
      categories: ['cs.CV', 'cs.LG'],
    });
    expect(read({ title: ' ', authors: [], abstract: '' })).toMatchObject({
      title: `Listed ${A}`,
      authors: ['Ada Listed'],
      abstract: 'As it is listed.',
    });
  });

  it("doesn't depend on the order in which papers are listed", () => {
    const id = fc.integer({ min: 1, max: 30 }).map((n) => `2606.${String(n).padStart(5, '0')}`);
    const listing = fc.uniqueArray(
      fc.record({ id, upvotes: fc.nat(12), points: fc.option(fc.nat(3)) }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(listing, fc.infiniteStream(fc.nat()), (papers, random) => {
        const shuffled = papers
          .map((paper) => ({ paper, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ paper }) => paper);
        const ranked = [papers, shuffled].map((order) => {
          const listed = order.map(({ id, upvotes }) => candidate(id, upvotes));
          const counts = Object.fromEntries(
            order.flatMap((one) => (one.points === null ? [] : [[one.id, one.points]])),
          );
          const shortlisted = shortlist(listed, NONE, SELECTION);
          return rank(shortlisted, all(listed), points(counts), AT).papers;
        });
        expect(ranked[0]).toEqual(ranked[1]);
        // Every paper in the digest is at least as hot as any paper left out.
        const least = Math.min(...(ranked[0] ?? []).map(({ metrics }) => metrics['upvotes'] ?? 0));
        const within = new Set(ids(ranked[0] ?? []));
        const hot = papers.filter(({ upvotes }) => upvotes >= SELECTION.minUpvotes);
        expect(within.size).toBe(Math.min(hot.length, SELECTION.top));
        for (const { id, upvotes } of hot)
          if (!within.has(id)) expect(upvotes).toBeLessThanOrEqual(least);
      }),
    );
  });
});
