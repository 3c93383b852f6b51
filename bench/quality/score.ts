import type { Engine } from './engines/engine.ts';
import type { JudgedQuery } from './query-sets.ts';

/** How good the answers to some queries are; shares are between 0 and 1. */
interface Score {
  queries: number;
  /** The share of queries with a relevant paper first. */
  success1: number;
  /** The share with one among the first five, which make Paperboy's first page. */
  success5: number;
  /** Mean reciprocal rank of the first relevant paper; 0 beyond the tenth. */
  mrr10: number;
}

/** A query and the rank of its first relevant paper: from 1, Infinity beyond the tenth. */
export interface Ranked {
  query: JudgedQuery;
  rank: number;
}

const DEPTH = 10;

export const rankAll = async (
  engine: Engine,
  queries: readonly JudgedQuery[],
): Promise<Ranked[]> => {
  const ranked: Ranked[] = [];
  for (const query of queries) {
    const found = await engine.find(query.text, DEPTH);
    const at = found.findIndex((id) => query.relevant.has(id));
    ranked.push({ query, rank: at < 0 ? Infinity : at + 1 });
  }
  return ranked;
};

export const scoreOf = (ranked: readonly Ranked[]): Score => {
  const mean = (worth: (rank: number) => number): number =>
    ranked.reduce((sum, { rank }) => sum + worth(rank), 0) / Math.max(1, ranked.length);
  return {
    queries: ranked.length,
    success1: mean((rank) => Number(rank === 1)),
    success5: mean((rank) => Number(rank <= 5)),
    mrr10: mean((rank) => 1 / rank),
  };
};
