import type { Digest, Paper } from '../../src/digest/types.ts';
import { addDays } from '../../src/digest/day.ts';
import { createRandom, type Random } from '../random.ts';

/** Draws words by their frequency: a few of them often, most of them rarely. */
interface WordSource {
  word: (random: Random) => string;
  name: (random: Random) => string;
}

const SYLLABLES =
  'ba be bi bo da de di do fa fe ga ge ka ke ki la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi za zo ter mer ling ster ton net ron gra tra pro con'.split(
    ' ',
  ) as [string, ...string[]];

/** The word with that number; always the same. */
const invented = (number: number): string => {
  const random = createRandom(`word ${number}`);
  return Array.from({ length: random.int(2, 5) }, () => random.pick(SYLLABLES)).join('');
};

/**
 * The words of a text by their frequency, and 3 % invented ones, so that the vocabulary keeps
 * growing with the papers; without a text, only invented ones, by Zipf's law.
 */
export const wordSource = (text: readonly string[], papers: number): WordSource => {
  const memo = new Map<number, string>();
  const word = (number: number): string => {
    const known = memo.get(number) ?? invented(number);
    memo.set(number, known);
    return known;
  };
  // The inverse of 1/rank's distribution: rank = size ** u.
  const zipf = (size: number, random: Random): number => Math.floor(size ** random.real(0, 1));
  return {
    word: (random) => {
      if (text.length > 0 && random.chance(0.97)) return text[random.int(0, text.length - 1)] ?? '';
      return word(zipf(20_000 + papers, random));
    },
    name: (random) => {
      const [given, family] = [word(zipf(3_000, random)), word(3_000 + zipf(30_000, random))];
      return [given, family].map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(' ');
    },
  };
};

/** Makes `count` papers, 20 a day, newest day first; always the same for the same source. */
export const createDigests = (count: number, source: WordSource): Digest[] => {
  const random = createRandom(`papers ${count}`);
  const words = (from: number, to: number): string =>
    Array.from({ length: random.int(from, to) }, () => source.word(random)).join(' ');
  const paper = (serial: number): Paper => ({
    rank: (serial % 20) + 1,
    arxivId: `${String(1000 + Math.floor(serial / 10_000))}.${String(serial % 10_000).padStart(5, '0')}`,
    title: words(5, 12),
    authors: Array.from({ length: random.int(1, 7) }, () => source.name(random)),
    categories: ['cs.LG'],
    metrics: { retweets: random.int(0, 500) },
    observedAt: '2021-05-05T09:00:00',
    abstract: words(100, 200),
    tweets: [],
  });
  const papers = Array.from({ length: count }, (_, serial) => paper(serial));
  return Array.from({ length: Math.ceil(count / 20) }, (_, at) => {
    const day = addDays('2021-12-31', -at);
    return { day, title: day, file: `${day}.md`, papers: papers.slice(at * 20, at * 20 + 20) };
  });
};
