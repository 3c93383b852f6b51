import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import type { Archive } from '../../src/archive/types.ts';
import { createSearch } from '../../src/search/search.ts';
import type { Search } from '../../src/search/types.ts';
import { archiveFolder } from '../support/archive.ts';
import { EDITS, editAt, LETTERS } from './edits.ts';

describe.skipIf(!archiveFolder)('the published archive', () => {
  let archive: Archive;
  let search: Search;
  beforeAll(async () => {
    archive = await openArchive({
      directory: archiveFolder ?? '',
      log: () => undefined,
      stableMs: 0,
    });
    search = createSearch(archive.searchable);
  });
  afterAll(() => archive.close());

  const everything = { offset: 0, limit: 100_000 };
  const titles = async () => (await search.papers({}, everything)).hits.map(({ paper }) => paper);

  it('reads all of it', async () => {
    expect(archive.problems()).toEqual([]);
    expect(archive.days().length).toBeGreaterThan(190);
    expect((await titles()).length).toBeGreaterThan(2_000);
  });

  it('finds every third paper first by its own title', async () => {
    const missed: string[] = [];
    for (const [at, { title, arxivId }] of (await titles()).entries()) {
      if (at % 3 !== 0) continue;
      const { hits } = await search.papers({ search: title }, { offset: 0, limit: 1 });
      if (hits[0]?.paper.arxivId !== arxivId) missed.push(title);
    }
    expect(missed).toEqual([]);
    // Hundreds of searches, maybe on a busy machine.
  }, 60_000);

  it('finds every paper by its id', async () => {
    const missed: string[] = [];
    for (const { arxivId } of await titles()) {
      const { total, hits } = await search.papers({ search: `arXiv:${arxivId}v3` }, everything);
      if (total !== 1 || hits[0]?.paper.arxivId !== arxivId) missed.push(arxivId);
    }
    expect(missed).toEqual([]);
  });

  it('finds papers by titles with one edit in one word, each kind in turn', async () => {
    const missed: string[] = [];
    let tried = 0;
    for (const [turn, { title, arxivId }] of (await titles()).entries()) {
      if (turn % 10 !== 0) continue;
      const words = title.split(' ');
      const at = words.findLastIndex((word) => /^[A-Za-z]{4,}$/.test(word));
      if (at < 0) continue;
      const letter = LETTERS[(turn * 7) % LETTERS.length] ?? 'a';
      const edit = EDITS[(turn / 10) % EDITS.length] ?? 'insert';
      const typed = words.with(at, editAt(words[at] ?? '', edit, turn * 3, letter)).join(' ');
      const { hits } = await search.papers({ search: typed }, everything);
      tried++;
      if (!hits.some(({ paper }) => paper.arxivId === arxivId)) missed.push(typed);
    }
    expect(tried).toBeGreaterThan(200);
    expect(missed).toEqual([]);
  });

  it('counts in each category what a search for it finds', async () => {
    for (const { code, papers } of archive.categories()) {
      const { total } = await search.papers({ category: code }, everything);
      expect([code, total]).toEqual([code, papers]);
    }
  });
});
