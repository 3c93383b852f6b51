import { canonicalCategory, categoryName } from '../digest/categories.ts';
import type { Day, Digest } from '../digest/types.ts';
import { comparableId } from './arxiv-query.ts';
import type { CategoryCount, Hit } from './types.ts';

/** A digest and the bare name of the file that holds it. */
export interface Filed {
  name: string;
  digest: Digest;
  /** When the file was last written, in Unix milliseconds. */
  modified: number;
}

/**
 * Which of one day's files is the day's digest: `YYYY-MM-DD.md` before all others, else the last
 * by name. Undefined when there is none.
 */
export function chooseFile(files: Iterable<Filed>): Filed | undefined {
  return [...files].sort(byPreference)[0];
}

function byPreference(a: Filed, b: Filed): number {
  const isPlain = ({ name, digest }: Filed): boolean => name === `${digest.day}.md`;
  return Number(isPlain(b)) - Number(isPlain(a)) || (a.name < b.name ? 1 : -1);
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
export function countCategories(newestFirst: readonly Digest[]): CategoryCount[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  for (const paper of newestFirst.flatMap(({ papers }) => papers)) {
    if (seen.has(paper.arxivId)) continue;
    seen.add(paper.arxivId);
    for (const code of new Set(paper.categories.map(canonicalCategory))) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([code, papers]) => ({ code, name: categoryName(code), papers }))
    .sort((a, b) => b.papers - a.papers || (a.code < b.code ? -1 : 1));
}

/** Every digest that a paper stands in, newest first; old ids mean the same with a subject class. */
export function appearancesOf(newestFirst: readonly Digest[], arxivId: string): Hit[] {
  const wanted = comparableId(arxivId);
  return newestFirst.flatMap(({ day, papers }) => {
    const paper = papers.find((one) => comparableId(one.arxivId) === wanted);
    return paper ? [{ day, paper }] : [];
  });
}
