import { openSearchIndex } from '../../../src/library/search-index.ts';
import { search } from '../../../src/library/search.ts';
import type { OpenEngine } from './engine.ts';

/** The search that the bot answers `/papers` with. */
export const openPaperboy: OpenEngine = (digests) => {
  const index = openSearchIndex();
  index.replace(digests);
  // The bot makes it at start, too, so that nobody waits for it.
  index.vocabulary();
  return {
    name: 'Paperboy',
    find: (text, limit) =>
      search(index, digests, { search: text }, { offset: 0, limit }).hits.map(
        ({ paper }) => paper.arxivId,
      ),
    indexBytes: () => index.bytes(),
    close: () => index.close(),
  };
};
