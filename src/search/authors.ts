import { byDayThenRank } from '../archive/day-index.ts';
import { tokenize } from '../archive/tokenize.ts';
import type { SearchableArchive } from '../archive/types.ts';
import { mapPapers, matchAll, topK } from './collect.ts';
import { matchExpression } from './query.ts';

/** Authors with very many papers are found among the newest of them. */
const MAX_PAPERS = 120;
/** Too many names start with the same letter. */
const MIN_LETTERS = 2;

/**
 * The authors whose names have every typed word, as a whole or as a prefix, in any order; those
 * with most of the newest papers first. Two spellings of a name are one, shown in the spelling that
 * most papers have.
 */
export async function findAuthors(
  archive: SearchableArchive,
  typed: string,
  limit: number,
): Promise<string[]> {
  const wanted = tokenize(typed);
  if (wanted.join('').length < MIN_LETTERS) return [];
  const groups = wanted.map((word) => [{ words: [word], prefix: true, field: 'authors' as const }]);
  const { matches } = await matchAll(archive, matchExpression(groups));
  const newest = topK(matches, MAX_PAPERS, (a, b) => byDayThenRank(a.entry, b.entry));
  const spellingsByName = new Map<string, Map<string, number>>();
  await mapPapers(
    archive,
    newest.map(({ entry }) => entry),
    ({ authors }) => {
      for (const author of authors) {
        const words = tokenize(author);
        if (!wanted.every((one) => words.some((word) => word.startsWith(one)))) continue;
        const key = words.join(' ');
        const spellings = spellingsByName.get(key) ?? new Map<string, number>();
        spellingsByName.set(key, spellings.set(author, (spellings.get(author) ?? 0) + 1));
      }
    },
  );
  return [...spellingsByName.values()]
    .map((spellings) => {
      const [name = ''] = [...spellings].sort(([, a], [, b]) => b - a).map(([one]) => one);
      return { name, papers: [...spellings.values()].reduce((sum, count) => sum + count, 0) };
    })
    .sort((a, b) => b.papers - a.papers || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}
