import { tokenize } from '../archive/tokenize.ts';
import type { SearchableArchive } from '../archive/types.ts';
import type { Paper } from '../digest/types.ts';
import { mapPapers, matchAll, newestPerPaper, topK } from './collect.ts';
import { matchExpression } from './query.ts';
import { STOP_WORDS } from './stop-words.ts';
import type { SimilarHit } from './types.ts';

/** How many of a paper's top terms the candidates are searched by. */
const MAX_TERMS = 16;
/** How many candidates are compared in full. */
const MAX_CANDIDATES = 60;
/** A word in more than this share of all papers says nothing about a paper's subject. */
const MAX_SHARE = 0.15;
/** Papers with less in common are similar only by chance. */
const MIN_SIMILARITY = 0.06;
const MAX_PHRASES = 3;

/**
 * The papers that have most in common with one, by the words of title and abstract: words are
 * weighted by how rare they are in the archive (tf-idf), and papers compared by cosine similarity.
 *
 * @returns best first, each with up to three words or phrases that both papers have
 */
export async function similarPapers(
  archive: SearchableArchive,
  paper: Paper,
  limit: number,
): Promise<SimilarHit[]> {
  const papers = archive.dayIndex.entries().length;
  const rarity = memoize((word) => {
    const papersWith = archive.index.words.papersWith(word);
    if (papersWith > Math.max(5, MAX_SHARE * papers)) return 0;
    return Math.log((papers + 1) / (papersWith + 0.5));
  });
  const own = weightsOf(paper, rarity);
  const top = [...own].sort(([, a], [, b]) => b - a).slice(0, MAX_TERMS);
  if (top.length === 0) return [];
  const groups = [top.map(([word]) => ({ words: [word], prefix: false }))];
  const { matches } = await matchAll(archive, matchExpression(groups));
  const candidates = newestPerPaper(
    topK(matches, 2 * MAX_CANDIDATES, (a, b) => a.score - b.score),
    ({ entry }) => entry,
    archive.dayIndex.repeated,
  )
    .map(({ entry }) => entry)
    .filter(({ arxivId }) => arxivId !== paper.arxivId)
    .slice(0, MAX_CANDIDATES);
  const compared = await mapPapers(archive, candidates, (other, { day }) => ({
    hit: { day, paper: other },
    similarity: cosine(own, weightsOf(other, rarity)),
  }));
  return compared
    .filter(({ similarity }) => similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, limit)
    .map(({ hit }) => ({
      ...hit,
      shared: sharedPhrases(paper, hit.paper, rarity, MAX_PHRASES, minWordRarity(papers)),
    }));
}

/** How rare a word must be to count by itself: among 3,000 papers, at most 4 % have it. */
function minWordRarity(papers: number): number {
  return 0.4 * Math.log(papers + 1);
}

/** The weight of each word; those without any are left out. */
function weightsOf(
  { title, abstract }: Paper,
  rarity: (word: string) => number,
): Map<string, number> {
  const weights = new Map<string, number>();
  // A word in the title counts three times as much as one in the abstract.
  for (const [text, factor] of [[title, 3] as const, [abstract, 1] as const]) {
    for (const word of keyTerms(text)) weights.set(word, (weights.get(word) ?? 0) + factor);
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
  return shared === 0 ? 0 : shared / (norm(a) * norm(b));
}

function norm(weights: ReadonlyMap<string, number>): number {
  return Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight ** 2, 0));
}

function memoize(read: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>();
  return (word) => {
    let value = known.get(word);
    if (value === undefined) known.set(word, (value = read(word)));
    return value;
  };
}

/** The words of a text that may say what it's about, in order, with repeats. */
export function keyTerms(text: string): string[] {
  return tokensOf(text)
    .map(({ word }) => word)
    .filter(mayBeKeyTerm);
}

/**
 * What two papers have in common: phrases of up to three words, and single words that aren't in
 * these phrases, those with the rarest words first, as the first paper writes them.
 *
 * @param rarity of a word; 0 if it says nothing
 * @param minRarity how rare a single word must be, unless there is nothing else
 */
