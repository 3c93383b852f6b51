import { byDayThenRank, type IndexEntry } from '../archive/entry.ts';
import type { Found } from './match.ts';
import { topK } from './top-k.ts';
import type { PopularityOrder } from '../archive/popularity.ts';
import { hasAny, proximity, type PaperWords, paperWords } from './proximity.ts';
import {
  type SearchableArchive,
  eachOf,
  type Match,
  matchAll,
  withPapers,
} from './full-text-match.ts';
import { newestPerPaper } from './dedupe.ts';
import type { Interpretation } from './relaxations.ts';
import { matchExpression } from './query.ts';

/** An entry with the reading that finds it best. */
interface Ranked {
  entry: IndexEntry;
  tier: number;
  interpretation: Interpretation;
  /** The full-text score, 1 for the best there is; with likeness added for the best of them. */
  worth: number;
}

/** One entry for each paper that was found, in an order. */
export interface InOrder {
  total: number;
  /** As many as were asked for. */
  first: IndexEntry[];
  /** The words that took the place of mistyped ones, most papers first. */
  corrected: string[];
}

/** How many of the best by full-text score are looked at closely. */
const LOOKED_AT = 50;
/** How much likeness counts beside the full-text score; chosen as the weights in likeness.ts. */
const PROXIMITY_WEIGHT = 4;

/**
 * One entry for each paper, best first: the one of that very title, those with the words in a row
 * in their title, then by how well they match. Of equals the hotter, then the newer.
 *
 * @param typed the words that were typed
 * @param count how many entries are wanted at most
 * @param order another order to put them in; among its equals, the better match is first
 */
export async function inRankOrder(
  archive: SearchableArchive,
  found: readonly Found[],
  typed: readonly string[],
  count: number,
  order?: (a: IndexEntry, b: IndexEntry) => number,
): Promise<InOrder> {
  const ranked = await newestBest(archive, found, await titleTiers(archive, typed));
  const byWorth = byWorthIn(await archive.enqueue(() => archive.dayIndex.byPopularity()));
  const best = topK(ranked, order ? LOOKED_AT : Math.max(count, LOOKED_AT), byWorth);
  const top = new Map(best.slice(0, LOOKED_AT).map((one) => [one.entry, one]));
  const looked = await withPapers(archive, [...top.keys()], (paper, entry) => {
    const one = top.get(entry) as Ranked;
    const words = paperWords(paper);
    const worth = one.worth + PROXIMITY_WEIGHT * proximity(one.interpretation.groups, words);
    return { words, ranked: { ...one, worth } };
  });
  const corrected = wordsUsed(
    found,
    looked.map(({ words }) => words),
  );
  const total = ranked.length;
  if (order) {
    const first = topK(ranked, count, (a, b) => order(a.entry, b.entry) || byWorth(a, b));
    return { total, first: first.map(({ entry }) => entry), corrected };
  }
  const close = looked.map((one) => one.ranked).sort(byWorth);
  const first = [...close, ...best.slice(LOOKED_AT)].slice(0, count);
  return { total, first: first.map(({ entry }) => entry), corrected };
}

/** Each paper's newest entry, with the reading that gives it the most. */
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
    await eachOf(matches, enqueue, ({ entry, score }) => {
      const one = { entry, interpretation, worth: score / top, tier: tiers.get(entry) ?? 0 };
      // Most texts have one reading, which finds each entry once.
      if (found.length === 1) all.push(one);
      else if (one.worth > (best.get(entry)?.worth ?? -1)) best.set(entry, one);
    });
  }
  const ranked = found.length === 1 ? all : best.values();
  return enqueue(() => newestPerPaper(ranked, ({ entry }) => entry, dayIndex.repeated));
}

/** 2 for the entries that have just these words as their title, 1 for those that have them in it. */
async function titleTiers(
  archive: SearchableArchive,
  typed: readonly string[],
): Promise<ReadonlyMap<IndexEntry, number>> {
  const tiers = new Map<IndexEntry, number>();
  if (typed.length === 0) return tiers;
  const phrase = { words: [...typed], field: 'title' as const };
  const note = (tier: number, { matches }: { matches: Match[] }): void => {
    for (const { entry } of matches) tiers.set(entry, tier);
  };
  // A single word in a title says no more than its place in the full-text score.
  if (typed.length > 1) {
    note(1, await matchAll(archive, matchExpression([[{ ...phrase, prefix: true }]])));
  }
  const whole = matchExpression([[{ ...phrase, prefix: false, isFirst: true }]]);
  if (typed.length === 1 || tiers.size > 0) {
    note(2, await matchAll(archive, whole, ({ titleLength }) => titleLength === typed.length));
  }
  return tiers;
}

function byWorthIn(byPopularity: PopularityOrder): (a: Ranked, b: Ranked) => number {
  return (a, b) =>
    b.tier - a.tier ||
    b.worth - a.worth ||
    byPopularity(a.entry, b.entry) ||
    byDayThenRank(a.entry, b.entry);
}

/** The corrections that stand in the best papers, those in most of them first. */
function wordsUsed(found: readonly Found[], papers: readonly PaperWords[]): string[] {
  const uses = new Map<string, number>();
  for (const { alternative } of found.flatMap(({ interpretation }) => interpretation.corrections)) {
    const used = papers.filter((words) => hasAny([alternative], words)).length;
    const word = alternative.words.join(' ');
    if (used > 0) uses.set(word, Math.max(used, uses.get(word) ?? 0));
  }
  return [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([words]) => words);
}
