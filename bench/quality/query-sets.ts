import { createHash } from 'node:crypto';
import type { Digest, Paper } from '../../src/digest/types.ts';
import { createRandom } from '../random.ts';
import { compoundsOf } from './compounds.ts';
import { AUTHOR, QUERY_KINDS } from './query-kinds.ts';
import { withoutAccents } from './words.ts';

/** A query and the papers that answer it. */
export interface JudgedQuery {
  kind: string;
  text: string;
  /** Their arXiv ids. */
  relevant: ReadonlySet<string>;
}

/** What ranking is tuned on, and what it is measured on. No paper is looked for in both. */
interface QuerySets {
  tuning: JudgedQuery[];
  heldOut: JudgedQuery[];
}

const SEED = 'paperboy 1';
/** Queries of each kind in each set. */
const QUERIES_PER_KIND = 50;

/** The two sets for an archive; the same archive always gives the same sets. */
export const querySetsOf = (digests: readonly Digest[]): QuerySets => {
  const papers = [
    ...new Map(
      digests
        .toReversed()
        .flatMap((digest) => digest.papers.map((paper) => [paper.arxivId, paper])),
    ).values(),
  ];
  const compounds = compoundsOf(papers);
  const byAuthor = Map.groupBy(
    papers.flatMap(({ arxivId, authors }) => authors.map((author) => ({ arxivId, author }))),
    ({ author }) => comparable(author),
  );
  const isHeldOut = ({ arxivId }: Paper): boolean => hash(`half ${arxivId}`) % 2 === 0;
  const setOf = (half: readonly Paper[]): JudgedQuery[] =>
    Object.entries(QUERY_KINDS).flatMap(([kind, createQuery]) =>
      half
        .toSorted((a, b) => hash(`${kind} ${a.arxivId}`) - hash(`${kind} ${b.arxivId}`))
        .values()
        .flatMap((paper): JudgedQuery[] => {
          const random = createRandom(`${SEED} ${kind} ${paper.arxivId}`);
          const text = createQuery(paper, random, compounds);
          if (text === undefined) return [];
          const byThem = kind === AUTHOR ? (byAuthor.get(comparable(text)) ?? []) : [];
          const relevant = new Set([paper, ...byThem].map(({ arxivId }) => arxivId));
          return [{ kind, text, relevant }];
        })
        .take(QUERIES_PER_KIND)
        .toArray(),
    );
  return {
    tuning: setOf(papers.filter((paper) => !isHeldOut(paper))),
    heldOut: setOf(papers.filter(isHeldOut)),
  };
};

const comparable = (author: string): string => withoutAccents(author).toLowerCase();

const hash = (text: string): number =>
  createHash('sha256').update(`${SEED} ${text}`).digest().readUInt32LE();
