import { byDayThenRank } from '../archive/day-index.ts';
import type { IndexEntry } from '../archive/index/archive-index.ts';
import type { PopularityOrder } from '../archive/popularity.ts';
import type { SearchableArchive } from '../archive/types.ts';
import { forEachQueued, mapPapers, type Match, matchAll, newestPerPaper, topK } from './collect.ts';
import { countGroups, paperWords, type PaperWords, proximity } from './proximity.ts';
import { matchExpression } from './query.ts';
import type { Found, Interpretation } from './relaxations.ts';

/** An entry with the interpretation that finds it best. */
interface Ranked {
  entry: IndexEntry;
  /** See `titleTiers`. */
  tier: number;
  interpretation: Interpretation;
  /** The full-text score, 1 for the best of all; for the top entries, proximity is added. */
  score: number;
}

/** One entry for each paper found, in an order. */
interface Ranking {
  total: number;
  /** As many as were asked for. */
  top: IndexEntry[];
  /** The words that replaced mistyped ones, those in most papers first. */
  corrected: string[];
}

/** How many of the best by full-text score are compared by proximity. */
const RERANKED = 50;
/** How much proximity counts, compared with the full-text score; tuned with proximity.ts's weights. */
const PROXIMITY_WEIGHT = 4;

/**
 * One entry for each paper, best first: the one with exactly this title, those with the words in a
 * row in their title, then by how well they match. Ties go to the more popular, then to the newer.
 *
 * @param typed the words that were typed
 * @param count how many entries are wanted at most
 * @param order another order; the better match decides its ties
 */
export async function rankMatches(
  archive: SearchableArchive,
  found: readonly Found[],
  typed: readonly string[],
  count: number,
  order?: (a: IndexEntry, b: IndexEntry) => number,
): Promise<Ranking> {
  const ranked = await newestBest(archive, found, await titleTiers(archive, typed));
  const byScore = scoreOrder(await archive.enqueue(() => archive.dayIndex.byPopularity()));
  const best = topK(ranked, order ? RERANKED : Math.max(count, RERANKED), byScore);
  const byEntry = new Map(best.slice(0, RERANKED).map((one) => [one.entry, one]));
  const reranked = await mapPapers(archive, [...byEntry.keys()], (paper, entry) => {
    const one = byEntry.get(entry) as Ranked;
    const words = paperWords(paper);
    const score = one.score + PROXIMITY_WEIGHT * proximity(one.interpretation.groups, words);
    return { words, ranked: { ...one, score } };
  });
  const corrected = usedCorrections(
    found,
    reranked.map(({ words }) => words),
  );
  const total = ranked.length;
  if (order) {
    const top = topK(ranked, count, (a, b) => order(a.entry, b.entry) || byScore(a, b));
    return { total, top: top.map(({ entry }) => entry), corrected };
  }
  const closest = reranked.map((one) => one.ranked).sort(byScore);
  const top = [...closest, ...best.slice(RERANKED)].slice(0, count);
  return { total, top: top.map(({ entry }) => entry), corrected };
}

/** Each paper's newest entry, with the interpretation that scores best. */
async function newestBest(
  { dayIndex, enqueue }: SearchableArchive,
  found: readonly Found[],
  tiers: ReadonlyMap<IndexEntry, number>,
): Promise<Ranked[]> {
  const all: Ranked[] = [];
  const best = new Map<IndexEntry, Ranked>();
  for (const { interpretation, matches } of found) {
    let top = -Number.MIN_VALUE;
    for (const { score } of matches) top = Math.min(top, score);
    await forEachQueued(matches, enqueue, ({ entry, score }) => {
      const one = { entry, interpretation, score: score / top, tier: tiers.get(entry) ?? 0 };
      // Most texts have one interpretation, which finds each entry once.
      if (found.length === 1) all.push(one);
      else if (one.score > (best.get(entry)?.score ?? -1)) best.set(entry, one);
    });
  }
  const ranked = found.length === 1 ? all : best.values();
  return enqueue(() => newestPerPaper(ranked, ({ entry }) => entry, dayIndex.repeated));
}

/** 2 for entries with exactly these words as their title, 1 for entries that have them in it. */
async function titleTiers(
  archive: SearchableArchive,
  typed: readonly string[],
): Promise<ReadonlyMap<IndexEntry, number>> {
  const tiers = new Map<IndexEntry, number>();
  if (typed.length === 0) return tiers;
  const phrase = { words: [...typed], field: 'title' as const };
  const setTier = (tier: number, { matches }: { matches: Match[] }): void => {
    for (const { entry } of matches) tiers.set(entry, tier);
  };
  // For a single word in a title, the full-text score says enough.
  if (typed.length > 1) {
    setTier(1, await matchAll(archive, matchExpression([[{ ...phrase, prefix: true }]])));
  }
  const whole = matchExpression([[{ ...phrase, prefix: false, isFirst: true }]]);
  if (typed.length === 1 || tiers.size > 0) {
    setTier(2, await matchAll(archive, whole, ({ titleLength }) => titleLength === typed.length));
  }
  return tiers;
}

function scoreOrder(byPopularity: PopularityOrder): (a: Ranked, b: Ranked) => number {
  return (a, b) =>
    b.tier - a.tier ||
    b.score - a.score ||
    byPopularity(a.entry, b.entry) ||
    byDayThenRank(a.entry, b.entry);
}

/** The corrections that the best papers have, those in most of them first. */
function usedCorrections(found: readonly Found[], papers: readonly PaperWords[]): string[] {
  const uses = new Map<string, number>();
  for (const { alternative } of found.flatMap(({ interpretation }) => interpretation.corrections)) {
    const used = papers.filter((words) => countGroups([[alternative]], words) > 0).length;
    const word = alternative.words.join(' ');
    if (used > 0) uses.set(word, Math.max(used, uses.get(word) ?? 0));
  }
  return [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([words]) => words);
}