export function sharedPhrases(
  paper: Paper,
  other: Paper,
  rarity: (word: string) => number,
  limit: number,
  minRarity = 0,
): string[] {
  const others = phrasesOf(`${other.title}\n${other.abstract}`, rarity);
  const shared = [...phrasesOf(`${paper.title}\n${paper.abstract}`, rarity)]
    .flatMap(([key, { text, weight, count }]) => {
      const otherCount = others.get(key)?.count;
      // What both mention again and again says more than a rare word that each happens to use.
      return otherCount
        ? [{ key, text, weight, score: weight * emphasis(count) * emphasis(otherCount) }]
        : [];
    })
    .sort((a, b) => b.score - a.score);
  const chosen: { key: string; text: string }[] = [];
  for (const { key, text, weight } of shared) {
    if (chosen.length === limit) break;
    if (chosen.length > 0 && !key.includes(' ') && weight < minRarity) continue;
    const isCovered = chosen.some((one) => overlaps(one.key, key));
    if (!isCovered) chosen.push({ key, text });
  }
  return chosen.map(({ text }) => text);
}

/** Whether two phrases have a word in common, maybe in another form (`slot`, `slots`). */
function overlaps(a: string, b: string): boolean {
  const words = a.split(' ');
  return b.split(' ').some((word) => words.some((other) => isSameStem(word, other)));
}

function isSameStem(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  const stem = length <= 4 ? length : Math.max(4, length - 2);
  return a.slice(0, stem) === b.slice(0, stem);
}

const emphasis = (count: number): number => Math.sqrt(1 + Math.log(count));

interface Phrase {
  /** As written first. */
  text: string;
  weight: number;
  /** How often the text has it. */
  count: number;
}

const MAX_PHRASE_WORDS = 3;

/** The phrases of a text, by their words. */
function phrasesOf(text: string, rarity: (word: string) => number): Map<string, Phrase> {
  const tokens = tokensOf(text);
  const phrases = new Map<string, Phrase>();
  for (const [at, first] of tokens.entries()) {
    for (let length = 1; length <= MAX_PHRASE_WORDS; length++) {
      const last = tokens[at + length - 1];
      if (!last) break;
      const run = text.slice(first.start, last.end);
      // A phrase doesn't span sentences, nor does it start or end with a word that says nothing.
      if (/[.,;:!?()\n$]/.test(run)) break;
      const words = tokens.slice(at, at + length).map(({ word }) => word);
      if (![first, last].every(({ word }) => mayBeKeyTerm(word) && rarity(word) > 0)) continue;
      if (length > 1 && cutsCompound(text, first.start, last.end)) continue;
      const key = words.join(' ');
      const known = phrases.get(key);
      if (known) {
        known.count++;
        continue;
      }
      const weight = words.reduce((sum, word) => sum + rarity(word), 0) * Math.sqrt(length);
      phrases.set(key, { text: run, weight, count: 1 });
    }
  }
  return phrases;
}

/** Whether only part of a hyphenated word is in it: "scale pre" of "large-scale pre-trained". */
function cutsCompound(text: string, start: number, end: number): boolean {
  return /[\p{L}\p{N}]-$/u.test(text.slice(0, start)) || /^-[\p{L}\p{N}]/u.test(text.slice(end));
}

/** A word as it's indexed, and where it is in a text. */
interface Token {
  word: string;
  start: number;
  end: number;
}

const RUN = /[\p{L}\p{N}]+/gu;
const ASCII = /^[A-Za-z0-9]+$/;
const FORMULA_OR_LINK = /\$[^$]{0,400}\$|https?:\/\/\S+/g;

/** The words of a text, without formulas and links. */
function tokensOf(text: string): Token[] {
  const plain = text.replace(FORMULA_OR_LINK, (other) => ' '.repeat(other.length));
  return [...plain.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    // Most words are ASCII, which needs no folding.
    const word = ASCII.test(run) ? run.toLowerCase() : tokenize(run)[0];
    return word === undefined ? [] : [{ word, start: index, end: index + run.length }];
  });
}

/** Short words and numbers say nothing, either. */
function mayBeKeyTerm(word: string): boolean {
  return word.length > 2 && !STOP_WORDS.has(word) && !/^\p{N}+$/u.test(word);
}
