import { byDayThenRank } from '../archive/day-index.ts';
import type { IndexEntry } from '../archive/index/archive-index.ts';
import { tokenize } from '../archive/tokenize.ts';
import type { SearchableArchive } from '../archive/types.ts';
import { inCategory, matchCategory } from '../digest/categories.ts';
import { findAuthors } from './authors.ts';
import { forEachQueued, mapPapers, matchAll, newestPerPaper, topK } from './collect.ts';
import {
  asTyped,
  type Group,
  matchExpression,
  type Operators,
  parseOperators,
  parsePaperReference,
  parseTerms,
  type Term,
} from './query.ts';
import { rankMatches } from './rank.ts';
import { findMatches, type Interpretation } from './relaxations.ts';
import { similarPapers } from './similar.ts';
import type { Page, Query, Search, SearchResult, Sort } from './types.ts';

/** Searches an archive. Each search lets other work run in between. */
export function createSearch(archive: SearchableArchive): Search {
  return {
    papers: (query, page) => archive.repaired(() => searchPapers(archive, query, page)),
    similar: (paper, limit) => archive.repaired(() => similarPapers(archive, paper, limit)),
    authors: (typed, limit) => archive.repaired(() => findAuthors(archive, typed, limit)),
  };
}

async function searchPapers(
  archive: SearchableArchive,
  query: Query,
  page: Page,
): Promise<SearchResult> {
  const operators = parseOperators(query.search?.trim() ?? '');
  const { text, conditions, problems } = operators;
  const understood =
    conditions.length + problems.length > 0
      ? { understood: { text, conditions, problems } }
      : undefined;
  return { ...(await findPapers(archive, query, operators, page)), ...understood };
}

async function findPapers(
  archive: SearchableArchive,
  query: Query,
  operators: Operators,
  page: Page,
): Promise<SearchResult> {
  const isWanted = filterOf(query, operators, await papersWithAny(archive, operators.unwanted));
  if (!isWanted) return { total: 0, hits: [] };
  const id = parsePaperReference(operators.text);
  const words = id === undefined ? parseTerms(operators.text) : [];
  const terms = [...words, ...operators.wanted];
  if (terms.length > 0 && id === undefined) {
    return findByWords(archive, { terms, words, sort: query.sort, isWanted, page });
  }
  const isUnsearchable = operators.text !== '' || operators.problems.length > 0;
  if (id === undefined && isUnsearchable && !isFiltered(query, operators)) {
    return { total: 0, hits: [] };
  }
  const required = await papersWithAll(archive, operators.wanted);
  const entries: IndexEntry[] = [];
  await forEachQueued(
    id === undefined ? archive.dayIndex.entries() : entriesOf(archive, id),
    archive.enqueue,
    (entry) => {
      if (isWanted(entry) && (required?.has(entry.arxivId) ?? true)) entries.push(entry);
    },
  );
  const papers = await archive.enqueue(() =>
    newestPerPaper(entries, (entry) => entry, archive.dayIndex.repeated),
  );
  const top = await archive.enqueue(() =>
    topK(papers, endOf(page), orderOf(archive, query.sort) ?? byDayThenRank),
  );
  return { total: papers.length, hits: await hitsOf(archive, top, page) };
}

interface WordQuery {
  /** What must be found. */
  terms: readonly Term[];
  /** The terms that were typed without an operator. */
  words: readonly Term[];
  sort: Sort | undefined;
  isWanted: (entry: IndexEntry) => boolean;
  page: Page;
}

async function findByWords(
  archive: SearchableArchive,
  { terms, words, sort, isWanted, page }: WordQuery,
): Promise<SearchResult> {
  const { found, partial } = await findMatches(archive, terms, isWanted);
  const typed = words.flatMap((term) => term.words);
  const order = await archive.enqueue(() => orderOf(archive, sort));
  const ranking = await rankMatches(archive, found, typed, endOf(page), order);
  const { total, top, corrected } = ranking;
  return {
    total,
    hits: await hitsOf(archive, top, page),
    ...(total > 0 && {
      isFound: createHighlighter(found.map(({ interpretation }) => interpretation)),
    }),
    ...(corrected.length > 0 && { corrected }),
    ...(partial && { partial }),
  };
}

/** Tells which runs of letters and digits are words that any of the interpretations looks for. */
function createHighlighter(interpretations: readonly Interpretation[]): (run: string) => boolean {
  const whole = new Set<string>();
  const prefixes = new Set<string>();
  for (const { words, prefix } of interpretations.flatMap(({ groups }) => groups.flat())) {
    for (const [at, word] of words.entries()) {
      // One word in ten starts with a given letter, which would highlight half the text.
      if (prefix && at === words.length - 1 && word.length > 1) prefixes.add(word);
      else whole.add(word);
    }
  }
  return (run) => {
    const [word] = tokenize(run);
    if (word === undefined) return false;
    return whole.has(word) || [...prefixes].some((prefix) => word.startsWith(prefix));
  };
}

/** The requested order; undefined for the best match. */
function orderOf(
  { dayIndex }: SearchableArchive,
  sort: Sort | undefined,
): ((a: IndexEntry, b: IndexEntry) => number) | undefined {
  if (sort === 'hot') return dayIndex.byPopularity();
  return sort === 'new' ? byDayThenRank : undefined;
}

function entriesOf({ index, dayIndex }: SearchableArchive, id: string): IndexEntry[] {
  return index.rowsOf(id).flatMap((row) => dayIndex.entryAt(row) ?? []);
}

/** The ids of the papers that match any of the terms, as typed. */
async function papersWithAny(
  archive: SearchableArchive,
  terms: readonly Term[],
): Promise<Set<string>> {
  if (terms.length === 0) return new Set();
  const any = terms.flatMap((term) => asTyped(term, false));
  return idsOf(archive, [any]);
}

/** The ids of the papers that match all of the terms, as typed; undefined if there are no terms. */
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

async function idsOf(archive: SearchableArchive, groups: readonly Group[]): Promise<Set<string>> {
  const ids = new Set<string>();
  await matchAll(archive, matchExpression(groups), ({ arxivId }) => {
    ids.add(arxivId);
    return false;
  });
  return ids;
}

/** What passes the query's filters and operators; undefined if nothing can. */
function filterOf(
  { category, from, to }: Query,
  operators: Operators,
  unwanted: ReadonlySet<string>,
): ((entry: IndexEntry) => boolean) | undefined {
  const typed = category?.trim() ?? '';
  const wanted = matchCategory(typed);
  if (typed !== '' && !wanted) return undefined;
  const within = [...operators.inCategories, ...(wanted ? [wanted] : [])];
  return ({ day, arxivId, categories }) =>
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (operators.from === undefined || day >= operators.from) &&
    (operators.before === undefined || day < operators.before) &&
    within.every((one) => inCategory(categories, one)) &&
    !operators.notInCategories.some((one) => inCategory(categories, one)) &&
    !unwanted.has(arxivId);
}

function isFiltered({ category, from, to }: Query, { conditions }: Operators): boolean {
  const filters = [category?.trim() || undefined, from, to];
  return conditions.length > 0 || filters.some((filter) => filter !== undefined);
}

function startOf({ offset }: Page): number {
  return Math.max(0, offset);
}

/** The first position after a page. */
function endOf(page: Page): number {
  return startOf(page) + Math.max(0, page.limit);
}

function hitsOf(
  archive: SearchableArchive,
  top: readonly IndexEntry[],
  page: Page,
): Promise<SearchResult['hits']> {
  const shown = top.slice(startOf(page), endOf(page));
  return mapPapers(archive, shown, (paper, { day }) => ({ day, paper }));
}
