import { createHash } from 'node:crypto';
import { keySentence } from '../../src/digest/key-sentence.ts';
import { sentencesOf } from '../../src/digest/sentences.ts';
import type { Paper } from '../../src/digest/types.ts';
import { readArchive } from './archive.ts';
import heldOut from './key-sentences/held-out.json' with { type: 'json' };
import tuning from './key-sentences/tuning.json' with { type: 'json' };

/** The right sentences of each paper, marked by hand: 1-based, as `sentencesOf` counts them. */
export type Marks = Readonly<Record<string, readonly number[]>>;

/** What the rule is tuned on, and what it is measured on. */
export const MARKS: Readonly<Record<'tuning' | 'held-out', Marks>> = {
  tuning,
  'held-out': heldOut,
};

const PER_HALF = 75;
/** Marked later, and all of them to tune on, when the rule was found to fit its half too closely. */
const FURTHER = 100;
const MIN_SENTENCES = 3;

/** How often a right sentence was chosen, of how many papers. */
export interface HalfScore {
  papers: number;
  /** The beginning of an abstract, as the baseline. */
  first: number;
  chosen: number;
  /** The arXiv ids of the papers whose chosen sentence is wrong or missing. */
  wrong: string[];
}

/**
 * Measures how often the key sentence is one that was marked as right, and prints it as Markdown.
 *
 * @param folder the published archive as Markdown files
 */
export async function run(folder: string): Promise<void> {
  const papers = papersById((await readArchive(folder)).flatMap((digest) => digest.papers));
  const missing = Object.values(MARKS)
    .flatMap(Object.keys)
    .filter((id) => !papers.has(id));
  if (missing.length > 0) {
    process.stderr.write(
      `The marked papers are those of the published archive, and ${missing.length} of them are not in "${folder}". ` +
        'Name its folder: npm run bench -- quality key-sentences FOLDER\n',
    );
    process.exit(1);
  }
  process.stdout.write(markdownOf(papers));
}

/** Each paper once; a paper that is in several digests as in the last one given. */
export const papersById = (papers: readonly Paper[]): Map<string, Paper> =>
  new Map(papers.map((paper) => [paper.arxivId, paper]));

/**
 * The papers to mark: 150 in an order that depends on nothing but their ids, of those whose abstract
 * has a choice to offer, and by another such order the half of each. The tuning half has the next
 * hundred of the first order, too.
 *
 * @returns arXiv ids
 */
export function papersToMark(papers: Iterable<Paper>): Record<keyof typeof MARKS, string[]> {
  const ids = [...papers]
    .filter(({ abstract }) => sentencesOf(abstract).length >= MIN_SENTENCES)
    .map(({ arxivId }) => arxivId);
  const order = byHash('key-sentences', ids);
  const inHalves = byHash('half', order.slice(0, 2 * PER_HALF));
  const further = order.slice(2 * PER_HALF, 2 * PER_HALF + FURTHER);
  return {
    tuning: [...inHalves.slice(0, PER_HALF), ...further],
    'held-out': inHalves.slice(PER_HALF),
  };
}

function byHash(salt: string, ids: readonly string[]): string[] {
  const hash = (id: string): string => createHash('sha256').update(`${salt} ${id}`).digest('hex');
  return ids
    .map((id) => ({ id, hash: hash(id) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ id }) => id);
}

/**
 * Counts the right choices. What isn't a whole sentence of the abstract is wrong.
 *
 * @param abstracts by arXiv id, at least those that are marked
 * @param choose the sentence of an abstract that is to be judged
 */
export function scoreHalf(
  marks: Marks,
  abstracts: ReadonlyMap<string, string>,
  choose: (abstract: string) => string | undefined,
): HalfScore {
  const score: HalfScore = { papers: 0, first: 0, chosen: 0, wrong: [] };
  for (const [id, right] of Object.entries(marks)) {
    const abstract = abstracts.get(id) ?? '';
    const sentences = sentencesOf(abstract).map(({ text }) => text);
    const choice = choose(abstract);
    score.papers++;
    if (right.includes(1)) score.first++;
    if (right.some((number) => sentences[number - 1] === choice)) score.chosen++;
    else score.wrong.push(id);
  }
  return score;
}

function markdownOf(papers: ReadonlyMap<string, Paper>): string {
  const abstracts = new Map([...papers].map(([id, { abstract }]) => [id, abstract]));
  const scores = Object.entries(MARKS).map(([half, marks]) => ({
    half,
    ...scoreHalf(marks, abstracts, keySentence),
  }));
  const share = (count: number, all: number): string => (count / all).toFixed(3);
  const rows = scores.map(
    ({ half, papers: all, first, chosen }) =>
      `| ${half} | ${all} | ${share(first, all)} | ${share(chosen, all)} |`,
  );
  const written = [...abstracts.values()].filter((abstract) => abstract !== '');
  const lengths = written.flatMap((abstract) => keySentence(abstract)?.length ?? []);
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
  const wrong = scores.find(({ half }) => half === 'tuning')?.wrong ?? [];
  return `| half | papers | first sentence right | chosen sentence right |
| ---- | ------ | -------------------- | --------------------- |
${rows.join('\n')}

In the whole archive, ${lengths.length} of ${written.length} abstracts have a key sentence, of ${median ?? 0} characters in the median.

Wrong in the tuning half (the held-out half's are not shown, so that nobody tunes on them): ${wrong.join(', ') || 'none'}
`;
}
