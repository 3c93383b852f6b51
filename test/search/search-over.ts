import type { Digest } from '../../src/digest/types.ts';
import { createSearch } from '../../src/search/search.ts';
import type { Query, SearchResult } from '../../src/search/types.ts';
import { archiveOf } from '../support/archive-of.ts';

const ALL = { offset: 0, limit: 10_000 };

/** What a search finds in digests that are only in memory. */
export function searchOver(digests: readonly Digest[]): {
  find: (query: Query | string, page?: { offset: number; limit: number }) => Promise<SearchResult>;
  titles: (query: Query | string) => Promise<string[]>;
} {
  const search = createSearch(archiveOf(digests));
  const find = (query: Query | string, page = ALL): Promise<SearchResult> =>
    search.papers(typeof query === 'string' ? { search: query } : query, page);
  return {
    find,
    async titles(query) {
      const { hits } = await find(query);
      return hits.map(({ paper }) => paper.title);
    },
  };
}
