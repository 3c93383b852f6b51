import { inCategory, matchCategory } from '../digest/categories.ts';
import type { Digest, Paper } from '../digest/types.ts';

/**
 * The papers of a digest that a subscription wants, in the digest's order.
 *
 * @param wanted.categories categories or whole archives, any of which will do; empty means all
 */
export function selectPapers(
  digest: Digest,
  wanted: { top: number; categories: readonly string[] },
): Paper[] {
  const matches = wanted.categories.flatMap((typed) => matchCategory(typed) ?? []);
  const papers =
    wanted.categories.length === 0
      ? digest.papers
      : digest.papers.filter((paper) =>
          matches.some((category) => inCategory(paper.categories, category)),
        );
  return papers.slice(0, wanted.top);
}
