import type { Random } from '../../bench/crash/random.ts';
import type { Paper } from '../../src/digest/types.ts';
import { isSignificant, pickOf, wordsIn } from './words.ts';

/** How the archive writes its compounds: which words stand together, hyphenated or joined. */
export interface Compounds {
  /** The other ways to write a compound of this title, with what is replaced. */
  of: (title: readonly string[]) => { at: number; length: number; typed: string }[];
  /** A significant word of any title. */
  anyWord: (random: Random) => string;
}

/** Learns from all papers which words are written in more than one way. */
export const compoundsOf = (papers: readonly Paper[]): Compounds => {
  const words = new Set<string>();
  const pairs = new Map<string, number>();
  for (const { title, abstract } of papers) {
    for (const text of [title, abstract]) {
      const found = wordsIn(text.toLowerCase());
      for (const [at, word] of found.entries()) {
        words.add(word);
        const next = found[at + 1];
        for (const pair of [word.replace('-', ' '), `${word} ${next ?? ''}`]) {
          if (/^[a-z]{3,} [a-z]{3,}$/.test(pair)) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        }
      }
    }
  }
  const cuts = (word: string): string[] =>
    Array.from(word, (_, at) => `${word.slice(0, at)} ${word.slice(at)}`).filter(
      (pair) => (pairs.get(pair) ?? 0) > 1,
    );
  const titleWords = papers.flatMap(({ title }) => wordsIn(title).filter(isSignificant));
  return {
    anyWord: (random) => pickOf(titleWords, random) ?? '',
    of: (title) => {
      const lower = title.map((word) => word.toLowerCase());
      return lower.flatMap((word, at) => {
        const next = lower[at + 1] ?? '';
        const one = (typed: string, length = 1) => ({ at, length, typed });
        const joined = /^[a-z]{2,}-[a-z]{3,}$/.test(word)
          ? [one(word.replace('-', ' ')), one(word.replace('-', ''))]
          : [];
        const apart = cuts(word).flatMap((pair) => [one(pair), one(pair.replace(' ', '-'))]);
        const together = pairs.has(`${word} ${next}`) && words.has(word + next);
        return [...joined, ...apart, ...(together ? [one(word + next, 2)] : [])];
      });
    },
  };
};
