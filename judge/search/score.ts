import type { Engine } from './engines/engine.ts';
import type { Judged } from './judged-set.ts';

/** How good the answers to some queries are: shares from 0 to 1. */
export interface Score {
  queries: number;
  /** How often a right paper came first. */
  success1: number;
  /** How often one was among the first five, which is Paperboy's first page. */
  success5: number;
  /** Mean reciprocal rank of the first right paper, 0 beyond the tenth. */
  mrr10: number;
}

/** A query and where its first right paper came: 1-based, Infinity beyond the tenth. */
export interface Placed {
  query: Judged;
  place: number;
  found: string[];
}

const DEPTH = 10;

export const placesOf = async (engine: Engine, queries: readonly Judged[]): Promise<Placed[]> => {
  const places: Placed[] = [];
  for (const query of queries) {
    const found = await engine.find(query.text, DEPTH);
    const at = found.findIndex((id) => query.right.has(id));
    places.push({ query, place: at < 0 ? Infinity : at + 1, found });
  }
  return places;
};

export const scoreOf = (places: readonly Placed[]): Score => {
  const mean = (worth: (place: number) => number): number =>
    places.reduce((sum, { place }) => sum + worth(place), 0) / Math.max(1, places.length);
  return {
    queries: places.length,
    success1: mean((place) => Number(place === 1)),
    success5: mean((place) => Number(place <= 5)),
    mrr10: mean((place) => 1 / place),
  };
};
