import { categoriesLike, matchCategory } from '../digest/categories.ts';

/** A category in arXiv's spelling, or what the text might mean instead; no candidates, no idea. */
type ParsedCategory =
  { code: string; candidates?: undefined } | { code?: undefined; candidates: readonly string[] };

/**
 * Reads a category: its code in any spelling, or a part of its code or name (`cv`, `vision`) if
 * only one category matches, or only one of those that match has papers.
 *
 * @param hasPapers whether the archive has a paper in a category
 */
export function parseCategory(typed: string, hasPapers: (code: string) => boolean): ParsedCategory {
  const match = matchCategory(typed.trim());
  if (match) return { code: match.code };
  const candidates = categoriesLike(typed).map(({ code }) => code);
  const [only, other] = candidates.length > 1 ? candidates.filter(hasPapers) : candidates;
  return only !== undefined && other === undefined ? { code: only } : { candidates };
}

/** Splits a list at its commas, and at blanks where the words between them aren't one name. */
export function splitCategories(typed: string): string[] {
  return typed
    .split(',')
    .flatMap((part) =>
      categoriesLike(part).length > 0 ? [part.trim()] : part.split(/\s+/).filter(Boolean),
    );
}
