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
  const byLength = Map.groupBy(sorted, (word) => word.length);

  return {
    has: (word) => known.has(word),
    hasPrefix: (prefix) => sorted[firstNotBefore(sorted, prefix)]?.startsWith(prefix) ?? false,
    near(word) {
      if (isNumber(word)) return [];
      return [-1, 0, 1]
        .flatMap((more) => byLength.get(word.length + more) ?? [])
        .filter((other) => isLongEnough(word, other) && isOneEdit(word, other));
    },
    nearPrefixes(prefix) {
      if (isNumber(prefix)) return [];
      const found = new Set<string>();
      for (const word of sorted) {
        for (const length of [prefix.length - 1, prefix.length, prefix.length + 1]) {
          if (length > word.length || length < 1) continue;
          const start = word.slice(0, length);
          if (isLongEnough(prefix, start) && isOneEdit(prefix, start)) found.add(start);
        }
      }
      return [...found];
    },
    halves(word) {
      if (word.length < SHORTEST) return [];
      return Array.from(word.slice(1), (_, at): [string, string] => [
        word.slice(0, at + 1),
        word.slice(at + 1),
      ]).filter(([left, right]) => known.has(left) && known.has(right));
    },
  };
}

/** Whether one letter inserted, left out, replaced, or swapped with its neighbour makes a into b. */
export function isOneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (a.length < b.length) return sameEnd(a, at, b, at + 1);
  if (a.length > b.length) return sameEnd(a, at + 1, b, at);
  const swapped = a[at] === b[at + 1] && a[at + 1] === b[at];
  return sameEnd(a, at + 1, b, at + 1) || (swapped && sameEnd(a, at + 2, b, at + 2));
}

function sameEnd(a: string, from: number, b: string, start: number): boolean {
  return a.length - from === b.length - start && a.endsWith(b.slice(start));
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
