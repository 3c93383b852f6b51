import { createHash } from 'node:crypto';
import { createRandom } from '../../bench/crash/random.ts';
import type { Digest, Paper } from '../../src/digest/types.ts';
import { AUTHOR, KINDS } from './kinds.ts';
import { compoundsOf } from './variants.ts';
import { plain } from './words.ts';

/** A query and the papers that are right. */
export interface Judged {
  kind: string;
  text: string;
  right: ReadonlySet<string>;
}

/** What ranking is tuned on, and what it is judged on; no paper is looked for in both. */
export interface JudgedSets {
  tuning: Judged[];
  heldOut: Judged[];
}

const SEED = 'paperboy 1';
/** Queries of each kind in either set. */
const EACH = 50;

/** The two sets for an archive: the same each time. */
export const judgedSets = (digests: readonly Digest[]): JudgedSets => {
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
    ({ author }) => nameOf(author),
  );
  const isHeldOut = ({ arxivId }: Paper): boolean => hash(`half ${arxivId}`) % 2 === 0;
  const setOf = (half: readonly Paper[]): Judged[] =>
    Object.entries(KINDS).flatMap(([kind, make]) =>
      half
        .toSorted((a, b) => hash(`${kind} ${a.arxivId}`) - hash(`${kind} ${b.arxivId}`))
        .values()
        .flatMap((paper): Judged[] => {
          const random = createRandom(`${SEED} ${kind} ${paper.arxivId}`);
          const text = make(paper, random, compounds);
          if (text === undefined) return [];
          const theirs = kind === AUTHOR ? (byAuthor.get(nameOf(text)) ?? []) : [];
          return [{ kind, text, right: new Set([paper, ...theirs].map((one) => one.arxivId)) }];
        })
        .take(EACH)
        .toArray(),
    );
  return {
    tuning: setOf(papers.filter((paper) => !isHeldOut(paper))),
    heldOut: setOf(papers.filter(isHeldOut)),
  };
};

const nameOf = (author: string): string => plain(author).toLowerCase();

const hash = (text: string): number =>
  createHash('sha256').update(`${SEED} ${text}`).digest().readUInt32LE();
