import type { PaperDetails } from '../digest/details.ts';
import type { Day } from '../digest/types.ts';
import type { SourceAnswer } from './answer.ts';

/** The names that the setting `SOURCES` takes, and that a digest's front matter uses. */
export type SourceId = 'huggingface' | 'arxiv' | 'hackernews' | 'follow';

/** A paper that may appear in a day's digest. */
export interface Candidate extends PaperDetails {
  /** Without version. */
  arxivId: string;
  title: string;
  authors: string[];
  abstract: string;
  /** On Hugging Face. */
  upvotes: number;
  /** Of the code's repository, if known. */
  stars?: number;
}

/** arXiv's record of a paper. */
export interface PaperRecord {
  /** Without version. */
  arxivId: string;
  title: string;
  authors: string[];
  abstract: string;
  /** Codes of arXiv's taxonomy, the primary one first; never empty. */
  categories: string[];
  isWithdrawn: boolean;
}

/** Suggests papers for a day. */
export interface CandidateSource {
  id: SourceId;
  candidates(day: Day, signal: AbortSignal): Promise<SourceAnswer<Candidate[]>>;
}

/** Looks papers up; unknown ids are missing from the answer. */
export interface RecordSource {
  id: SourceId;
  records(
    arxivIds: readonly string[],
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, PaperRecord>>>;
}

/** Counts something about papers; a paper without a count is missing from the answer, not 0. */
export interface CountSource {
  id: SourceId;
  /** What it counts, as digests name it: `points`. */
  counts: string;
  /** @param since anything older isn't counted */
  count(
    arxivIds: readonly string[],
    since: Date,
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, number>>>;
}

/** Publishes whole digests as files in the archive's format. */
export interface DigestSource {
  id: SourceId;
  /** A day's file: text that parses to the digest for that day, and its address. */
  digest(day: Day, signal: AbortSignal): Promise<SourceAnswer<{ text: string; from: string }>>;
}
