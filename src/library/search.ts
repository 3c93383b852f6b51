import { inCategory, matchCategory } from '../digest/categories.ts';
import type { Digest } from '../digest/types.ts';
import { comparableId, namedPaper } from './arxiv-query.ts';
import { findMatches } from './find.ts';
import { type Operators, readOperators } from './operators.ts';
import { byDayThenRank, newestOfEach } from './newest-of-each.ts';
import { heatOf, inRankOrder } from './rank.ts';
import type { Match, SearchIndex } from './search-index.ts';
import { wordFinder } from './word-finder.ts';
import { asTyped, matchExpression, readTerms, type Term } from './search-query.ts';
import type { Hit, Page, Query, SearchResult, Sort } from './types.ts';

/**
 * Answers a query.
 *
 * @param index holds the papers of `digests`, and no others
 * @param digests newest first
 */
export function search(
  index: SearchIndex,
  digests: readonly Digest[],
  query: Query,
  page: Page,
): SearchResult {
  const typed = query.search?.trim() ?? '';
  const asked = readOperators(typed);
  const { text, conditions, problems } = asked;
  const understood =
    conditions.length + problems.length > 0
      ? { understood: { text, conditions, problems } }
      : undefined;
  return { ...answer(index, digests, query, asked, page), ...understood };
}

function answer(
  index: SearchIndex,
  digests: readonly Digest[],
  query: Query,
  asked: Operators,
  page: Page,
): SearchResult {
  const accepts = filterOf(query, asked, papersWith(index, asked.unwanted));
  if (!accepts) return { total: 0, hits: [] };

  const { text } = asked;
  const id = namedPaper(text);
  const words = id === undefined ? readTerms(text) : [];
  const terms = [...words, ...asked.wanted];
  if (terms.length > 0 && id === undefined) {
    const { found, corrected, partial } = findMatches(index, terms);
    const accepted = found.map(({ reading, matches }) => ({
      reading,
      matches: matches.filter(({ entry }) => accepts(entry)),
    }));
    const typed = words.flatMap((term) => term.words).join(' ');
    // In another order any of them may come first.
    const isRanked = (query.sort ?? 'best') === 'best';
    const end = isRanked ? Math.max(0, page.offset) + Math.max(0, page.limit) : Infinity;
    const { total, first } = inRankOrder(accepted, typed, end);
    return {
      ...cut(sorted(first, query.sort), page),
      total,
      ...(total > 0 && { isFound: wordFinder(found.map(({ reading }) => reading)) }),
      ...(corrected.length > 0 && { corrected }),
      ...(partial && { partial }),
    };
  }

  const isNothing = text !== '' || asked.problems.length > 0;
  if (id === undefined && isNothing && !isFiltered(query, asked)) return { total: 0, hits: [] };
  const bound = asked.wanted.map((term) => asTyped(term, false));
  const having = bound.length > 0 ? idsOf(index.match(matchExpression(bound))) : undefined;
  const entries = digests
    .flatMap(({ day, papers }) => papers.map((paper): Hit => ({ day, paper })))
    .filter(
      ({ paper }) =>
        (id === undefined || comparableId(paper.arxivId) === id) &&
        (having?.has(paper.arxivId) ?? true),
    );
  return cut(
    sorted(
      newestOfEach(entries.filter(accepts), (hit) => hit),
      query.sort,
    ),
    page,
  );
}

/** @param found in the order that the query has by itself; kept among equals */
function sorted(found: readonly Hit[], sort: Sort | undefined): readonly Hit[] {
  if (sort === 'hot') return found.toSorted((a, b) => heatOf(b) - heatOf(a));
  if (sort === 'new') return found.toSorted(byDayThenRank);
  return found;
}

/** The ids of the papers that have any of these, as they were typed. */
function papersWith(index: SearchIndex, terms: readonly Term[]): Set<string> {
  if (terms.length === 0) return new Set();
  const any = terms.flatMap((term) => asTyped(term, false));
  return idsOf(index.match(matchExpression([any])));
}

function idsOf(matches: readonly Match[]): Set<string> {
  return new Set(matches.map(({ entry }) => entry.paper.arxivId));
}

/** What the query's filters and operators let through; undefined when it is nothing at all. */
function filterOf(
  { category, from, to }: Query,
  asked: Operators,
  unwanted: ReadonlySet<string>,
): ((hit: Hit) => boolean) | undefined {
  const typed = category?.trim() ?? '';
  const wanted = matchCategory(typed);
  if (typed !== '' && !wanted) return undefined;
  const within = [...asked.inCategories, ...(wanted ? [wanted] : [])];
  return ({ day, paper }) =>
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (asked.from === undefined || day >= asked.from) &&
    (asked.before === undefined || day < asked.before) &&
    within.every((one) => inCategory(paper.categories, one)) &&
    !asked.notInCategories.some((one) => inCategory(paper.categories, one)) &&
    !unwanted.has(paper.arxivId);
}

function isFiltered({ category, from, to }: Query, { conditions }: Operators): boolean {
  const filters = [category?.trim() || undefined, from, to];
  return conditions.length > 0 || filters.some((filter) => filter !== undefined);
}

function cut(entries: readonly Hit[], { offset, limit }: Page): SearchResult {
  const start = Math.max(0, offset);
  return {
    total: entries.length,
    hits: entries
      .slice(start, start + Math.max(0, limit))
      .map(({ day, paper }) => ({ day, paper })),
  };
}
