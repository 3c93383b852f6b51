import { describe, expect, it } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { archiveFiles, archiveFolder } from '../support/archive.ts';
import { readBibtex } from './read-bibtex.ts';

describe.skipIf(!archiveFolder)('references to the whole archive', () => {
  const digests = archiveFiles().flatMap(({ name, text }) => parseDigest(text, name).digest ?? []);
  const letters = (text: string): string =>
    text.normalize('NFC').replace(/<[^>]*>|[^\p{L}\p{N}]/gu, '');

  it('read back with every title and every author', { timeout: 120_000 }, () => {
    for (const { papers, day } of digests) {
      const read = readBibtex(cite(papers, 'bibtex'));
      expect(read, day).toHaveLength(new Set(papers.map(({ arxivId }) => arxivId)).size);
      for (const { title, authors, fields } of read) {
        const paper = papers.find(({ arxivId }) => arxivId === fields['eprint']);
        if (!paper) throw new Error(`no paper ${title}`);
        if (!/[$\\]/.test(paper.title)) expect(letters(title)).toBe(letters(paper.title));
        // Particles and suffixes move, but no letter is lost.
        expect(authors.map(letters)).toEqual(paper.authors.map(letters));
      }
    }
  });
});
