import type { Day } from '../digest/types.ts';

/** Who answers. Also the names that the setting `SOURCES` takes, and that a digest's front matter gives. */
export type SourceId = 'huggingface' | 'arxiv' | 'hackernews' | 'follow';

/**
 * What asking a source came to. What goes wrong out there is expected, and so a value: an adapter
 * throws for nothing but its own mistakes and an aborted signal.
 */
export type SourceAnswer<T> =
  | {
      status: 'ok';
      value: T;
      /** When the source answered; with several requests, the last of them. */
      observedAt: Date;
      /** What of the answer could not be used, one plain sentence each, without outside text. */
      remarks: string[];
    }
  | SourceEmpty
  | SourceFailure;

export interface SourceEmpty {
  status: 'empty';
  reason: EmptyReason;
  observedAt: Date;
}

export interface SourceFailure {
  status: 'failed';
  kind: FailureKind;
  /** For the owner's log, without a full stop: who, what and where; holds no outside text. */
  message: string;
  /** Not to be asked before; where the source said so. */
  retryAt?: Date;
}

/** not-yet: a day that should have something has nothing so far. weekend: no paper is listed then. */
export type EmptyReason = 'weekend' | 'not-yet' | 'future';

/**
 * rate-limited: 429, 403, 406 or 503, or arXiv's empty 200. http: any other status. network: no or
 * half an answer, too slow, too large, or sent elsewhere. parse: not what the source is known to
 * answer. stale: the same as on the day before.
 */
export type FailureKind = 'rate-limited' | 'http' | 'network' | 'parse' | 'stale';

/** A paper that is put forward for a day's digest. */
export interface Candidate {
  /** Without version. */
  arxivId: string;
  title: string;
  authors: string[];
  abstract: string;
  /** How many upvotes it has on Hugging Face. */
  upvotes: number;
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

/** Puts papers forward for a day. */
export interface CandidateSource {
  id: SourceId;
  candidates(day: Day, signal: AbortSignal): Promise<SourceAnswer<Candidate[]>>;
}

/** Knows what papers are; an id that it does not know is not in the answer. */
export interface RecordSource {
  id: SourceId;
  records(
    arxivIds: readonly string[],
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, PaperRecord>>>;
}

/** Counts something of papers; what it did not count is not in the answer, and is not 0. */
export interface CountSource {
  id: SourceId;
  /** What it counts, as a digest names it: `points`. */
  counts: string;
  /**
   * @param since what is older is not counted
   */
  count(
    arxivIds: readonly string[],
    since: Date,
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, number>>>;
}

/** Publishes whole digests as files in the archive's format. */
export interface DigestSource {
  id: SourceId;
  /** The file of a day, as text that parses to a digest of that day; `from` is its address. */
  digest(day: Day, signal: AbortSignal): Promise<SourceAnswer<{ text: string; from: string }>>;
}
