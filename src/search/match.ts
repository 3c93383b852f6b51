import type { Paper } from '../digest/types.ts';
import type { IndexEntry } from '../archive/entry.ts';
import { topK } from './top-k.ts';
import { groupsIn, paperWords } from './proximity.ts';
import { type SearchableArchive, type Match, matchAll, withPapers } from './full-text-match.ts';
import { type Interpretation, relaxationsOf, someOf } from './relaxations.ts';
import { type Group, matchExpression, type Term } from './query.ts';
import { createVocabulary } from './spelling.ts';

/** A reading of a search text and what it finds. */
export interface Found {
  interpretation: Interpretation;
  matches: readonly Match[];
}

/** What a search text finds, before any order. */
export interface Finding {
  found: Found[];
  /** Whether these have most of the words, as no paper has all. */
  partial: boolean;
}

/**
 * What the strictest reading that finds anything finds; failing that, and beside what is no more
 * than a guess, the papers with most of the words.
 *
 * @param isWanted plays no part in choosing
 */
export async function findMatches(
  archive: SearchableArchive,
  terms: readonly Term[],
  isWanted: (entry: IndexEntry) => boolean,
): Promise<Finding> {
  const steps = relaxationsOf(terms, createVocabulary(archive.index.words));
  for (;;) {
    const step = await archive.enqueue(() => steps.next());
    if (step.done) break;
    const { interpretations, isGuess } = step.value;
    const found: Found[] = [];
    for (const interpretation of interpretations) {
      const { matches, isAny } = await matchAll(
        archive,
        matchExpression(interpretation.groups),
        isWanted,
      );
      if (isAny) found.push({ interpretation, matches });
    }
    if (found.length === 0) continue;
    const others = isGuess ? await mostWordsFound(archive, terms, isWanted) : [];
    return { found: [...found, ...others], partial: others.length > 0 };
  }
  const found = await mostWordsFound(archive, terms, isWanted);
  return { found, partial: found.length > 0 };
}

/** How many candidates are counted when no paper has all the words. */
const COUNTED = 300;

/** The papers with the most words, where that is more than half of them. */
async function mostWordsFound(
  archive: SearchableArchive,
  terms: readonly Term[],
  isWanted: (entry: IndexEntry) => boolean,
): Promise<Found[]> {
  const asked = await archive.enqueue(() => someOf(terms, createVocabulary(archive.index.words)));
  if (!asked) return [];
  const { required, some } = asked;
  // Who lacks less than half of the words has one of any half: the longest, as the rarest.
  const half = some
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, Math.ceil(some.length / 2));
  const { matches } = await matchAll(archive, matchExpression([...required, half.flat()]));
  const best = topK(matches, COUNTED, (a, b) => a.score - b.score);
  const scores = new Map(best.map(({ entry, score }) => [entry, score]));
  const counted = await withPapers(archive, [...scores.keys()], (paper: Paper, entry) => ({
    entry,
    score: scores.get(entry) ?? 0,
    count: groupsIn(some, paperWords(paper)),
  }));
  const most = Math.max(0, ...counted.map(({ count }) => count));
  // One word alone says too little about what was meant.
  if (most + required.length < 2 || 2 * most <= some.length) return [];
  const having = counted.filter(({ count, entry }) => count === most && isWanted(entry));
  return [{ interpretation: { groups: [...required, ...some], corrections: [] }, matches: having }];
}

function lengthOf(group: Group): number {
  return group[0]?.words.join('').length ?? 0;
}
