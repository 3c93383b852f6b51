import type { Digest } from '../../../src/digest/types.ts';

/** Something that finds papers, in this process or in another. */
export interface Engine {
  name: string;
  /** The arXiv ids of the papers it finds, best first, each once; at most `limit`. */
  find: (text: string, limit: number) => string[] | Promise<string[]>;
  /** How large its index is, where it can tell. */
  indexBytes: () => number | undefined;
  close: () => void | Promise<void>;
}

/** @param digests newest first; a paper in several counts once, as its newest digest has it */
export type OpenEngine = (digests: readonly Digest[]) => Engine | Promise<Engine>;

/** What a peer indexes of a paper. */
export interface Row {
  id: string;
  title: string;
  authors: string;
  abstract: string;
}

/** Each paper once, as its newest digest has it. */
export const rowsOf = (digests: readonly Digest[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const { arxivId, title, authors, abstract } of digests.flatMap(({ papers }) => papers)) {
    if (rows.has(arxivId)) continue;
    rows.set(arxivId, { id: arxivId, title, authors: authors.join(', '), abstract });
  }
  return [...rows.values()];
};
