import type { Day } from '../digest/types.ts';
import type { Popularity } from './popularity.ts';

/** Where a paper stands in a digest. */
export interface Place {
  day: Day;
  rank: number;
  arxivId: string;
}

/** One paper of one digest, with what filters and orders need of it; its texts stay in the index. */
export interface IndexEntry extends Place {
  /** Where the index keeps it. */
  row: number;
  popularity: Popularity;
  categories: readonly string[];
  /** How many words its title has. */
  titleLength: number;
}

/** Of two places, which comes first: the newer day, then the better rank. */
export function byDayThenRank(a: Place, b: Place): number {
  return a.day === b.day ? a.rank - b.rank : a.day < b.day ? 1 : -1;
}
