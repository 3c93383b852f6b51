import type { Paper } from '../digest/types.ts';

/** How often a paper was upvoted, retweeted or the like. */
export interface Popularity {
  /** What was counted. Only counts of the same measure compare as numbers. */
  measure: string;
  count: number;
}

/** Compares two papers, the more popular first. */
export type PopularityOrder = (
  a: { popularity: Popularity },
  b: { popularity: Popularity },
) => number;

/** The counts that digests are ranked by, per source. */
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  'Hugging Face': ['upvotes'],
  Twitter: ['retweets', 'favorites'],
};

/**
 * A paper's count in its source's measure; for an unknown source, the sum of all its counts. Stars
 * don't count: a repository may be years older than the paper.
 */
export function popularityOf({ metrics }: Pick<Paper, 'metrics'>): Popularity {
  const known = Object.entries(MEASURES).find(([, names]) =>
    names.some((name) => Object.hasOwn(metrics, name)),
  );
  const [measure, names] = known ?? ['', Object.keys(metrics).filter((name) => name !== 'stars')];
  return { measure, count: names.reduce((sum, name) => sum + (metrics[name] ?? 0), 0) };
}

/**
 * The order of popularity in an archive. Counts of the same measure compare directly. Across
 * measures, where a thousand retweets may be worth fifty upvotes, papers compare by percentile
 * within their own measure, so no era or source outranks another.
 */
export function createPopularityOrder(all: readonly { popularity: Popularity }[]): PopularityOrder {
  const byMeasure = Map.groupBy(all, ({ popularity }) => popularity.measure);
  if (byMeasure.size < 2) return (a, b) => b.popularity.count - a.popularity.count;
  const sorted = new Map(
    [...byMeasure].map(([measure, papers]) => [
      measure,
      Float64Array.from(papers, ({ popularity }) => popularity.count).sort(),
    ]),
  );
  const percentile = ({ measure, count }: Popularity): number => {
    const counts = sorted.get(measure) ?? new Float64Array();
    return countBelow(counts, count) / Math.max(1, counts.length);
  };
  return ({ popularity: a }, { popularity: b }) =>
    a.measure === b.measure ? b.count - a.count : percentile(b) - percentile(a);
}

/** How many of the numbers, in ascending order, are below a limit. */
function countBelow(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
