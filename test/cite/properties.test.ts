import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { anyLine, anyPapers, paperWith } from './papers.ts';
import { readBibtex } from './read-bibtex.ts';

/** Text in a comparable form, without invisible characters and what TeX writes differently. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\s~]/gu, '')
    .replace(/[–—-]+/g, '-')
    .replace(/[‘’“”`'"]+/g, '');

/** TeX syntax in titles, which readers don't show. */
const TEX = /\\(?:alpha|emph|it)|[{}$\\]/g;

describe('references to arbitrary papers', () => {
  it('read back from BibTeX unchanged, each under its own key', () => {
    fc.assert(
      fc.property(anyPapers, (papers) => {
        const read = readBibtex(cite(papers, 'bibtex'));
        expect(read.map(({ fields }) => fields['eprint'])).toEqual(
          papers.map(({ arxivId }) => arxivId),
        );
        expect(new Set(read.map(({ key }) => key)).size).toBe(papers.length);
        for (const { key } of read) expect(key).toMatch(/^[a-z0-9]+$/);
      }),
      { numRuns: 300 },
    );
  });

  it('show the title as printed in BibTeX, whatever it contains', () => {
    fc.assert(
      fc.property(
        anyLine.map((line) => `x${line.replace(TEX, '')}`),
        (title) => {
          const [read] = readBibtex(cite([paperWith({ title })], 'bibtex'));
          expect(shown(read?.title ?? '')).toBe(shown(title));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keep BibTeX's braces balanced, as classic BibTeX counts them", () => {
    fc.assert(
      fc.property(anyPapers, (papers) => {
        for (const entry of cite(papers, 'bibtex').split(/^(?=@misc)/m)) {
          let depth = 0;
          const depths = Array.from(entry.trimEnd(), (sign) => {
            if (sign === '{') depth++;
            if (sign === '}') depth--;
            return depth;
          });
          expect(depths.indexOf(0, '@misc{'.length)).toBe(depths.length - 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('have one field per line and balanced records in RIS', () => {
    fc.assert(
      fc.property(anyPapers, (papers) => {
        const lines = cite(papers, 'ris').split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}- [^\r\n]*$/);
        const count = (tag: string) => lines.filter((line) => line.startsWith(tag)).length;
        for (const tag of ['TY  -', 'ER  -', 'TI  - ']) expect(count(tag)).toBe(papers.length);
      }),
      { numRuns: 300 },
    );
  });

  it('take one line each in Markdown', () => {
    fc.assert(
      fc.property(anyPapers, (papers) => {
        const lines = cite(papers, 'markdown').trimEnd().split('\n');
        expect(lines).toHaveLength(papers.length);
        papers.forEach(({ arxivId }, at) => {
          expect(lines[at]).toContain(`](https://arxiv.org/abs/${arxivId})`);
        });
      }),
      { numRuns: 200 },
    );
  });
});
