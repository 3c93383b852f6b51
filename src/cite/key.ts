import type { Paper } from '../digest/types.ts';
import { foldToAscii } from './latex.ts';
import { arxivDate, plainLine, readNames } from './fields.ts';

const INSIGNIFICANT = new Set(
  `a an the on of in for to and or with without from by at as into over under via using is are be can do
  does how what why when where which who it its this that we you our your not no toward towards`.split(
    /\s+/,
  ),
);
const MAX_PART = 30;

/**
 * A paper's citation key: the first author's family name, the year and the title's first
 * significant word, like `tolstikhin2021mlp`. ASCII, and always the same for the same paper.
 */
export function citationKey(paper: Pick<Paper, 'arxivId' | 'authors' | 'title'>): string {
  const { arxivId, authors, title } = paper;
  const [first] = readNames(authors);
  const family =
    first === undefined
      ? ''
      : 'family' in first
        ? wordsOf(first.family).join('')
        : significant(wordsOf(first.literal));
  const word = significant(wordsOf(withoutTex(title))) || wordsOf(arxivId).join('');
  const { year } = arxivDate(arxivId);
  return `${family.slice(0, MAX_PART) || 'arxiv'}${year}${word.slice(0, MAX_PART)}`;
}

/**
 * Unique keys for papers in one file, by arXiv id. Papers with the same key get `a`, `b` and so on
 * in the order of their ids, so the order of `papers` doesn't matter.
 */
export function citationKeys(
  papers: readonly Pick<Paper, 'arxivId' | 'authors' | 'title'>[],
): Map<string, string> {
  const byKey = Map.groupBy(papers, citationKey);
  const taken = new Set(byKey.keys());
  const keys = new Map<string, string>();
  for (const [key, same] of [...byKey].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const ids = [...new Set(same.map(({ arxivId }) => arxivId))].sort();
    let letter = 0;
    for (const id of ids) {
      let unique = key;
      // Another paper's own key may already end in that letter.
      while (ids.length > 1 && taken.has(unique)) unique = key + letters(letter++);
      taken.add(unique);
      keys.set(id, unique);
    }
  }
  return keys;
}

/** a to z, then aa, ab and so on. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

function significant(words: readonly string[]): string {
  const candidates = words.filter((word) => word.length > 1 && /[a-z]/.test(word));
  return candidates.find((word) => !INSIGNIFICANT.has(word)) ?? candidates[0] ?? '';
}

function wordsOf(text: string): string[] {
  const ascii = foldToAscii(plainLine(text).replace(/['’`](?:s(?!\p{L}))?/gu, '')).toLowerCase();
  return ascii.match(/[a-z0-9]+/g) ?? [];
}

/** Removes formulas, then any remaining commands. */
function withoutTex(title: string): string {
  return title.replace(/\$[^$]*\$/g, ' ').replace(/\\(?:[A-Za-z]{2,}|[^A-Za-z])/g, '');
}
