import type { Day, Paper } from '../digest/types.ts';
import type { Hit } from '../archive/types.ts';

/** Finds papers in the archive. A paper that is in several digests counts once, as its newest has it. */
export interface Search {
  /** The papers that match a query. Never rejects because of the text; `***` alone finds nothing. */
  papers(query: Query, page: Page): Promise<SearchResult>;
  /** The papers that have most in common with one, best first. */
  similar(paper: Paper, limit: number): Promise<SimilarHit[]>;
  /** The authors whose names match what is typed, those with most papers first, each once. */
  authors(typed: string, limit: number): Promise<string[]>;
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
  /** The default is `best` with a search text and `new` without; without one, `best` is `new`. */
  sort?: Sort | undefined;
}

/** best: the best match first; hot: the most popular first; new: the newest day first, then by rank. */
export type Sort = 'best' | 'hot' | 'new';

/** Which of the hits to return: `limit` of them, after skipping `offset`. */
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
  /** Whether a run of letters and digits matches the search; absent if there were no words. */
  isFound?: (run: string) => boolean;
  /** The words that replaced mistyped ones, those in most papers first; absent if there are none. */
  corrected?: string[];
  /** No paper has all the words, so these have most of them; absent if some paper has all. */
  partial?: true;
  /** How the search text was understood if it has operators; absent if it has none. */
  understood?: Understood;
}

/** A search text with operators, as it was understood. */
export interface Understood {
  /** The words and phrases without the operators. */
  text: string;
  /** In typed order. */
  conditions: Condition[];
  /** What was ignored. */
  problems: SearchProblem[];
}

/** An operator with an invalid value; `typed` is all of it as the user typed it. */
export interface SearchProblem {
  code: 'not-a-category' | 'not-a-day';
  typed: string;
}

/** One operator of a search text. */
export interface Condition {
  /** `since` includes the day, `before` doesn't. */
  name: 'word' | 'author' | 'title' | 'category' | 'since' | 'before';
  /** As typed, without quotes; a category in arXiv's spelling. */
  value: string;
  /** Whether it must not hold. Never for `since` and `before`, which are each other's opposite. */
  excluded: boolean;
}

/** A paper that is similar to another, and the phrases that both have. */
export interface SimilarHit extends Hit {
  shared: string[];
}
