import { byDayThenRank } from '../archive/entry.ts';
import { topK } from './top-k.ts';
import { type SearchableArchive, matchAll, withPapers } from './full-text-match.ts';
import { matchExpression } from './query.ts';
import { tokenize } from '../archive/tokenize.ts';

/** Whose papers are so many is found among the newest of them. */
const LOOKED_AT = 120;
/** One letter begins too many names. */
const SHORTEST = 2;

/**
 * The authors whose names have every typed word, as a whole or as a beginning, in any order; those
 * with most of the newest papers first. Two spellings of a name are one, shown as most papers have
 * it.
 */
export async function findAuthors(
  archive: SearchableArchive,
  typed: string,
  limit: number,
): Promise<string[]> {
  const wanted = tokenize(typed);
  if (wanted.join('').length < SHORTEST) return [];
  const groups = wanted.map((word) => [{ words: [word], prefix: true, field: 'authors' as const }]);
  const { matches } = await matchAll(archive, matchExpression(groups));
  const newest = topK(matches, LOOKED_AT, (a, b) => byDayThenRank(a.entry, b.entry));
  const names = new Map<string, Map<string, number>>();
  await withPapers(
    archive,
    newest.map(({ entry }) => entry),
    ({ authors }) => {
      for (const author of authors) {
        const words = tokenize(author);
        if (!wanted.every((one) => words.some((word) => word.startsWith(one)))) continue;
        const key = words.join(' ');
        const spellings = names.get(key) ?? new Map<string, number>();
        names.set(key, spellings.set(author, (spellings.get(author) ?? 0) + 1));
      }
    },
  );
  return [...names.values()]
    .map((spellings) => {
      const [name = ''] = [...spellings].sort(([, a], [, b]) => b - a).map(([one]) => one);
      return { name, papers: [...spellings.values()].reduce((sum, count) => sum + count, 0) };
    })
    .sort((a, b) => b.papers - a.papers || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}
