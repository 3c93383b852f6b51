import { type PrintedPaper, printablePaper } from '../digest/write.ts';
import type { Candidate, PaperRecord } from '../sources/types.ts';

/** How many papers a digest has at most, and how many upvotes each has at least. */
export interface Cut {
  top: number;
  minUpvotes: number;
}

/** What one source counted: under which name, and how many by id. */
export interface Counted {
  name: string;
  counts: ReadonlyMap<string, number>;
}

/** A day's papers in their order. */
export interface Ranking {
  /** At most `top`; the last step before they are written. */
  papers: PrintedPaper[];
  /** The ids of those that would stand among them, had arXiv a record of them. */
  unknown: string[];
  leftOut: { arxivId: string; reason: string }[];
}

/** arXiv is asked for so many at once. */
const MOST_CONTENDERS = 100;

/**
 * The candidates that can matter: hot enough, not listed of late, and near enough to the top to
 * move up when others fall out. Two of one id are one, with the higher count.
 *
 * @param listed ids of the papers of earlier digests: the first one has them
 * @returns at most 100, by upvotes
 */
export function contendersOf(
  candidates: readonly Candidate[],
  listed: ReadonlySet<string>,
  { top, minUpvotes }: Cut,
): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = byId.get(candidate.arxivId);
    if (!before || candidate.upvotes > before.upvotes) byId.set(candidate.arxivId, candidate);
  }
  const hot = [...byId.values()]
    .filter(({ arxivId, upvotes }) => upvotes >= minUpvotes && !listed.has(arxivId))
    .sort((a, b) => b.upvotes - a.upvotes || byText(a.arxivId, b.arxivId));
  // Those with as many upvotes as the last one may have more of what breaks the tie.
  const last = hot[2 * top - 1]?.upvotes ?? 0;
  return hot.filter(({ upvotes }) => upvotes >= last).slice(0, MOST_CONTENDERS);
}

/**
 * Ranks by upvotes; those with as many by what else was counted, in that order; then by id. Counts
 * are never added up. Papers that were withdrawn are dropped.
 *
 * @param counted what was not counted of a paper is not printed
 * @param observedAt when the counts were read, as a digest has it
 */
export function rank(
  contenders: readonly Candidate[],
  records: ReadonlyMap<string, PaperRecord>,
  counted: readonly Counted[],
  { top, observedAt }: { top: number; observedAt: string },
): Ranking {
  const ranking: Ranking = { papers: [], unknown: [], leftOut: [] };
  const ordered = contenders.toSorted((a, b) => {
    const ties = counted.map(
      ({ counts }) => (counts.get(b.arxivId) ?? 0) - (counts.get(a.arxivId) ?? 0),
    );
    const tie = ties.find((difference) => difference !== 0) ?? 0;
    return b.upvotes - a.upvotes || tie || byText(a.arxivId, b.arxivId);
  });
  for (const candidate of ordered) {
    if (ranking.papers.length === top) break;
    const { arxivId } = candidate;
    const record = records.get(arxivId);
    if (!record) {
      if (ranking.papers.length + ranking.unknown.length < top) ranking.unknown.push(arxivId);
      continue;
    }
    const read = record.isWithdrawn
      ? { ok: false as const, reason: 'it was withdrawn' }
      : printablePaper(paperOf(candidate, record, counted, observedAt));
    if (read.ok) ranking.papers.push(read.paper);
    else ranking.leftOut.push({ arxivId, reason: read.reason });
  }
  return ranking;
}

/** What a candidate has of counts: its upvotes, and what else was counted. */
export function metricsOf(
  { arxivId, upvotes }: Candidate,
  counted: readonly Counted[],
): Record<string, number> {
  const others = counted.flatMap(({ name, counts }) => {
    const count = counts.get(arxivId);
    return count === undefined ? [] : [[name, count] as const];
  });
  return { upvotes, ...Object.fromEntries(others) };
}

function paperOf(
  candidate: Candidate,
  record: PaperRecord,
  counted: readonly Counted[],
  observedAt: string,
): PrintedPaper {
  return {
    arxivId: candidate.arxivId,
    title: record.title.trim() === '' ? candidate.title : record.title,
    authors: record.authors.length === 0 ? candidate.authors : record.authors,
    abstract: record.abstract.trim() === '' ? candidate.abstract : record.abstract,
    categories: record.categories,
    metrics: metricsOf(candidate, counted),
    observedAt,
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
