import { createSearch } from '../../../src/search/search.ts';
import { archiveOf } from '../../../test/support/archive-of.ts';
import type { OpenEngine } from './engine.ts';

/** The search behind `/papers`. */
export const openPaperboy: OpenEngine = (digests) => {
  const archive = archiveOf(digests);
  const search = createSearch(archive);
  return {
    name: 'Paperboy',
    async find(text, limit) {
      const { hits } = await search.papers({ search: text }, { offset: 0, limit });
      return hits.map(({ paper }) => paper.arxivId);
    },
    indexBytes: () => archive.index.bytes(),
    close: () => archive.index.close(),
  };
};
