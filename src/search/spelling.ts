import type { WordList } from '../archive/index/word-counts.ts';

/** The archive's words, and which of them a mistyped one may mean. */
export interface Vocabulary {
  has(word: string): boolean;
  /** Whether any word starts with this. */
  hasPrefix(prefix: string): boolean;
  /** The words one edit away; none if neither has four letters, or for a number. */
  near(word: string): string[];
  /** The prefixes of words one edit away from this prefix, likewise. */
  nearPrefixes(prefix: string): string[];
  /** The word split into two words of the archive: a missing space or hyphen. */
  splits(word: string): [string, string][];
}

/** Below this length, half the dictionary is one edit away. */
const MIN_LENGTH = 4;

const ALPHABET = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

export function createVocabulary(words: WordList): Vocabulary {
  // Trying every possible edit takes some hundred look-ups, no matter how many words there are.
  const edited = (typed: string, existing: (others: string[]) => string[]): string[] => {
    if (isNumber(typed)) return [];
    const others = [...oneEditFrom(typed, new Set([...ALPHABET, ...typed.split('')]))];
    return existing(others.filter((other) => isLongEnough(typed, other))).sort(
      (a, b) => a.length - b.length || (a < b ? -1 : 1),
    );
  };

  return {
    has: (word) => words.existing([word]).length > 0,
    hasPrefix: (prefix) => words.existingPrefixes([prefix]).length > 0,
    near: (word) => edited(word, (others) => words.existing(others)),
    nearPrefixes: (prefix) => edited(prefix, (others) => words.existingPrefixes(others)),
    splits(word) {
      if (word.length < MIN_LENGTH) return [];
      const pairs = Array.from(word.slice(1), (_, at): [string, string] => [
        word.slice(0, at + 1),
        word.slice(at + 1),
      ]);
      const existing = new Set(words.existing(new Set(pairs.flat())));
      return pairs.filter((pair) => pair.every((half) => existing.has(half)));
    },
  };
}

/** What a word becomes by inserting, deleting or replacing a letter, or swapping two neighbours. */
export function oneEditFrom(word: string, alphabet: Iterable<string>): Set<string> {
  const edited = new Set<string>();
  const letters = [...alphabet];
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const [here, next] = [word.charAt(at), word.charAt(at + 1)];
    const [after, rest] = [word.slice(at + 1), word.slice(at + 2)];
    edited.add(before + after).add(before + next + here + rest);
    for (const letter of letters) {
      edited.add(before + letter + here + after);
      if (here !== '') edited.add(before + letter + after);
    }
  }
  edited.delete(word);
  edited.delete('');
  return edited;
}

function isLongEnough(typed: string, meant: string): boolean {
  return Math.max(typed.length, meant.length) >= MIN_LENGTH;
}

/** 2021 isn't a typo for 2020. */
function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}
