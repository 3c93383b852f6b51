import type { Day, Digest, Paper, Problem } from '../digest/types.ts';
import type { CooperativeQueue } from './cooperative-queue.ts';
import type { CategoryCount, DayIndex } from './day-index.ts';
import type { ArchiveIndex } from './index/archive-index.ts';

/** A paper and the day of the digest it's in. */
export interface Hit {
  day: Day;
  paper: Paper;
}

/**
 * A folder of digests that answers questions and follows changes. Every answer is current: a
 * changed file shows in the next call. A paper that is in several digests counts once, as its
 * newest digest has it.
 */
export interface Archive {
  /**
   * The digest of the newest day that has begun somewhere on Earth; undefined if there is none.
   * This way, a mistyped year can't hide all other digests for years.
   */
  newest(): Digest | undefined;
  digest(day: Day): Digest | undefined;
  /** The nearest days that have a digest, excluding the day itself. */
  nearest(day: Day): { before: Day | undefined; after: Day | undefined };
  /** Every day that has a digest, newest first. */
  days(): Day[];
  /** Every category in the archive, most papers first; two codes of one category are one. */
  categories(): CategoryCount[];
  /** Every digest that has a paper, newest day first. */
  appearances(arxivId: string): Hit[];
  /** What couldn't be read, by file and line. */
  problems(): Problem[];
  /**
   * Calls `listener` after each change, once the archive's answers include it. Days that were there
   * when the archive opened aren't changes.
   */
  onChange(listener: (change: ArchiveChange) => void): void;
  /** When the file used for a day was last written, in Unix milliseconds. */
  writtenAt(day: Day): number | undefined;
  /** The size of the index, in bytes. */
  indexBytes(): number;
  /** What searches may use. */
  searchable: SearchableArchive;
  /** Stops following the folder. Don't search afterwards. */
  close(): Promise<void>;
}

/** The archive as searches see it. Any of it may change between two pieces of queued work. */
export interface SearchableArchive {
  readonly index: Pick<ArchiveIndex, 'text' | 'words' | 'paper' | 'rowsOf'>;
  dayIndex: Pick<DayIndex, 'entryAt' | 'entries' | 'byPopularity' | 'repeated'>;
  enqueue: CooperativeQueue;
  /** Runs work once the index is complete, and again if the index turns out to be damaged. */
  repaired<T>(work: () => Promise<T>): Promise<T>;
}

/** A day whose digest was added, changed or removed. */
export interface ArchiveChange {
  day: Day;
  kind: 'added' | 'changed' | 'removed';
}

/** Something to log. */
export interface ArchiveEvent {
  level: 'info' | 'warn' | 'error';
  message: string;
  file?: string;
  day?: Day;
  line?: number;
  error?: unknown;
  /** Counts over the whole archive, once it has been read. */
  digests?: number;
  papers?: number;
}
