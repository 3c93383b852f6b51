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

export function vocabularyOf(words: readonly string[]): Vocabulary {
  const sorted = [...words].sort();
  const known = new Set(sorted);
  const alphabet = new Set(sorted.flatMap((word) => word.split('')));
  const hasPrefix = (prefix: string): boolean =>
    sorted[firstNotBefore(sorted, prefix)]?.startsWith(prefix) ?? false;
  // Trying what an edit can make takes some hundred look-ups, however many words there are.
  const edited = (typed: string, isKnown: (other: string) => boolean): string[] =>
    isNumber(typed)
      ? []
      : [...oneEditFrom(typed, alphabet)]
          .filter((other) => isLongEnough(typed, other) && isKnown(other))
          .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

  return {
    has: (word) => known.has(word),
    hasPrefix,
    near: (word) => edited(word, (other) => known.has(other)),
    nearPrefixes: (prefix) => edited(prefix, hasPrefix),
    halves(word) {
      if (word.length < SHORTEST) return [];
      return Array.from(word.slice(1), (_, at): [string, string] => [
        word.slice(0, at + 1),
        word.slice(at + 1),
      ]).filter(([left, right]) => known.has(left) && known.has(right));
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

/** Where `word` stands or would stand in a sorted list. */
function firstNotBefore(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
