import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenLibrary, openLibrary } from '../../src/library/open.ts';
import { archiveFolder } from '../support/archive.ts';
import { EDITS, editAt, LETTERS } from './edits.ts';

describe.skipIf(!archiveFolder)('over the published archive', () => {
  let library: OpenLibrary;
  beforeAll(async () => {
    library = await openLibrary({ directory: archiveFolder ?? '', log: () => undefined });
  });
  afterAll(() => library.close());

  const everything = { offset: 0, limit: 100_000 };
  const titles = () => library.search({}, everything).hits.map(({ paper }) => paper);

  it('reads all of it', () => {
    expect(library.problems()).toEqual([]);
    expect(library.days().length).toBeGreaterThan(190);
    expect(titles().length).toBeGreaterThan(2_000);
  });

  it('finds every paper first by its own title', () => {
    const missed = titles().filter(({ title, arxivId }) => {
      const { hits } = library.search({ search: title }, { offset: 0, limit: 1 });
      return hits[0]?.paper.arxivId !== arxivId;
    });
    expect(missed.map(({ title }) => title)).toEqual([]);
  });

  it('finds every paper by its id', () => {
    const missed = titles().filter(({ arxivId }) => {
      const { total, hits } = library.search({ search: `arXiv:${arxivId}v3` }, everything);
      return total !== 1 || hits[0]?.paper.arxivId !== arxivId;
    });
    expect(missed).toEqual([]);
  });

  it('finds papers by their title with one edit in one of its words, each kind in turn', () => {
    const tried = titles().flatMap(({ title, arxivId }, turn) => {
      if (turn % 10 !== 0) return [];
      const words = title.split(' ');
      const at = words.findLastIndex((word) => /^[A-Za-z]{4,}$/.test(word));
      if (at < 0) return [];
      const letter = LETTERS[(turn * 7) % LETTERS.length] ?? 'a';
      const edit = EDITS[(turn / 10) % EDITS.length] ?? 'insert';
      const typed = words.with(at, editAt(words[at] ?? '', edit, turn * 3, letter)).join(' ');
      const { hits } = library.search({ search: typed }, everything);
      return [{ typed, isFound: hits.some(({ paper }) => paper.arxivId === arxivId) }];
    });
    expect(tried.length).toBeGreaterThan(200);
    expect(tried.filter(({ isFound }) => !isFound).map(({ typed }) => typed)).toEqual([]);
  });

  it('counts in each category what a search for it finds', () => {
    for (const { code, papers } of library.categories()) {
      expect([code, library.search({ category: code }, everything).total]).toEqual([code, papers]);
    }
  });
});
