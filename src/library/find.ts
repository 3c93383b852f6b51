import { groupsIn } from './likeness.ts';
import { type Found, paperWords } from './rank.ts';
import { readingsOf, someOf } from './readings.ts';
import type { SearchIndex } from './search-index.ts';
import { type Group, matchExpression, type Term } from './search-query.ts';

/** What a search text finds, before any order and filter. */
export interface Finding {
  found: Found[];
  /** The words that took the place of mistyped ones, most papers first. */
  corrected: string[];
  /** Whether these have most of the words, as no paper has all. */
  partial: boolean;
}

/**
 * What the strictest reading that finds anything finds; failing that, and beside what is no more
 * than a guess, the papers with most of the words. Filters play no part in choosing.
 */
export function findMatches(index: SearchIndex, terms: readonly Term[]): Finding {
  for (const { readings, isGuess } of readingsOf(terms, () => index.vocabulary())) {
    const found = readings
      .map((reading) => ({ reading, matches: index.match(matchExpression(reading.groups)) }))
      .filter(({ matches }) => matches.length > 0);
    if (found.length === 0) continue;
    const others = isGuess ? mostWordsFound(index, terms) : [];
    return {
      found: [...found, ...others],
      corrected: wordsUsed(index, found),
      partial: others.length > 0,
    };
  }
  const found = mostWordsFound(index, terms);
  return { found, corrected: [], partial: found.length > 0 };
}

/** How many candidates are counted when no paper has all the words. */
const COUNTED = 300;

/** The papers with the most words, where that is more than half of them. */
function mostWordsFound(index: SearchIndex, terms: readonly Term[]): Found[] {
  const asked = someOf(terms, index.vocabulary());
  if (!asked) return [];
  const { required, some } = asked;
  // Who lacks less than half of the words has one of any half: the longest, as the rarest.
  const half = some
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, Math.ceil(some.length / 2));
  const matches = index
    .match(matchExpression([...required, half.flat()]))
    .sort((a, b) => a.score - b.score)
    .slice(0, COUNTED);
  const byCount = Map.groupBy(matches, ({ entry }) => groupsIn(some, paperWords(entry)));
  const most = Math.max(0, ...byCount.keys());
  // One word alone says too little about what was meant.
  if (most + required.length < 2 || 2 * most <= some.length) return [];
  const best = byCount.get(most) ?? [];
  return [{ reading: { groups: [...required, ...some], corrections: [] }, matches: best }];
}

function lengthOf(group: Group): number {
  return group[0]?.words.join('').length ?? 0;
}

/** The corrections that found something, those with most papers first. */
function wordsUsed(index: SearchIndex, found: readonly Found[]): string[] {
  const papers = new Map<string, number>();
  for (const { reading, matches } of found) {
    const entries = new Set(matches.map(({ entry }) => entry));
    for (const { alternative } of reading.corrections) {
      const words = alternative.words.join(' ');
      const used = index
        .match(matchExpression([[alternative]]))
        .filter(({ entry }) => entries.has(entry)).length;
      if (used > 0) papers.set(words, Math.max(used, papers.get(words) ?? 0));
    }
  }
  return [...papers].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([words]) => words);
}
