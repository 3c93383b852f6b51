import type { Paper } from '../digest/types.ts';
import { topK } from './top-k.ts';
import { type SearchableArchive, matchAll, withPapers } from './full-text-match.ts';
import { newestPerPaper } from './dedupe.ts';
import { matchExpression } from './query.ts';
import { sharedPhrases, termsOf } from './key-terms.ts';
import type { SimilarHit } from '../archive/types.ts';

/** How many of a paper's most telling words candidates are looked for by. */
const TELLING = 16;
/** Candidates that are compared in full. */
const COMPARED = 60;
/** A word that more papers have than this share says nothing of what a paper is about. */
const COMMON = 0.15;
/** Less in common than this is chance. */
const LEAST = 0.06;
const REASONS = 3;

/** How rare a word must be to be a reason by itself: among 3,000 papers, in 4 % of them at most. */
function telling(papers: number): number {
  return 0.4 * Math.log(papers + 1);
}

/**
 * The papers that have most in common with one, by the words of title and abstract: each counts by
 * how rare it is in the archive (tf-idf), and what two papers share by the cosine between them.
 *
 * @returns best first, each with up to three words or phrases that it shares
 */
export async function similarPapers(
  archive: SearchableArchive,
  paper: Paper,
  limit: number,
): Promise<SimilarHit[]> {
  const papers = archive.dayIndex.entries().length;
  const rarity = memo((word) => {
    const having = archive.index.words.papersWith(word);
    if (having > Math.max(5, COMMON * papers)) return 0;
    return Math.log((papers + 1) / (having + 0.5));
  });
  const own = weigh(paper, rarity);
  const best = [...own].sort(([, a], [, b]) => b - a).slice(0, TELLING);
  if (best.length === 0) return [];
  const groups = [best.map(([word]) => ({ words: [word], prefix: false }))];
  const { matches } = await matchAll(archive, matchExpression(groups));
  const candidates = newestPerPaper(
    topK(matches, 2 * COMPARED, (a, b) => a.score - b.score),
    ({ entry }) => entry,
    archive.dayIndex.repeated,
  )
    .map(({ entry }) => entry)
    .filter(({ arxivId }) => arxivId !== paper.arxivId)
    .slice(0, COMPARED);
  const compared = await withPapers(archive, candidates, (other, { day }) => ({
    hit: { day, paper: other },
    closeness: cosine(own, weigh(other, rarity)),
  }));
  return compared
    .filter(({ closeness }) => closeness >= LEAST)
    .sort((a, b) => b.closeness - a.closeness)
    .slice(0, limit)
    .map(({ hit }) => ({
      ...hit,
      shared: sharedPhrases(paper, hit.paper, rarity, REASONS, telling(papers)),
    }));
}

/** What each of its words weighs; those that say nothing are left out. */
function weigh({ title, abstract }: Paper, rarity: (word: string) => number): Map<string, number> {
  const weights = new Map<string, number>();
  // A word of the title says three times what one of the abstract does.
  for (const [text, factor] of [[title, 3] as const, [abstract, 1] as const]) {
    for (const word of termsOf(text)) weights.set(word, (weights.get(word) ?? 0) + factor);
  }
  for (const [word, count] of weights) {
    const weight = (1 + Math.log(count)) * rarity(word);
    if (weight > 0) weights.set(word, weight);
    else weights.delete(word);
  }
  return weights;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [word, weight] of a) shared += weight * (b.get(word) ?? 0);
  return shared === 0 ? 0 : shared / (lengthOf(a) * lengthOf(b));
}

function lengthOf(weights: ReadonlyMap<string, number>): number {
  return Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight ** 2, 0));
}

function memo(read: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>();
  return (word) => {
    let value = known.get(word);
    if (value === undefined) known.set(word, (value = read(word)));
    return value;
  };
}
