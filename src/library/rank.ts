import { firstBy } from './first-by.ts';
import { likeness, type PaperWords } from './likeness.ts';
import { byDayThenRank, newestOfEach } from './newest-of-each.ts';
import type { Reading } from './readings.ts';
import type { Entry, Match } from './search-index.ts';
import type { Hit } from './types.ts';
import { wordsOf } from './words.ts';

/** A reading of a search text and what it finds. */
export interface Found {
  reading: Reading;
  matches: readonly Match[];
}

/** An entry with the reading that finds it best. */
interface Ranked {
  entry: Entry;
  tier: number;
  reading: Reading;
  /** The full-text score, 1 for the best there is; with likeness added for the best of them. */
  worth: number;
}

/** How many of the best by full-text score are looked at closely. */
const LOOKED_AT = 50;
/** How much likeness counts beside the full-text score; chosen as the weights in likeness.ts. */
const LIKENESS = 4;

/**
 * One entry for each paper, best first: the one of that very title, those with the words in a row
 * in their title, then by how well they match. Of equals the hotter, then the newer.
 *
 * @param typed the words that were typed, with one space between them
 * @param count how many entries are wanted at most
 */
export function inRankOrder(
  found: readonly Found[],
  typed: string,
  count: number,
): { total: number; first: Entry[] } {
  const ranked = newestOfEach(bestOfEach(found, typed), ({ entry }) => entry);
  const first = firstBy(ranked, Math.max(count, LOOKED_AT), byWorth);
  const close = first.slice(0, LOOKED_AT).map((one) => ({
    ...one,
    worth: one.worth + LIKENESS * likeness(one.reading.groups, paperWords(one.entry)),
  }));
  const inOrder = [...close.sort(byWorth), ...first.slice(LOOKED_AT)];
  return { total: ranked.length, first: inOrder.slice(0, count).map(({ entry }) => entry) };
}

/** Each entry with the reading that gives it the most. */
function bestOfEach(found: readonly Found[], typed: string): Ranked[] {
  const best = new Map<Entry, Ranked>();
  for (const { reading, matches } of found) {
    const top = matches.reduce((least, { score }) => Math.min(least, score), -Number.MIN_VALUE);
    for (const { entry, score } of matches) {
      const worth = score / top;
      if (worth <= (best.get(entry)?.worth ?? -1)) continue;
      best.set(entry, { entry, reading, worth, tier: tierOf(entry, typed) });
    }
  }
  return [...best.values()];
}

function tierOf({ titleWords }: Entry, typed: string): number {
  if (titleWords === typed) return 2;
  return typed.includes(' ') && ` ${titleWords}`.includes(` ${typed}`) ? 1 : 0;
}

function byWorth(a: Ranked, b: Ranked): number {
  return (
    b.tier - a.tier ||
    b.worth - a.worth ||
    heatOf(b.entry) - heatOf(a.entry) ||
    byDayThenRank(a.entry, b.entry)
  );
}

/** All that was counted of a paper. */
export function heatOf({ paper }: Hit): number {
  return Object.values(paper.metrics).reduce((sum, count) => sum + count, 0);
}

/** The words of an entry's paper, field by field. */
export function paperWords({ paper, titleWords }: Entry): PaperWords {
  return {
    title: titleWords.split(' '),
    authors: paper.authors.map(wordsOf),
    abstract: () => wordsOf(paper.abstract),
  };
}
