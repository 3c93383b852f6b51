import { byDayThenRank } from '../archive/day-index.ts';
import type { CooperativeQueue } from '../archive/cooperative-queue.ts';
import type { IndexEntry, Position } from '../archive/index/archive-index.ts';
import type { SearchableArchive } from '../archive/types.ts';
import type { Paper } from '../digest/types.ts';

/** An entry that matches a full-text query; the lower the score, the better. */
export interface Match {
  entry: IndexEntry;
  score: number;
}

interface Matches {
  /** Those that pass the filter. */
  matches: Match[];
  /** Whether there are any matches at all. */
  isAny: boolean;
}

/** How many entries are handled in one piece of queued work. */
const ENTRIES_AT_ONCE = 8_192;
/** How many papers are read in one piece of queued work. */
const PAPERS_AT_ONCE = 16;

/**
 * Every entry that matches a full-text query.
 *
 * @param expression an FTS5 query; throws if it's malformed
 */
export async function matchAll(
  { index, dayIndex, enqueue }: SearchableArchive,
  expression: string,
  isWanted: (entry: IndexEntry) => boolean = () => true,
): Promise<Matches> {
  const found: Matches = { matches: [], isAny: false };
  for (let shard = 0; shard < index.text.shards(); shard++) {
    await enqueue(() => {
      for (const [row, score] of index.text.match(shard, expression)) {
        const entry = dayIndex.entryAt(row);
        if (!entry) continue;
        found.isAny = true;
        if (isWanted(entry)) found.matches.push({ entry, score });
      }
    });
  }
  return found;
}

/** Handles many items, some thousands at once, with other work in between. */
export async function forEachQueued<T>(
  items: readonly T[],
  enqueue: CooperativeQueue,
  work: (item: T) => void,
): Promise<void> {
  for (let start = 0; start < items.length; start += ENTRIES_AT_ONCE) {
    await enqueue(() => {
      for (const item of items.slice(start, start + ENTRIES_AT_ONCE)) work(item);
    });
  }
}

/** Maps the papers of entries; entries that are gone by now are left out. */
export async function mapPapers<T>(
  { index, enqueue }: SearchableArchive,
  entries: readonly IndexEntry[],
  map: (paper: Paper, entry: IndexEntry) => T,
): Promise<T[]> {
  const mapped: T[] = [];
  for (let start = 0; start < entries.length; start += PAPERS_AT_ONCE) {
    await enqueue(() => {
      for (const entry of entries.slice(start, start + PAPERS_AT_ONCE)) {
        const paper = index.paper(entry.row);
        if (paper) mapped.push(map(paper, entry));
      }
    });
  }
  return mapped;
}

/**
 * Each paper once, as its newest digest has it.
 *
 * @param repeated the ids of all papers that may be there more than once; the fewer, the faster
 */
export function newestPerPaper<T>(
  items: Iterable<T>,
  positionOf: (item: T) => Position,
  repeated: ReadonlySet<string>,
): T[] {
  const unique: T[] = [];
  const newest = new Map<string, T>();
  for (const item of items) {
    const position = positionOf(item);
    if (!repeated.has(position.arxivId)) {
      unique.push(item);
      continue;
    }
    const before = newest.get(position.arxivId);
    if (before === undefined || byDayThenRank(position, positionOf(before)) < 0) {
      newest.set(position.arxivId, item);
    }
  }
  return [...unique, ...newest.values()];
}

/** The first `count` items in an order, without sorting all of them. */
export function topK<T>(items: readonly T[], count: number, compare: (a: T, b: T) => number): T[] {
  // Insertion pays off if most items fail the first comparison.
  if (count * 8 > items.length) return items.toSorted(compare).slice(0, count);
  const top: T[] = [];
  for (const item of items) {
    const last = top.at(-1);
    if (top.length === count && (last === undefined || compare(item, last) >= 0)) continue;
    let [low, high] = [0, top.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(item, top[middle] as T) < 0) high = middle;
      else low = middle + 1;
    }
    top.splice(low, 0, item);
    if (top.length > count) top.pop();
  }
  return top;
}
