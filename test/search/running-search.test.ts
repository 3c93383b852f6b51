import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Digest } from '../../src/digest/types.ts';
import type { SearchableArchive } from '../../src/archive/types.ts';
import { createSearch } from '../../src/search/search.ts';
import { archiveOf } from '../support/archive-of.ts';
import { digestOf } from '../support/digest.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';

/** How a day may change between two pieces of work. */
const BECOMES: readonly ((digest: Digest) => Digest)[] = [
  (digest) => ({ ...digest, papers: [] }),
  (digest) => ({ ...digest, papers: digest.papers.slice(1) }),
  (digest) => digest,
  ({ day, papers }) =>
    digestOf({
      day,
      papers: papers.map(({ title, arxivId }) => ({ title: `${title} Again`, arxivId })),
    }),
];
const ALL = { offset: 0, limit: 100 };
const TEXTS = [
  ...['attention', 'kitchen entropy', 'marmelade', 'bird song', 'entropy kitchen drawers teapots'],
  ...['2106.00404', 'author:muster -drawers', '', 'since:2021-06'],
];

interface Change {
  /** Before which piece of work, counted from 0. */
  piece: number;
  /** Which day, by its place in the archive. */
  day: number;
  becomes: (digest: Digest) => Digest;
}

const change: fc.Arbitrary<Change> = fc.record({
  piece: fc.nat(12),
  day: fc.nat(SAMPLE_DIGESTS.length - 1),
  becomes: fc.constantFrom(...BECOMES),
});

/** An archive that changes during searches, and the titles that it has now. */
function changingArchive(changes: readonly Change[]): {
  archive: SearchableArchive;
  titles: () => (string | undefined)[];
} {
  const archive = archiveOf(SAMPLE_DIGESTS);
  let pieces = 0;
  return {
    archive: {
      ...archive,
      enqueue(work) {
        for (const { day, becomes } of changes.filter(({ piece }) => piece === pieces)) {
          const digest = SAMPLE_DIGESTS[day];
          if (digest) archive.put(becomes(digest));
        }
        pieces++;
        return archive.enqueue(work);
      },
    },
    titles: () => archive.dayIndex.entries().map(({ row }) => archive.index.paper(row)?.title),
  };
}

it('answers a search during changes with papers that exist', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TEXTS),
      fc.array(change, { maxLength: 4 }),
      async (text, changes) => {
        const { archive, titles } = changingArchive(changes);
        const { total, hits } = await createSearch(archive).papers({ search: text }, ALL);
        expect(total).toBeGreaterThanOrEqual(hits.length);
        for (const { paper } of hits) expect(titles()).toContain(paper.title);
      },
    ),
    { numRuns: 300 },
  );
});

it('answers similar papers during changes with papers that exist', async () => {
  const [paper] = SAMPLE_DIGESTS[0]?.papers ?? [];
  if (!paper) throw new Error('no paper');
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 4 }), async (changes) => {
      const { archive, titles } = changingArchive(changes);
      const hits = await createSearch(archive).similar(paper, 10);
      for (const hit of hits) expect(titles()).toContain(hit.paper.title);
    }),
    { numRuns: 100 },
  );
});

it('leaves out a paper that is replaced between being found and being read', async () => {
  const archive = archiveOf(SAMPLE_DIGESTS);
  const [newest] = SAMPLE_DIGESTS;
  if (!newest) throw new Error('no digest');
  let pieces = 0;
  let last = Infinity;
  const late: SearchableArchive = {
    ...archive,
    enqueue(work) {
      if (++pieces === last) archive.put({ ...newest, papers: [] });
      return archive.enqueue(work);
    },
  };
  const find = () => createSearch(late).papers({ search: 'marmalade' }, ALL);
  expect((await find()).hits).toHaveLength(1);
  // In its last piece of work, the same search reads the hits.
  last = 2 * pieces;
  expect(await find()).toMatchObject({ total: 1, hits: [] });
});
