import type { Paper } from '../digest/types.ts';
import type { IndexEntry } from '../archive/entry.ts';
import type { ArchiveIndex } from '../archive/index/archive-index.ts';
import type { DayIndex } from '../archive/day-index.ts';
import type { CooperativeQueue } from '../archive/cooperative-queue.ts';

/** The archive as searches see it. Nothing in it stands still between two turns. */
export interface SearchableArchive {
  index: Pick<ArchiveIndex, 'text' | 'words' | 'paper' | 'rowsOf'>;
  dayIndex: Pick<DayIndex, 'entryAt' | 'entries' | 'byPopularity' | 'repeated'>;
  enqueue: CooperativeQueue;
}

/** An entry that satisfies a full-text query; the lower the score, the better. */
export interface Match {
  entry: IndexEntry;
  score: number;
}

/** What a full-text query finds. */
export interface Matches {
  /** Those that were wanted. */
  matches: Match[];
  /** Whether there are any at all. */
  isAny: boolean;
}

/** How many entries are gone through in one turn. */
const IN_ONE_TURN = 8_192;

/**
 * Every entry that satisfies a full-text query.
 *
 * @param expression an FTS5 query; throws when it is malformed
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

/** Does something with each of many items, some thousand a turn. */
export async function eachOf<T>(
  items: readonly T[],
  enqueue: CooperativeQueue,
  work: (item: T) => void,
): Promise<void> {
  for (let start = 0; start < items.length; start += IN_ONE_TURN) {
    await enqueue(() => {
      for (const item of items.slice(start, start + IN_ONE_TURN)) work(item);
    });
  }
}

/** How many papers are read in one turn. */
const READ_IN_ONE_TURN = 16;

/** Something made of each entry's paper; entries that have gone meanwhile are left out. */
export async function withPapers<T>(
  { index, enqueue }: SearchableArchive,
  entries: readonly IndexEntry[],
  make: (paper: Paper, entry: IndexEntry) => T,
): Promise<T[]> {
  const made: T[] = [];
  for (let start = 0; start < entries.length; start += READ_IN_ONE_TURN) {
    await enqueue(() => {
      for (const entry of entries.slice(start, start + READ_IN_ONE_TURN)) {
        const paper = index.paper(entry.row);
        if (paper) made.push(make(paper, entry));
      }
    });
  }
  return made;
}
