import { inCategory, matchCategory } from '../digest/categories.ts';
import type { Digest } from '../digest/types.ts';
import { comparableId, namedPaper } from './arxiv-query.ts';
import { type Reading, readingsOf } from './readings.ts';
import { likeness, type PaperWords } from './likeness.ts';
import { wordsOf } from './words.ts';
import type { Entry, Match, SearchIndex } from './search-index.ts';
import { matchExpression, readTerms, type Term } from './search-query.ts';
import type { Hit, Page, Query, SearchResult } from './types.ts';

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
  const accepts = filterOf(query);
  if (!accepts) return { total: 0, hits: [] };

  const text = query.search?.trim() ?? '';
  const id = namedPaper(text);
  const terms = id === undefined ? readTerms(text) : [];
  if (terms.length > 0) {
    const { found: readings, corrected } = bestReading(index, terms);
    const typed = terms.flatMap(({ words }) => words).join(' ');
    const found = inRankOrder(
      readings.map(({ reading, matches }) => ({
        reading,
        matches: matches.filter(({ entry }) => accepts(entry)),
      })),
      typed,
    );
    return { ...cut(found, page), ...(corrected.length > 0 && { corrected }) };
  }

  if (id === undefined && text !== '' && !isFiltered(query)) return { total: 0, hits: [] };
  const entries = digests
    .flatMap(({ day, papers }) => papers.map((paper): Hit => ({ day, paper })))
    .filter(({ paper }) => id === undefined || comparableId(paper.arxivId) === id);
  return cut(newestOfEach(entries.filter(accepts)), page);
}

/** What the query's filters let through; undefined when it is nothing at all. */
function filterOf({ category, from, to }: Query): ((hit: Hit) => boolean) | undefined {
  const typed = category?.trim() ?? '';
  const wanted = matchCategory(typed);
  if (typed !== '' && !wanted) return undefined;
  return ({ day, paper }) =>
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (!wanted || inCategory(paper.categories, wanted));
}

function isFiltered({ category, from, to }: Query): boolean {
  return (category?.trim() ?? '') !== '' || from !== undefined || to !== undefined;
}

/** What the strictest reading that finds anything finds. Filters play no part in choosing it. */
function bestReading(
  index: SearchIndex,
  terms: readonly Term[],
): { found: Found[]; corrected: string[] } {
  for (const step of readingsOf(terms, () => index.vocabulary())) {
    const found = step
      .map((reading) => ({ reading, matches: index.match(matchExpression(reading.groups)) }))
      .filter(({ matches }) => matches.length > 0);
    if (found.length > 0) return { found, corrected: wordsUsed(index, found) };
  }
  return { found: [], corrected: [] };
}

interface Found {
  reading: Reading;
  matches: readonly Match[];
}

/** The corrections that found something, those with most papers first. */
function wordsUsed(index: SearchIndex, found: readonly Found[]): string[] {
  const papers = new Map<string, number>();
  for (const { reading, matches } of found) {
    const entries = new Set(matches.map(({ entry }) => entry));
    for (const { alternative } of reading.corrections) {
      const words = alternative.words.join(' ');
      const used = index
        .match(matchExpression([[alternative]]))
        .filter(({ entry }) => entries.has(entry)).length;
      if (used > 0) papers.set(words, Math.max(used, papers.get(words) ?? 0));
    }
  }
  return [...papers].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([words]) => words);
}

/** How many of the best are looked at closely. */
const LOOKED_AT = 100;

/** An entry with the reading that finds it best. */
interface Ranked {
  entry: Entry;
  tier: number;
  reading: Reading;
  /** 1 for the best full-text score there is, and more for a closer look. */
  worth: number;
}

/**
 * One entry for each paper, best first: the one of that very title, those with the words in a row
 * in their title, then by how well they match. Of equals the hotter, then the newer.
 */
function inRankOrder(found: readonly Found[], typed: string): Entry[] {
  const best = new Map<Entry, Ranked>();
  for (const { reading, matches } of found) {
    const top = matches.reduce((least, { score }) => Math.min(least, score), 0) || -1;
    for (const { entry, score } of matches) {
      const worth = score / top;
      const before = best.get(entry);
      if (before && before.worth >= worth) continue;
      best.set(entry, { entry, reading, worth, tier: tierOf(entry, typed) });
    }
  }
  const newestFirst = [...best.values()].sort((a, b) => byDayThenRank(a.entry, b.entry));
  const each = newestOfEach(newestFirst.map((ranked) => ({ ...ranked.entry, ranked }))).map(
    ({ ranked }) => ranked,
  );
  each.sort(byWorth);
  const close = each.slice(0, LOOKED_AT).map((ranked) => ({
    ...ranked,
    worth: ranked.worth + LIKENESS * likeness(ranked.reading.groups, wordsOfPaper(ranked.entry)),
  }));
  return [...close.sort(byWorth), ...each.slice(LOOKED_AT)].map(({ entry }) => entry);
}

const LIKENESS = 4;

function byWorth(a: Ranked, b: Ranked): number {
  return (
    b.tier - a.tier ||
    b.worth - a.worth ||
    heatOf(b.entry) - heatOf(a.entry) ||
    byDayThenRank(a.entry, b.entry)
  );
}

function wordsOfPaper({ paper, titleWords }: Entry): PaperWords {
  return {
    title: titleWords.split(' '),
    authors: paper.authors.map(wordsOf),
    abstract: wordsOf(paper.abstract),
  };
}

function tierOf({ titleWords }: Entry, typed: string): number {
  if (titleWords === typed) return 2;
  return typed.includes(' ') && ` ${titleWords}`.includes(` ${typed}`) ? 1 : 0;
}

function byDayThenRank(a: Entry, b: Entry): number {
  return a.day === b.day ? a.paper.rank - b.paper.rank : a.day < b.day ? 1 : -1;
}

/** One entry for each paper: the first, which is its newest. */
function newestOfEach<T extends Hit>(newestFirst: readonly T[]): T[] {
  const seen = new Set<string>();
  return newestFirst.filter(({ paper }) => {
    const isNew = !seen.has(paper.arxivId);
    seen.add(paper.arxivId);
    return isNew;
  });
}

function heatOf({ paper }: Hit): number {
  return Object.values(paper.metrics).reduce((sum, count) => sum + count, 0);
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
