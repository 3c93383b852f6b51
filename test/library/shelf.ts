import type { Digest } from '../../src/digest/types.ts';
import { openSearchIndex } from '../../src/library/search-index.ts';
import { search } from '../../src/library/search.ts';
import type { Query, SearchResult } from '../../src/library/types.ts';

const ALL = { offset: 0, limit: 10_000 };

/** The real index over digests that never were on a disk. */
export function shelfOf(digests: readonly Digest[]): {
  find: (query: Query | string, page?: { offset: number; limit: number }) => SearchResult;
  titles: (query: Query | string) => string[];
} {
  const index = openSearchIndex();
  index.replace(digests);
  const newestFirst = digests.toSorted((a, b) => (a.day < b.day ? 1 : -1));
  const find = (query: Query | string, page = ALL): SearchResult =>
    search(index, newestFirst, typeof query === 'string' ? { search: query } : query, page);
  return {
    find,
    titles: (query) => find(query).hits.map(({ paper }) => paper.title),
  };
}
