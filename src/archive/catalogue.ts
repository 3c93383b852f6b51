import { canonicalCategory, categoryName } from '../digest/categories.ts';
import type { Day } from '../digest/types.ts';
import type { IndexEntry } from './entry.ts';
import type { CategoryCount } from './types.ts';

/**
 * Which of one day's files is the day's digest: `YYYY-MM-DD.md` before all others, else the last
 * by name. Undefined when there is none.
 */
export function chooseFile<T extends { name: string; digest: { day: Day } }>(
  files: Iterable<T>,
): T | undefined {
  const isPlain = ({ name, digest }: T): boolean => name === `${digest.day}.md`;
  return [...files].sort(
    (a, b) => Number(isPlain(b)) - Number(isPlain(a)) || (a.name < b.name ? 1 : -1),
  )[0];
}

/** The days nearest to `day` on either side. */
export function nearestDays(
  newestFirst: readonly Day[],
  day: Day,
): { before: Day | undefined; after: Day | undefined } {
  return {
    before: newestFirst.find((other) => other < day),
    after: newestFirst.findLast((other) => other > day),
  };
}

/**
 * How many papers each category has, most first. A paper that stands in several digests counts
 * once, with the categories its newest digest gives; two codes of one category count as one.
 */
export function countCategories(
  newestFirst: Iterable<Pick<IndexEntry, 'arxivId' | 'categories'>>,
): CategoryCount[] {
  const seen = new Set<string>();
  const together = new Map<readonly string[], number>();
  for (const { arxivId, categories } of newestFirst) {
    if (seen.has(arxivId)) continue;
    seen.add(arxivId);
    together.set(categories, (together.get(categories) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  for (const [codes, papers] of together) {
    for (const code of new Set(codes.map(canonicalCategory))) {
      counts.set(code, (counts.get(code) ?? 0) + papers);
    }
  }
  return [...counts]
    .map(([code, papers]) => ({ code, name: categoryName(code), papers }))
    .sort((a, b) => b.papers - a.papers || (a.code < b.code ? -1 : 1));
}
