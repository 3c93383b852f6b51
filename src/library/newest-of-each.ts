import type { Hit } from './types.ts';

/** Of two digests' entries of papers, which comes first: the newer day, then the better rank. */
export function byDayThenRank(a: Hit, b: Hit): number {
  return a.day === b.day ? a.paper.rank - b.paper.rank : a.day < b.day ? 1 : -1;
}

/** Each paper once, as its newest digest has it, at the place where it came up first. */
export function newestOfEach<T>(items: readonly T[], hitOf: (item: T) => Hit): T[] {
  const newest = new Map<string, T>();
  for (const item of items) {
    const hit = hitOf(item);
    const before = newest.get(hit.paper.arxivId);
    if (!before || byDayThenRank(hit, hitOf(before)) < 0) newest.set(hit.paper.arxivId, item);
  }
  return [...newest.values()];
}
