/** A calendar day, `YYYY-MM-DD`. It identifies a digest; everything is keyed by it. */
export type Day = string;

/** One tweet quoted under a paper. */
export interface Tweet {
  /** The status id, digits only. */
  id: string;
  /** Display name, entities decoded; may be empty or contain emoji and parentheses. */
  author: string;
  /** Without the `@`. */
  handle: string;
  date: Day;
  /** BCP 47 language detected by Twitter (`en`, `ja`, `und`). */
  lang: string;
  /** Plain text: entities decoded, `<br>` as `\n`, links as printed. */
  text: string;
}

/** One ranked paper of a digest. */
export interface Paper {
  /** 1-based, as printed. */
  rank: number;
  /** Without version: `2105.01601` or `astro-ph/0601001`. */
  arxivId: string;
  /** White space collapsed, since the archive wraps long titles. */
  title: string;
  authors: string[];
  /** arXiv category codes in printed order; the first is the primary one. Never empty. */
  categories: string[];
  /** Each count by its printed name, e.g. `{ retweets: 7620, favorites: 108 }`. */
  metrics: Record<string, number>;
  /**
   * When the counts were read: `YYYY-MM-DDTHH:MM:SS`, local time as printed. The format has no time
   * zone: the published archive used Japan's time; digests that count upvotes, such as Paperboy's
   * own, use UTC.
   */
  observedAt: string;
  /** One line; empty if the digest has none. */
  abstract: string;
  tweets: Tweet[];
  /** `https` addresses. The code is on a known host; a link in the abstract counts, too. */
  links?: { code?: string; project?: string };
  /** Where the authors work, as the source names it. */
  organization?: string;
  keywords?: string[];
  /** One sentence by someone else than the authors, usually a model. */
  summary?: Summary;
  /** The `https` address of a picture, on a host that belongs to a source. */
  picture?: string;
}

/** A generated summary. It's only ever shown with a label that says who wrote it. */
export interface Summary {
  text: string;
  /** The model's name as the source gives it; absent if the source names none. */
  by?: string;
}

/** A paper of an earlier day that was in no digest and has gained votes since. */
export interface RisenPaper {
  arxivId: string;
  title: string;
  upvotes: number;
}

/** One day's ranked papers, from one Markdown file. */
export interface Digest {
  day: Day;
  title: string;
  /** The file it was read from, as given to the parser. */
  file: string;
  papers: Paper[];
  /** At most three, most upvotes first. */
  risen?: RisenPaper[];
}

/** A line of a digest file. */
export interface Line {
  /** 1-based. */
  number: number;
  text: string;
}

/** Something in a digest file that couldn't be read. */
export interface Problem {
  file: string;
  /** 1-based line in the file. */
  line: number;
  reason: string;
}

/**
 * The result of reading one file. `digest` is undefined if the file as a whole isn't a digest;
 * otherwise it has every readable paper, and `problems` lists the rest.
 */
export interface ParseResult {
  digest: Digest | undefined;
  problems: Problem[];
}
