import type { Digest } from '../../../src/digest/types.ts';

/** A search engine under comparison. */
export interface Engine {
  name: string;
  /** The arXiv ids of the papers found, best first, each once; at most `limit`. */
  find: (text: string, limit: number) => string[] | Promise<string[]>;
  /** The size of its index, if known. */
  indexBytes: () => number | undefined;
  close: () => void | Promise<void>;
}

/** @param digests newest first; a paper in several of them counts once, in its newest version */
export type OpenEngine = (digests: readonly Digest[]) => Engine | Promise<Engine>;

/** The fields of a paper that a peer indexes. */
export interface IndexedPaper {
  id: string;
  title: string;
  authors: string;
  abstract: string;
}

/** Each paper once, in its newest version. */
export const indexedPapersOf = (digests: readonly Digest[]): IndexedPaper[] => {
  const papers = new Map<string, IndexedPaper>();
  for (const { arxivId, title, authors, abstract } of digests.flatMap(({ papers }) => papers)) {
    if (papers.has(arxivId)) continue;
    papers.set(arxivId, { id: arxivId, title, authors: authors.join(', '), abstract });
  }
  return [...papers.values()];
};
