import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { anyPapers } from './papers.ts';
import { readBibtex } from './read-bibtex.ts';

/** What is left of a text when TeX's signs, quotes, dashes and blanks are taken for what they show. */
const shown = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/<[^>]*>/g, '')
    .replace(/[\s{}$\\^_~]/g, '');

describe('references to whatever papers', () => {
  it('in BibTeX are read back as exactly these', () => {
    fc.assert(
      fc.property(anyPapers, (papers) => {
        const text = cite(papers, 'bibtex');
        const read = readBibtex(text);
        expect(read.map(({ fields }) => fields['eprint'])).toEqual(
          papers.map(({ arxivId }) => arxivId),
        );
        expect(new Set(read.map(({ key }) => key)).size).toBe(papers.length);
        for (const { key } of read) expect(key).toMatch(/^[a-z0-9]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
