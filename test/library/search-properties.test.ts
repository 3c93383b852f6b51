import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { EDITS, editAt, LETTERS } from './edits.ts';
import { ARCHIVE } from './papers.ts';
import { shelfOf } from './shelf.ts';

const shelf = shelfOf(ARCHIVE);
const papers = ARCHIVE.flatMap((digest) => digest.papers);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...Array.from('ab"*(): -+^{}\\$\0')), maxLength: 40 }),
  fc
    .array(
      fc.constantFrom('kettles', 'AND', 'OR', 'NOT', 'NEAR(', '"', '*', 'title:', 'C++', 'teapot'),
    )
    .map((words) => words.join(' ')),
);

describe('whatever is typed', () => {
  it('never throws, and never counts less than it gives', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, category) => {
        const { total, hits } = shelf.find({ search: text, category });
        expect(hits).toHaveLength(total);
        expect(shelf.find(text).total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('may be very long', () => {
    expect(() => shelf.find('kettles mixr '.repeat(2_000))).not.toThrow();
    expect(() =>
      shelf.find(Array.from({ length: 2_000 }, (_, n) => `w${n}`).join(' ')),
    ).not.toThrow();
  });
});

describe('paging', () => {
  const many = shelfOf(
    Array.from({ length: 12 }, (_, month) =>
      digestOf({
        day: `2020-${String(month + 1).padStart(2, '0')}-01`,
        // Equal titles and counts: nothing but the order itself keeps the pages apart.
        papers: Array.from({ length: 7 }, () => ({
          title: 'Same Old Soup',
          metrics: { likes: 1 },
        })),
      }),
    ),
  );

  it('walks every hit exactly once, whatever the size of a page', () => {
    const query = fc.constantFrom({}, { search: 'soup' }, { search: 'sopu' }, { category: 'cs' });
    fc.assert(
      fc.property(query, fc.integer({ min: 1, max: 100 }), (wanted, limit) => {
        const all = many.find(wanted).hits.map(({ paper }) => paper.arxivId);
        const walked: string[] = [];
        for (let offset = 0; offset < many.find(wanted).total; offset += limit) {
          const page = many.find(wanted, { offset, limit });
          expect(page.total).toBe(84);
          walked.push(...page.hits.map(({ paper }) => paper.arxivId));
        }
        expect(walked).toEqual(all);
        expect(new Set(walked).size).toBe(84);
      }),
    );
  });

  it('gives nothing after the end, before the start, or for no page at all', () => {
    expect(many.find('soup', { offset: 84, limit: 5 }).hits).toEqual([]);
    expect(many.find('soup', { offset: 0, limit: 0 }).hits).toEqual([]);
    expect(many.find('soup', { offset: -3, limit: 2 }).hits).toHaveLength(2);
  });
});

describe('a title', () => {
  it.each(papers)('finds its paper first: $title', ({ title, arxivId }) => {
    expect(shelf.find(title).hits[0]?.paper.arxivId).toBe(arxivId);
  });

  it('still finds its paper with one edit in one of its words', () => {
    const long = /^[A-Za-z]{4,}$/;
    const inTitle = fc.constantFrom(...papers).chain((paper) => {
      const words = paper.title.split(' ');
      const places = words.keys().filter((at) => long.test(words[at] ?? ''));
      return fc.tuple(fc.constant(paper), fc.constantFrom(...places));
    });
    const edit = fc.tuple(fc.constantFrom(...EDITS), fc.nat(), fc.constantFrom(...LETTERS));
    fc.assert(
      fc.property(inTitle, edit, ([{ title, arxivId }, at], [kind, place, letter]) => {
        const words = title.split(' ');
        const typed = words.with(at, editAt(words[at] ?? '', kind, place, letter)).join(' ');
        expect(shelf.find(typed).hits.map(({ paper }) => paper.arxivId)).toContain(arxivId);
      }),
      { numRuns: 400 },
    );
  });
});
