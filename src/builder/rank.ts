import { detailsOf, validDetails } from '../digest/details.ts';
import { type PrintedPaper, printablePaper } from '../digest/write.ts';
import type { Candidate, PaperRecord } from '../sources/types.ts';

/** The most papers in a digest, and the fewest upvotes for each. */
export interface Selection {
  top: number;
  minUpvotes: number;
}

/** The counts of one source, such as `points`. */
export interface SourceCounts {
  name: string;
  byId: ReadonlyMap<string, number>;
}

export interface Ranking {
  /** At most `top`, in order, ready to be written. */
  papers: PrintedPaper[];
  /** Ids that would be among them if arXiv had a record of them. */
  unknown: string[];
  leftOut: { arxivId: string; reason: string }[];
}

/** The most papers that arXiv is asked about. */
const MAX_SHORTLIST = 100;

/**
 * The candidates that may get into the digest: those with enough upvotes, not in a recent digest,
 * and close enough to the top to move up when others drop out. A paper listed twice counts once, with
 * its higher upvotes.
 *
 * @param recent ids of papers in recent digests
 * @returns at most 100, most upvotes first
 */
export function shortlist(
  candidates: readonly Candidate[],
  recent: ReadonlySet<string>,
  { top, minUpvotes }: Selection,
): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = byId.get(candidate.arxivId);
    if (!before || candidate.upvotes > before.upvotes) byId.set(candidate.arxivId, candidate);
  }
  const hot = [...byId.values()]
    .filter(({ arxivId, upvotes }) => upvotes >= minUpvotes && !recent.has(arxivId))
    .sort((a, b) => b.upvotes - a.upvotes || compareText(a.arxivId, b.arxivId));
  // Ties with the last one stay in, since other counts may decide them.
  const last = hot[2 * top - 1]?.upvotes ?? 0;
  return hot.filter(({ upvotes }) => upvotes >= last).slice(0, MAX_SHORTLIST);
}

/**
 * Ranks by upvotes, then by the other counts in their order, then by id. Counts are never added
 * together. Withdrawn papers are dropped.
 *
 * @param counts a paper's missing count isn't printed
 * @param observedAt when the counts were read, as written in digests
 */
export function rank(
  shortlisted: readonly Candidate[],
  records: ReadonlyMap<string, PaperRecord>,
  counts: readonly SourceCounts[],
  { top, observedAt }: { top: number; observedAt: string },
): Ranking {
  const ranking: Ranking = { papers: [], unknown: [], leftOut: [] };
  const ordered = shortlisted.toSorted((a, b) => {
    const differences = counts.map(
      ({ byId }) => (byId.get(b.arxivId) ?? 0) - (byId.get(a.arxivId) ?? 0),
    );
    const tieBreaker = differences.find((difference) => difference !== 0) ?? 0;
    return b.upvotes - a.upvotes || tieBreaker || compareText(a.arxivId, b.arxivId);
  });
  for (const candidate of ordered) {
    if (ranking.papers.length === top) break;
    const { arxivId } = candidate;
    const record = records.get(arxivId);
    if (!record) {
      if (ranking.papers.length + ranking.unknown.length < top) ranking.unknown.push(arxivId);
      continue;
    }
    const printable = record.isWithdrawn
      ? { ok: false as const, reason: 'it was withdrawn' }
      : printablePaper(paperOf(candidate, record, counts, observedAt));
    if (printable.ok) ranking.papers.push(printable.paper);
    else ranking.leftOut.push({ arxivId, reason: printable.reason });
  }
  return ranking;
}

/** A candidate's upvotes, the other counts and its stars, by name. */
export function metricsOf(
  { arxivId, upvotes, stars }: Candidate,
  counts: readonly SourceCounts[],
): Record<string, number> {
  const others = counts.flatMap(({ name, byId }) => {
    const count = byId.get(arxivId);
    return count === undefined ? [] : [[name, count] as const];
  });
  return { upvotes, ...Object.fromEntries(others), ...(stars !== undefined && { stars }) };
}

function paperOf(
  candidate: Candidate,
  record: PaperRecord,
  counts: readonly SourceCounts[],
  observedAt: string,
): PrintedPaper {
  return {
    ...validDetails(detailsOf(candidate)),
    arxivId: candidate.arxivId,
    title: record.title.trim() === '' ? candidate.title : record.title,
    authors: record.authors.length === 0 ? candidate.authors : record.authors,
    abstract: record.abstract.trim() === '' ? candidate.abstract : record.abstract,
    categories: record.categories,
    metrics: metricsOf(candidate, counts),
    observedAt,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
