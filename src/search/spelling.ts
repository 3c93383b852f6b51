/** The words that there are. */
export interface WordList {
  /** Those of these words that are among them. */
  known(words: Iterable<string>): string[];
  /** Those of these that one of them begins with. */
  begun(prefixes: Iterable<string>): string[];
}

/** The archive's words, and which of them a mistyped one may have meant. */
export interface Vocabulary {
  has(word: string): boolean;
  /** Whether some word begins with this. */
  hasPrefix(prefix: string): boolean;
  /** The words one edit away; none where neither side has four letters, or for a number. */
  near(word: string): string[];
  /** The beginnings of words one edit away from this beginning of a word, as above. */
  nearPrefixes(prefix: string): string[];
  /** The word cut in two words of the archive: a forgotten space or hyphen. */
  halves(word: string): [string, string][];
}

/** Below this, one edit away lies half the dictionary. */
const SHORTEST = 4;

const ALPHABET = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

/** Which words were meant, by a list of those that there are. */
export function createVocabulary(words: WordList): Vocabulary {
  // Trying what an edit can make takes some hundred look-ups, however many words there are.
  const edited = (typed: string, existing: (others: string[]) => string[]): string[] => {
    if (isNumber(typed)) return [];
    const others = [...oneEditFrom(typed, new Set([...ALPHABET, ...typed.split('')]))];
    return existing(others.filter((other) => isLongEnough(typed, other))).sort(
      (a, b) => a.length - b.length || (a < b ? -1 : 1),
    );
  };

  return {
    has: (word) => words.known([word]).length > 0,
    hasPrefix: (prefix) => words.begun([prefix]).length > 0,
    near: (word) => edited(word, (others) => words.known(others)),
    nearPrefixes: (prefix) => edited(prefix, (others) => words.begun(others)),
    halves(word) {
      if (word.length < SHORTEST) return [];
      const cuts = Array.from(word.slice(1), (_, at): [string, string] => [
        word.slice(0, at + 1),
        word.slice(at + 1),
      ]);
      const known = new Set(words.known(new Set(cuts.flat())));
      return cuts.filter((cut) => cut.every((half) => known.has(half)));
    },
  };
}

/** What one letter inserted, left out, replaced, or swapped with its neighbour makes of a word. */
export function oneEditFrom(word: string, alphabet: Iterable<string>): Set<string> {
  const made = new Set<string>();
  const letters = [...alphabet];
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const [here, next] = [word.charAt(at), word.charAt(at + 1)];
    const [after, rest] = [word.slice(at + 1), word.slice(at + 2)];
    made.add(before + after).add(before + next + here + rest);
    for (const letter of letters) {
      made.add(before + letter + here + after);
      if (here !== '') made.add(before + letter + after);
    }
  }
  made.delete(word);
  made.delete('');
  return made;
}

function isLongEnough(typed: string, meant: string): boolean {
  return Math.max(typed.length, meant.length) >= SHORTEST;
}

/** 2021 is not 2020 mistyped. */
function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}
