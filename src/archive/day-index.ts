import type { Day } from '../digest/types.ts';
import { chooseFile, countCategories } from './catalogue.ts';
import type { IndexEntry } from './entry.ts';
import { type PopularityOrder, createPopularityOrder } from './popularity.ts';
import type { IndexedDigest, IndexedFile } from './index/archive-index.ts';
import type { CategoryCount } from './types.ts';

/** A file that holds a digest. */
export type DigestFile = IndexedFile & { digest: IndexedDigest };

/** What putting a file on the shelf changed for a day. */
export interface DayChange {
  day: Day;
  /** The files that stood for the day before, and stand for it now. */
  before: DigestFile | undefined;
  after: DigestFile | undefined;
  /** Other files of that day, by name: what is in them is not shown. */
  unused: string[];
}

/** Which file stands for each day, and the papers in them. */
export interface DayIndex {
  /** Takes note of what has become of a file. */
  update(name: string): DayChange[];
  /** Every day that has a digest, newest first. */
  days(): readonly Day[];
  fileOf(day: Day): DigestFile | undefined;
  /** The entry in a row of the index; undefined when its file stands for no day. */
  entryAt(row: number): IndexEntry | undefined;
  /** Every entry, newest day first, in printed order. */
  entries(): readonly IndexEntry[];
  categories(): CategoryCount[];
  /** What is hotter among all entries. */
  byPopularity(): PopularityOrder;
  /** The ids of all papers that stand in several digests; very few do. */
  repeated: ReadonlySet<string>;
}

/** @param files everything that is indexed, by name, as it is at each moment */
export function createDayIndex(files: () => ReadonlyMap<string, IndexedFile>): DayIndex {
  const dayOf = new Map<string, Day>();
  const namesOf = new Map<Day, Set<string>>();
  const shown = new Map<Day, DigestFile>();
  const rows = new Map<number, IndexEntry>();
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
    const before = shown.get(day);
    const all = filesOf(day);
    const after = chooseFile(all);
    for (const { row, arxivId } of before?.digest.entries ?? []) {
      rows.delete(row);
      if (!repeated.has(arxivId)) ids.delete(arxivId);
    }
    for (const entry of after?.digest.entries ?? []) {
      rows.set(entry.row, entry);
      if (ids.has(entry.arxivId)) repeated.add(entry.arxivId);
      ids.add(entry.arxivId);
    }
    if (after) shown.set(day, after);
    else shown.delete(day);
    if (!before !== !after) days = undefined;
    entries = undefined;
    categories = undefined;
    byPopularity = undefined;
    const unused = all.map(({ name }) => name).filter((name) => name !== after?.name);
    return { day, before, after, unused };
  }

  const newestFirst = (): Day[] => (days ??= [...shown.keys()].sort().reverse());
  const inOrder = (): IndexEntry[] =>
    (entries ??= newestFirst().flatMap((day) => shown.get(day)?.digest.entries ?? []));

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
    fileOf: (day) => shown.get(day),
    entryAt: (row) => rows.get(row),
    entries: inOrder,
    categories: () => (categories ??= countCategories(inOrder())),
    byPopularity: () => (byPopularity ??= createPopularityOrder(inOrder())),
    repeated,
  };
}
