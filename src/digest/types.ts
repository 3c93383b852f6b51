/** A calendar day, `YYYY-MM-DD`. A digest's day is its identity: everything is keyed by it. */
export type Day = string;

/** One tweet quoted under a paper. */
export interface Tweet {
  /** The status id, digits only. */
  id: string;
  /** Display name, entities decoded; may be empty, may hold emoji and parentheses. */
  author: string;
  /** Without the `@`. */
  handle: string;
  date: Day;
  /** BCP 47 language as Twitter guessed it (`en`, `ja`, `und`). */
  lang: string;
  /** Plain text: entities decoded, `<br>` as `\n`, links as they were printed. */
  text: string;
}

/** One ranked paper of a digest. */
export interface Paper {
  /** 1-based, as printed. */
  rank: number;
  /** Without version: `2105.01601` or `astro-ph/0601001`. */
  arxivId: string;
  /** White space collapsed: the archive wraps long titles. */
  title: string;
  authors: string[];
  /** arXiv category codes in printed order; the first is the primary one. Never empty. */
  categories: string[];
  /** Every count under its own printed name, e.g. `{ retweets: 7620, favorites: 108 }`. */
  metrics: Record<string, number>;
  /**
   * When the counts were read: `YYYY-MM-DDTHH:MM:SS`, the wall clock as printed. The format names
   * no zone, so none is claimed here: the published archive wrote Japan's time, and what counts
   * upvotes, as Paperboy's own digests, writes UTC.
   */
  observedAt: string;
  /** One line; empty where the digest has none. */
  abstract: string;
  tweets: Tweet[];
}

/** One day's ranked papers, as one Markdown file holds them. */
export interface Digest {
  day: Day;
  title: string;
  /** The file it was read from, as it was named to the parser. */
  file: string;
  papers: Paper[];
}

/** Something in a digest file that could not be read. */
export interface Problem {
  file: string;
  /** 1-based line in the file. */
  line: number;
  reason: string;
}

/**
 * What reading one file came to. `digest` is undefined when the file as a whole is no digest;
 * otherwise it holds every paper that could be read, and `problems` what could not.
 */
export interface ParseResult {
  digest: Digest | undefined;
  problems: Problem[];
}
