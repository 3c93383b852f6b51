import { canonicalCategory, categoryName } from '../digest/categories.ts';
import type { Day } from '../digest/types.ts';
import type { IndexedDigest, IndexedFile, IndexEntry, Position } from './index/archive-index.ts';
import { createPopularityOrder, type PopularityOrder } from './popularity.ts';

/** A file that holds a digest. */
export type DigestFile = IndexedFile & { digest: IndexedDigest };

/** What a new, changed or removed file changed for a day. */
export interface DayChange {
  day: Day;
  /** The files used for the day before and after. */
  before: DigestFile | undefined;
  after: DigestFile | undefined;
  /** The names of the day's other files, which aren't used. */
  unused: string[];
}

/** How many papers a category has. */
export interface CategoryCount {
  code: string;
  /** arXiv's name for it, if its taxonomy has the code. */
  name: string | undefined;
  papers: number;
}

/** Which file is used for each day, and the papers in them. */
export interface DayIndex {
  /** Notices that a file was added, changed or removed. */
  update(name: string): DayChange[];
  /** Every day that has a digest, newest first. */
  days(): readonly Day[];
  fileOf(day: Day): DigestFile | undefined;
  /** The entry in a row of the index; undefined if its file isn't used for any day. */
  entryAt(row: number): IndexEntry | undefined;
  /** Every entry, newest day first, in printed order. */
  entries(): readonly IndexEntry[];
  categories(): CategoryCount[];
  /** Compares entries, the more popular first. */
  byPopularity(): PopularityOrder;
  /** The ids of all papers that are in several digests; very few are. */
  repeated: ReadonlySet<string>;
}

/** @param files everything that is indexed, by name, at the time of the call */
export function createDayIndex(files: () => ReadonlyMap<string, IndexedFile>): DayIndex {
  const dayOf = new Map<string, Day>();
  const namesOf = new Map<Day, Set<string>>();
  const used = new Map<Day, DigestFile>();
  const entryByRow = new Map<number, IndexEntry>();
  const ids = new Set<string>();
  const repeated = new Set<string>();
  let days: Day[] | undefined;
  let entries: IndexEntry[] | undefined;
  let categories: CategoryCount[] | undefined;
  let byPopularity: PopularityOrder | undefined;

  function filesOf(day: Day): DigestFile[] {
    return [...(namesOf.get(day) ?? [])].flatMap((name) => {
      const file = files().get(name);
      return file?.digest ? [{ ...file, digest: file.digest }] : [];
    });
  }

  function choose(day: Day): DayChange {
    const before = used.get(day);
    const all = filesOf(day);
    const after = chooseFile(all);
    for (const { row, arxivId } of before?.digest.entries ?? []) {
      entryByRow.delete(row);
      if (!repeated.has(arxivId)) ids.delete(arxivId);
    }
    for (const entry of after?.digest.entries ?? []) {
      entryByRow.set(entry.row, entry);
      if (ids.has(entry.arxivId)) repeated.add(entry.arxivId);
      ids.add(entry.arxivId);
    }
    if (after) used.set(day, after);
    else used.delete(day);
    if (!before !== !after) days = undefined;
    entries = undefined;
    categories = undefined;
    byPopularity = undefined;
    const unused = all.map(({ name }) => name).filter((name) => name !== after?.name);
    return { day, before, after, unused };
  }

  const newestFirst = (): Day[] => (days ??= [...used.keys()].sort().reverse());
  const allEntries = (): IndexEntry[] =>
    (entries ??= newestFirst().flatMap((day) => used.get(day)?.digest.entries ?? []));

  return {
    update(name) {
      const before = dayOf.get(name);
      const after = files().get(name)?.digest?.day;
      if (before !== undefined) namesOf.get(before)?.delete(name);
      if (after === undefined) dayOf.delete(name);
      else {
        dayOf.set(name, after);
        namesOf.set(after, (namesOf.get(after) ?? new Set()).add(name));
      }
      return [...new Set([before, after])].flatMap((day) =>
        day === undefined ? [] : [choose(day)],
      );
    },
    days: newestFirst,
    fileOf: (day) => used.get(day),
    entryAt: (row) => entryByRow.get(row),
    entries: allEntries,
    categories: () => (categories ??= countCategories(allEntries())),
    byPopularity: () => (byPopularity ??= createPopularityOrder(allEntries())),
    repeated,
  };
}

/** Compares positions: the newer day first, then the better rank. */
export function byDayThenRank(a: Position, b: Position): number {
  return a.day === b.day ? a.rank - b.rank : a.day < b.day ? 1 : -1;
}

/**
 * Which of one day's files is the day's digest: `YYYY-MM-DD.md` if there is one, else the last by
 * name. Undefined if there are no files.
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
 * How many papers each category has, most first. A paper that is in several digests counts once,
 * with the categories in its newest digest; two codes of one category count as one.
 */
export function countCategories(
  newestFirst: Iterable<Pick<IndexEntry, 'arxivId' | 'categories'>>,
): CategoryCount[] {
  const seen = new Set<string>();
  const combinations = new Map<readonly string[], number>();
  for (const { arxivId, categories } of newestFirst) {
    if (seen.has(arxivId)) continue;
    seen.add(arxivId);
    combinations.set(categories, (combinations.get(categories) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  for (const [codes, papers] of combinations) {
    for (const code of new Set(codes.map(canonicalCategory))) {
      counts.set(code, (counts.get(code) ?? 0) + papers);
    }
  }
  return [...counts]
    .map(([code, papers]) => ({ code, name: categoryName(code), papers }))
    .sort((a, b) => b.papers - a.papers || (a.code < b.code ? -1 : 1));
}
