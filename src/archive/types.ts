import type { Day, Digest, Paper, Problem } from '../digest/types.ts';

/** A paper and the digest it stands in. */
export interface Hit {
  day: Day;
  paper: Paper;
}

/** A paper that is like another, and what both speak of. */
export interface SimilarHit extends Hit {
  shared: string[];
}

/** What to look for; everything given must hold. An empty query means every paper. */
export interface Query {
  /**
   * As typed: words, "quoted phrases", or an arXiv id or link; and operators: `-word`, `author:`,
   * `title:`, `category:`, `since:`, `before:`. Blank counts as absent.
   */
  search?: string | undefined;
  /** As typed: a category (`cs.LG`, `Math.it`) or a whole archive (`cs`). */
  category?: string | undefined;
  /** The first day, inclusive. */
  from?: Day | undefined;
  /** The last day, inclusive. */
  to?: Day | undefined;
  /** Unless told, best with a search text and new without; without one, best is new. */
  sort?: Sort | undefined;
}

/** best: what matches best; hot: most counted first; new: newest day first, then by rank. */
export type Sort = 'best' | 'hot' | 'new';

/** Which of the hits to give: `limit` of them, after skipping `offset`. */
export interface Page {
  offset: number;
  limit: number;
}

/** One page of what a query found. */
export interface SearchResult {
  /** How many papers were found, over all pages. */
  total: number;
  /** In the query's order. */
  hits: Hit[];
  /** Whether a run of letters and digits is a word that was looked for; absent without such. */
  isFound?: (run: string) => boolean;
  /** The words searched for in place of mistyped ones, most papers first; absent when none was. */
  corrected?: string[];
  /** Whether no paper has all the words, so that these have most of them; absent where some have. */
  partial?: true;
  /** How the search text was taken where it held operators; absent where it held none. */
  understood?: Understood;
}

/** A search text with operators, as it was understood. */
export interface Understood {
  /** The words and phrases without the operators. */
  text: string;
  /** In typed order. */
  conditions: Condition[];
  /** What was left out. */
  problems: SearchProblem[];
}

/** An operator whose value makes no sense; `typed` is all of it as the user typed it. */
export interface SearchProblem {
  code: 'not-a-category' | 'not-a-day';
  typed: string;
}

/** One operator of a search text. */
export interface Condition {
  /** `since` includes the day, `before` does not. */
  name: 'word' | 'author' | 'title' | 'category' | 'since' | 'before';
  /** As typed, without quotes; a category in arXiv's spelling. */
  value: string;
  /** Whether it must not hold. Never so for `since` and `before`, which are each other's opposite. */
  excluded: boolean;
}

/** How many papers a category has. */
export interface CategoryCount {
  code: string;
  /** arXiv's name for it, where its taxonomy knows the code. */
  name: string | undefined;
  papers: number;
}

/**
 * The archive as something to ask. Every answer is of this moment: a changed file shows in the
 * next call. A paper that stands in several digests counts once, as its newest digest has it.
 */
export interface Archive {
  /**
   * The digest of the newest day that has come somewhere on Earth; undefined where there is none.
   * A mistyped year must not stand in front of everything for years.
   */
  newest(): Digest | undefined;
  digest(day: Day): Digest | undefined;
  /** The nearest days that have a digest, the day itself not counted. */
  nearest(day: Day): { before: Day | undefined; after: Day | undefined };
  /** Every day that has a digest, newest first. */
  days(): Day[];
  /** Every category in the archive, most papers first; two codes of one category are one. */
  categories(): CategoryCount[];
  /** The people who match what is typed of a name, those of most papers first, each once. */
  authors(typed: string, limit: number): Promise<string[]>;
  /** Every digest that a paper stands in, newest day first. */
  appearances(arxivId: string): Hit[];
  /** The papers that have most in common with one, best first. */
  similar(paper: Paper, limit: number): Promise<SimilarHit[]>;
  /** Finds papers. Never rejects because of the text; `***` alone finds nothing. */
  search(query: Query, page: Page): Promise<SearchResult>;
  /** What could not be read, by file and line. */
  problems(): Problem[];
}

/** A day whose digest came, changed or went. */
export interface ArchiveChange {
  day: Day;
  kind: 'added' | 'changed' | 'removed';
}

/** Something worth a line in the log. */
export interface ArchiveEvent {
  level: 'info' | 'warn' | 'error';
  message: string;
  file?: string;
  day?: Day;
  line?: number;
  error?: unknown;
  /** Of the whole archive, when it was read. */
  digests?: number;
  papers?: number;
}
