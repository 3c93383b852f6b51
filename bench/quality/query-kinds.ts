import type { Random } from '../random.ts';
import type { Paper } from '../../src/digest/types.ts';
import { tokenize } from '../../src/archive/tokenize.ts';
import type { Compounds } from './compounds.ts';
import {
  isSignificant,
  mistype,
  mistypeFirst,
  pickOf,
  sample,
  shuffle,
  withoutAccents,
  wordsIn,
} from './words.ts';

/** Makes what somebody looking for this paper might type; undefined if the paper doesn't suit. */
type QueryKind = (paper: Paper, random: Random, compounds: Compounds) => string | undefined;

const family = (author: string): string | undefined =>
  wordsIn(author.replace(/\b(Jr|Sr|I{2,3}|IV)\.?$/, '')).at(-1);

const significant = ({ title }: Paper): string[] => wordsIn(title).filter(isSignificant);

/** Three significant words of a title, in their order, with one of them changed. */
const threeWith = (
  paper: Paper,
  random: Random,
  suits: (word: string) => boolean,
  make: (word: string) => string,
): string | undefined => {
  const words = sample(significant(paper), 3, random).map((word) => word.toLowerCase());
  const at = pickOf(
    [...words.keys()].filter((place) => suits(words[place] ?? '')),
    random,
  );
  if (words.length < 3 || at === undefined) return undefined;
  return words.with(at, make(words[at] ?? '')).join(' ');
};

const abstractWords: QueryKind = ({ abstract }, random) => {
  const words = abstract.split(' ');
  const from = random.int(0, Math.max(0, words.length - 7));
  const run = words.slice(from, from + random.int(4, 6));
  const isProse = run.every((word) => /^[\p{L}\p{N}'’,.()-]+$/u.test(word));
  const says = run.filter((word) => isSignificant(wordsIn(word)[0] ?? '')).length;
  return run.length >= 4 && isProse && says >= 2 ? run.join(' ').toLowerCase() : undefined;
};

export const AUTHOR = 'author’s whole name';
export const ID_OR_LINK = 'id, versioned id, link';

/** Every kind of query by name. The paper itself is relevant; for AUTHOR, so is all else by that author. */
export const QUERY_KINDS: Readonly<Record<string, QueryKind>> = {
  'whole title': ({ title }) => title,
  'title words, any order, some left out': (paper, random) => {
    const words = wordsIn(paper.title);
    const kept = sample(words, Math.ceil(words.length * random.real(0.5, 0.85)), random);
    if (words.length < 4 || kept.filter(isSignificant).length < 2) return undefined;
    return shuffle(kept, random).join(' ').toLowerCase();
  },
  'beginning of a title, cut in a word': ({ title }, random) => {
    const words = wordsIn(title);
    const count = random.int(3, Math.min(6, words.length));
    const last = words[count - 1] ?? '';
    if (words.length < 3 || last.length < 4) return undefined;
    const cut = last.slice(0, random.int(2, last.length - 1));
    return [...words.slice(0, count - 1), cut].join(' ').toLowerCase();
  },
  'three or four title words': (paper, random) => {
    const words = sample(significant(paper), random.int(3, 4), random);
    return words.length >= 3 ? words.join(' ').toLowerCase() : undefined;
  },
  'family name and a title word': (paper, random) => {
    const name = family(pickOf(paper.authors, random) ?? '');
    const word = pickOf(significant(paper), random);
    return name === undefined || name.length < 2 || word === undefined
      ? undefined
      : shuffle([name, word], random).join(' ').toLowerCase();
  },
  [AUTHOR]: ({ authors }, random) => {
    const author = pickOf(authors, random);
    return author !== undefined && wordsIn(author).length > 1 ? author : undefined;
  },
  'words of the abstract in a row': abstractWords,
  'the same, quoted': (paper, random, compounds) => {
    const run = abstractWords(paper, random, compounds);
    return run === undefined ? undefined : `"${run}"`;
  },
  'one typo in three title words': (paper, random) =>
    threeWith(
      paper,
      random,
      (word) => word.length >= 5,
      (word) => mistype(word, random),
    ),
  'typo in a first letter': (paper, random) =>
    threeWith(
      paper,
      random,
      (word) => word.length >= 5,
      (word) => mistypeFirst(word, random),
    ),
  'typo while typing': (paper, random) => {
    const words = sample(significant(paper), 3, random).map((word) => word.toLowerCase());
    const last = words[2] ?? '';
    if (last.length < 6) return undefined;
    const begun = last.slice(0, random.int(5, last.length - 1));
    return words.with(2, mistype(begun, random)).join(' ');
  },
  'three title words and one of another title': (paper, random, compounds) => {
    const words = sample(significant(paper), 3, random);
    const other = compounds.anyWord(random);
    if (words.length < 3 || paper.title.includes(other)) return undefined;
    return words.toSpliced(random.int(0, 3), 0, other).join(' ').toLowerCase();
  },
  'hyphen, space or neither': (paper, random, compounds) => {
    const words = wordsIn(paper.title);
    const other = pickOf(compounds.of(words), random);
    if (!other) return undefined;
    const rest = words.toSpliced(other.at, other.length).filter(isSignificant);
    if (rest.length === 0) return undefined;
    return [other.typed, ...sample(rest, random.int(1, 2), random)].join(' ').toLowerCase();
  },
  'accents left out': (paper, random) => {
    const names = paper.authors.flatMap((author) => family(author) ?? []);
    const accented = pickOf(
      names.filter((name) => withoutAccents(name) !== name),
      random,
    );
    const word = pickOf(significant(paper), random);
    if (accented === undefined || word === undefined) return undefined;
    return `${withoutAccents(accented)} ${withoutAccents(word)}`.toLowerCase();
  },
  'acronym and a word': (paper, random) => {
    const acronym = pickOf(
      wordsIn(paper.title).filter((word) =>
        /^\p{Lu}[\p{L}\p{N}-]*\p{Lu}[\p{L}\p{N}-]*$/u.test(word),
      ),
      random,
    );
    const word = pickOf(
      significant(paper).filter((other) => other !== acronym),
      random,
    );
    if (acronym === undefined || word === undefined) return undefined;
    return tokenize(acronym).length === 0 ? undefined : `${acronym} ${word}`.toLowerCase();
  },
  [ID_OR_LINK]: ({ arxivId }, random) =>
    pickOf(
      [
        arxivId,
        `arXiv:${arxivId}v${random.int(1, 4)}`,
        `https://arxiv.org/abs/${arxivId}`,
        `https://arxiv.org/pdf/${arxivId}v${random.int(1, 4)}.pdf`,
      ],
      random,
    ),
};
