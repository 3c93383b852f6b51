import type { Paper } from '../digest/types.ts';

/** How much was counted of a paper, and of what. */
export interface Popularity {
  /** What was counted: only heats of one measure are numbers of the same thing. */
  measure: string;
  count: number;
}

/** The counts by which digests are ranked, each source's by itself. */
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  'Hugging Face': ['upvotes'],
  Twitter: ['retweets', 'favorites'],
};

/** What was counted of a paper by the source that ranks it; of one that nobody knows, everything. */
export function popularityOf({ metrics }: Pick<Paper, 'metrics'>): Popularity {
  const known = Object.entries(MEASURES).find(([, names]) =>
    names.some((name) => Object.hasOwn(metrics, name)),
  );
  const [measure, names] = known ?? ['', Object.keys(metrics)];
  return { measure, count: names.reduce((sum, name) => sum + (metrics[name] ?? 0), 0) };
}

/** Compares two papers: the hotter first. */
export type PopularityOrder = (
  a: { popularity: Popularity },
  b: { popularity: Popularity },
) => number;

/**
 * What is hotter in an archive. Counts of one measure are compared as they are. Between measures,
 * where a thousand retweets may be as much as fifty upvotes, a paper is as hot as the share of its
 * own measure that it leaves behind, so that neither an age nor a source stands above another.
 */
export function createPopularityOrder(all: readonly { popularity: Popularity }[]): PopularityOrder {
  const byMeasure = Map.groupBy(all, ({ popularity }) => popularity.measure);
  if (byMeasure.size < 2) return (a, b) => b.popularity.count - a.popularity.count;
  const sorted = new Map(
    [...byMeasure].map(([measure, of]) => [
      measure,
      Float64Array.from(of, ({ popularity }) => popularity.count).sort(),
    ]),
  );
  const standing = ({ measure, count }: Popularity): number => {
    const counts = sorted.get(measure) ?? new Float64Array();
    return countBelow(counts, count) / Math.max(1, counts.length);
  };
  return ({ popularity: a }, { popularity: b }) =>
    a.measure === b.measure ? b.count - a.count : standing(b) - standing(a);
}

/** How many of the numbers, in rising order, are less than one. */
function countBelow(rising: Float64Array, than: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] as number) < than) low = middle + 1;
    else high = middle;
  }
  return low;
}
