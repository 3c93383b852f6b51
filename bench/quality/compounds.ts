import type { Random } from '../random.ts';
import type { Paper } from '../../src/digest/types.ts';
import { isSignificant, pickOf, wordsIn } from './words.ts';

/** How the archive writes compounds: as two words, hyphenated or as one. */
export interface Compounds {
  /** Other spellings of the compounds in a title, and which of its words each replaces. */
  of: (title: readonly string[]) => { at: number; length: number; typed: string }[];
  /** A significant word from any title. */
  anyWord: (random: Random) => string;
}

/** Learns from all papers which compounds are spelled in more than one way. */
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
