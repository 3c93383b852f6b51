import { inCategory, matchCategory } from '../digest/categories.ts';
import { parsePaperReference } from './arxiv-query.ts';
import { byDayThenRank, type IndexEntry } from '../archive/entry.ts';
import { findMatches } from './match.ts';
import { topK } from './top-k.ts';
import { type SearchableArchive, eachOf, matchAll, withPapers } from './full-text-match.ts';
import { newestPerPaper } from './dedupe.ts';
import { type Operators, readOperators } from './operators.ts';
import { inRankOrder } from './rank.ts';
import { asTyped, matchExpression, readTerms, type Term } from './query.ts';
import type { Page, Query, SearchResult, Sort } from '../archive/types.ts';
import { createHighlighter } from './highlighter.ts';

/** Answers a query, in turns with everything else that wants to go on. */
export async function search(
  archive: SearchableArchive,
  query: Query,
  page: Page,
): Promise<SearchResult> {
  const asked = readOperators(query.search?.trim() ?? '');
  const { text, conditions, problems } = asked;
  const understood =
    conditions.length + problems.length > 0
      ? { understood: { text, conditions, problems } }
      : undefined;
  return { ...(await answer(archive, query, asked, page)), ...understood };
}

async function answer(
  archive: SearchableArchive,
  query: Query,
  asked: Operators,
  page: Page,
): Promise<SearchResult> {
  const isWanted = filterOf(query, asked, await papersWithAny(archive, asked.unwanted));
  if (!isWanted) return { total: 0, hits: [] };
  const id = parsePaperReference(asked.text);
  const words = id === undefined ? readTerms(asked.text) : [];
  const terms = [...words, ...asked.wanted];
  if (terms.length > 0 && id === undefined) {
    return searchWords(archive, terms, words, query.sort, isWanted, page);
  }
  const isNothing = asked.text !== '' || asked.problems.length > 0;
  if (id === undefined && isNothing && !isFiltered(query, asked)) return { total: 0, hits: [] };
  const having = await papersWithAll(archive, asked.wanted);
  const entries: IndexEntry[] = [];
  await eachOf(
    id === undefined ? archive.dayIndex.entries() : withId(archive, id),
    archive.enqueue,
    (entry) => {
      if (isWanted(entry) && (having?.has(entry.arxivId) ?? true)) entries.push(entry);
    },
  );
  const papers = await archive.enqueue(() =>
    newestPerPaper(entries, (entry) => entry, archive.dayIndex.repeated),
  );
  const first = await archive.enqueue(() =>
    topK(papers, endOf(page), orderOf(archive, query.sort) ?? byDayThenRank),
  );
  return { total: papers.length, hits: await hitsOf(archive, first, page) };
}

/** @param words those of the terms that were typed without an operator */
async function searchWords(
  archive: SearchableArchive,
  terms: readonly Term[],
  words: readonly Term[],
  sort: Sort = 'best',
  isWanted: (entry: IndexEntry) => boolean,
  page: Page,
): Promise<SearchResult> {
  const { found, partial } = await findMatches(archive, terms, isWanted);
  const typed = words.flatMap((term) => term.words);
  const order = await archive.enqueue(() => orderOf(archive, sort));
  const inOrder = await inRankOrder(archive, found, typed, endOf(page), order);
  const { total, first, corrected } = inOrder;
  return {
    total,
    hits: await hitsOf(archive, first, page),
    ...(total > 0 && {
      isFound: createHighlighter(found.map(({ interpretation }) => interpretation)),
    }),
    ...(corrected.length > 0 && { corrected }),
    ...(partial && { partial }),
  };
}

/** An order that was asked for; undefined for the best match. */
function orderOf(
  { dayIndex }: SearchableArchive,
  sort?: Sort,
): ((a: IndexEntry, b: IndexEntry) => number) | undefined {
  if (sort === 'hot') return dayIndex.byPopularity();
  return sort === 'new' ? byDayThenRank : undefined;
}

function withId({ index, dayIndex }: SearchableArchive, id: string): IndexEntry[] {
  return index.rowsOf(id).flatMap((row) => dayIndex.entryAt(row) ?? []);
}

/** The ids of the papers that have any of these, as they were typed. */
async function papersWithAny(
  archive: SearchableArchive,
  terms: readonly Term[],
): Promise<Set<string>> {
  if (terms.length === 0) return new Set();
  const any = terms.flatMap((term) => asTyped(term, false));
  return idsOf(archive, [any]);
}

/** The ids of the papers that have all of these, as they were typed; undefined: nothing is asked. */
async function papersWithAll(
  archive: SearchableArchive,
  terms: readonly Term[],
): Promise<Set<string> | undefined> {
  if (terms.length === 0) return undefined;
  return idsOf(
    archive,
    terms.map((term) => asTyped(term, false)),
  );
}

async function idsOf(
  archive: SearchableArchive,
  groups: Parameters<typeof matchExpression>[0],
): Promise<Set<string>> {
  const ids = new Set<string>();
  await matchAll(archive, matchExpression(groups), ({ arxivId }) => {
    ids.add(arxivId);
    return false;
  });
  return ids;
}

/** What the query's filters and operators let through; undefined when it is nothing at all. */
function filterOf(
  { category, from, to }: Query,
  asked: Operators,
  unwanted: ReadonlySet<string>,
): ((entry: IndexEntry) => boolean) | undefined {
  const typed = category?.trim() ?? '';
  const wanted = matchCategory(typed);
  if (typed !== '' && !wanted) return undefined;
  const within = [...asked.inCategories, ...(wanted ? [wanted] : [])];
  return ({ day, arxivId, categories }) =>
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (asked.from === undefined || day >= asked.from) &&
    (asked.before === undefined || day < asked.before) &&
    within.every((one) => inCategory(categories, one)) &&
    !asked.notInCategories.some((one) => inCategory(categories, one)) &&
    !unwanted.has(arxivId);
}

function isFiltered({ category, from, to }: Query, { conditions }: Operators): boolean {
  const filters = [category?.trim() || undefined, from, to];
  return conditions.length > 0 || filters.some((filter) => filter !== undefined);
}

function startOf({ offset }: Page): number {
  return Math.max(0, offset);
}

/** The first that comes after a page. */
function endOf(page: Page): number {
  return startOf(page) + Math.max(0, page.limit);
}

function hitsOf(
  archive: SearchableArchive,
  first: readonly IndexEntry[],
  page: Page,
): Promise<SearchResult['hits']> {
  const shown = first.slice(startOf(page), endOf(page));
  return withPapers(archive, shown, (paper, { day }) => ({ day, paper }));
}
