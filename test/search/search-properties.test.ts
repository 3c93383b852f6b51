import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { EDITS, editAt, LETTERS } from './edits.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';
import { searchOver } from './search-over.ts';

const { find } = searchOver(SAMPLE_DIGESTS);
const papers = SAMPLE_DIGESTS.flatMap((digest) => digest.papers);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ab"*(): -+^{}\\$\0')), maxLength: 40 }),
  fc
    .array(
      fc.constantFrom('kettles', 'AND', 'OR', 'NOT', 'NEAR(', '"', '*', 'title:', 'C++', 'teapot'),
    )
    .map((words) => words.join(' ')),
);

describe('any search text', () => {
  it('never throws, and never counts fewer than it returns', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (text, category) => {
        const { total, hits } = await find({ search: text, category });
        expect(hits).toHaveLength(total);
        expect((await find(text)).total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('can be very long', async () => {
    const unknown = Array.from({ length: 2_000 }, (_, n) => `w${n}`).join(' ');
    for (const text of ['kettles mixr '.repeat(2_000), unknown]) {
      await expect(find(text)).resolves.toHaveProperty('total');
    }
  });
});

describe('paging', () => {
  const many = searchOver(
    Array.from({ length: 12 }, (_, month) =>
      digestOf({
        day: `2020-${String(month + 1).padStart(2, '0')}-01`,
        // Equal titles and counts, so that only the order itself separates the pages.
        papers: Array.from({ length: 7 }, () => ({
          title: 'Same Old Soup',
          metrics: { likes: 1 },
        })),
      }),
    ),
  );

  it('visits every hit exactly once, whatever the page size', async () => {
    const query = fc.constantFrom({}, { search: 'soup' }, { search: 'sopu' }, { category: 'cs' });
    await fc.assert(
      fc.asyncProperty(query, fc.integer({ min: 1, max: 100 }), async (wanted, limit) => {
        const { total, hits } = await many.find(wanted);
        const all = hits.map(({ paper }) => paper.arxivId);
        const walked: string[] = [];
        for (let offset = 0; offset < total; offset += limit) {
          const page = await many.find(wanted, { offset, limit });
          expect(page.total).toBe(84);
          walked.push(...page.hits.map(({ paper }) => paper.arxivId));
        }
        expect(walked).toEqual(all);
        expect(new Set(walked).size).toBe(84);
      }),
    );
  });

  it('returns nothing after the end, before the start, or for an empty page', async () => {
    expect((await many.find('soup', { offset: 84, limit: 5 })).hits).toEqual([]);
    expect((await many.find('soup', { offset: 0, limit: 0 })).hits).toEqual([]);
    expect((await many.find('soup', { offset: -3, limit: 2 })).hits).toHaveLength(2);
  });
});

describe('a search for a title', () => {
  it.each(papers)('finds its paper first: $title', async ({ title, arxivId }) => {
    expect((await find(title)).hits[0]?.paper.arxivId).toBe(arxivId);
  });

  it('still finds its paper with one edit in one word', async () => {
    const long = /^[A-Za-z]{4,}$/;
    const inTitle = fc.constantFrom(...papers).chain((paper) => {
      const words = paper.title.split(' ');
      const places = words.keys().filter((at) => long.test(words[at] ?? ''));
      return fc.tuple(fc.constant(paper), fc.constantFrom(...places));
    });
    const edit = fc.tuple(fc.constantFrom(...EDITS), fc.nat(), fc.constantFrom(...LETTERS));
    await fc.assert(
      fc.asyncProperty(inTitle, edit, async ([{ title, arxivId }, at], [kind, place, letter]) => {
        const words = title.split(' ');
        const typed = words.with(at, editAt(words[at] ?? '', kind, place, letter)).join(' ');
        const { hits } = await find(typed);
        expect(hits.map(({ paper }) => paper.arxivId)).toContain(arxivId);
      }),
      { numRuns: 400 },
    );
  });
});
