import type { Random } from '../random.ts';

const STOP = new Set(
  'about above after against all among and are between beyond both but can does during each few for from has have how into its more most not off one only onto our out over same some such than that the their them then there these they this those through too towards toward under until use using very via was were what when where which while who why will with within without you your based paper approach method towards'.split(
    ' ',
  ),
);

/** A text split at white space, without the punctuation around each word. */
export const wordsIn = (text: string): string[] =>
  text
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+]+$/gu, ''))
    .filter((word) => word !== '');

/** Whether a word carries meaning: four letters or more, and not a stop word. */
export const isSignificant = (word: string): boolean =>
  /^\p{L}{4,}$/u.test(word) && !STOP.has(word.toLowerCase());

/** A random `count` of the items, in their original order; all of them if there are fewer. */
export const sample = <T>(items: readonly T[], count: number, random: Random): T[] =>
  shuffle([...items.keys()], random)
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((at) => items[at] as T);

export const shuffle = <T>(items: readonly T[], random: Random): T[] =>
  items
    .map((item) => ({ item, by: random.real(0, 1) }))
    .sort((a, b) => a.by - b.by)
    .map(({ item }) => item);

/** One of the items; undefined if there are none. */
export const pickOf = <T>(items: readonly T[], random: Random): T | undefined =>
  items[random.int(0, Math.max(0, items.length - 1))];

const LETTERS = Array.from('etaoinsrhldcumfpgwybvkxjqz');

/** The word with one substitution, insertion, deletion or transposition, at `from` or later. */
export const mistype = (word: string, random: Random, from = 1): string => {
  for (;;) {
    const at = random.int(from, word.length - 1);
    const letter = pickOf(LETTERS, random) ?? 'e';
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const typed = [
      before + letter + after.slice(1),
      before + letter + after,
      before + after.slice(1),
      before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
    ][random.int(0, 3)];
    if (typed !== undefined && typed !== word) return typed;
  }
};

/** The word with another first letter. */
export const mistypeFirst = (word: string, random: Random): string => {
  const others = LETTERS.filter((letter) => letter !== word[0]);
  return `${pickOf(others, random) ?? 'e'}${word.slice(1)}`;
};

/** The text as typed on a keyboard without accents. */
export const withoutAccents = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[đĐð]/g, 'd')
    .replace(/ı/g, 'i');
