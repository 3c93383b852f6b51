import type { Paper } from '../digest/types.ts';
import { COMMON_WORDS } from './stop-words.ts';
import { tokenize } from '../archive/tokenize.ts';

/** A word as it stands in a text, and as the index knows it. */
interface Token {
  word: string;
  start: number;
  end: number;
}

/** Runs that `wordsOf` makes words of; formulas and addresses are no words. */
const RUN = /[\p{L}\p{N}]+/gu;
const ASCII = /^[A-Za-z0-9]+$/;
const NO_WORDS = /\$[^$]{0,400}\$|https?:\/\/\S+/g;
const LONGEST_PHRASE = 3;

/** The words of a text that may say what it is about, in their order, with repeats. */
export function termsOf(text: string): string[] {
  return tokensOf(text)
    .map(({ word }) => word)
    .filter(mayTell);
}

/**
 * What two papers both speak of: phrases of up to three words that stand in both, and single words
 * that are in none of these, those of the rarest words first; as the first paper writes them.
 *
 * @param rarity of a word; 0: it says nothing
 * @param telling how rare a single word must be to be told, unless there is nothing else
 */
export function sharedPhrases(
  of: Paper,
  other: Paper,
  rarity: (word: string) => number,
  limit: number,
  telling = 0,
): string[] {
  const theirs = phrasesOf(`${other.title}\n${other.abstract}`, rarity);
  const shared = [...phrasesOf(`${of.title}\n${of.abstract}`, rarity)]
    .flatMap(([key, { text, weight, count }]) => {
      const there = theirs.get(key)?.count;
      // What both speak of again and again says more than a rare word that each happens to use.
      return there
        ? [{ key, text, weight, worth: weight * emphasis(count) * emphasis(there) }]
        : [];
    })
    .sort((a, b) => b.worth - a.worth);
  const chosen: { key: string; text: string }[] = [];
  for (const { key, text, weight } of shared) {
    if (chosen.length === limit) break;
    if (chosen.length > 0 && !key.includes(' ') && weight < telling) continue;
    const isTold = chosen.some((one) => overlaps(one.key, key));
    if (!isTold) chosen.push({ key, text });
  }
  return chosen.map(({ text }) => text);
}

/** Whether a word stands in both, if in another form of it (`slot`, `slots`). */
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
  /** As it is written first. */
  text: string;
  weight: number;
  /** How often it stands there. */
  count: number;
}

/** Phrases by their words. */
function phrasesOf(text: string, rarity: (word: string) => number): Map<string, Phrase> {
  const tokens = tokensOf(text);
  const phrases = new Map<string, Phrase>();
  for (const [at, first] of tokens.entries()) {
    for (let length = 1; length <= LONGEST_PHRASE; length++) {
      const last = tokens[at + length - 1];
      if (!last) break;
      const run = text.slice(first.start, last.end);
      // A phrase does not reach over the end of a sentence, nor begin or end with what says nothing.
      if (/[.,;:!?()\n$]/.test(run)) break;
      const words = tokens.slice(at, at + length).map(({ word }) => word);
      if (![first, last].every(({ word }) => mayTell(word) && rarity(word) > 0)) continue;
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

/** Whether only a part of a hyphenated word is taken along: "scale pre" of "large-scale pre-trained". */
function cutsCompound(text: string, start: number, end: number): boolean {
  return /[\p{L}\p{N}]-$/u.test(text.slice(0, start)) || /^-[\p{L}\p{N}]/u.test(text.slice(end));
}

function tokensOf(text: string): Token[] {
  const plain = text.replace(NO_WORDS, (other) => ' '.repeat(other.length));
  return [...plain.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    // Nearly all are ASCII, and need no folding.
    const word = ASCII.test(run) ? run.toLowerCase() : tokenize(run)[0];
    return word === undefined ? [] : [{ word, start: index, end: index + run.length }];
  });
}

/** Single letters and numbers tell nothing either. */
function mayTell(word: string): boolean {
  return word.length > 2 && !COMMON_WORDS.has(word) && !/^\p{N}+$/u.test(word);
}
