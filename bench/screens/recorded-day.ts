import { existsSync, readFileSync } from 'node:fs';
import { buildDigest } from '../../src/builder/build.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import type { Digest } from '../../src/digest/types.ts';
import { createHuggingFace } from '../../src/sources/huggingface.ts';
import type { Candidate, RecordSource } from '../../src/sources/types.ts';

const DAY = '2026-06-12';
/** What Hugging Face answered when asked for that day. Other people's texts, so not in this project. */
const RECORDING = new URL(
  `../../../shared/sources/hf/daily_papers_date-${DAY}_committed-${DAY}T1128Z.json`,
  import.meta.url,
);
const DAY_MS = 86_400_000;

/**
 * The digest that the bot's own source and builder make of a recorded answer of Hugging Face.
 * arXiv's records aren't in the recording: all papers get the category cs.AI.
 *
 * @returns undefined if the recording isn't beside this checkout
 */
export async function buildRecordedDay(): Promise<Digest | undefined> {
  if (!existsSync(RECORDING)) return undefined;
  const now = () => Date.parse(DAY) + DAY_MS * 1.25;
  const huggingFace = createHuggingFace({
    api: 'https://huggingface.co/api',
    dependencies: {
      fetch: () => Promise.resolve(new Response(readFileSync(RECORDING))),
      now,
      sleep: () => Promise.resolve(),
      random: () => 0,
      userAgent: 'bench',
    },
  });
  let listed: readonly Candidate[] = [];
  const candidates: typeof huggingFace = {
    id: huggingFace.id,
    async candidates(...args) {
      const answer = await huggingFace.candidates(...args);
      if (answer.status === 'ok') listed = answer.value;
      return answer;
    },
  };
  const records: RecordSource = {
    id: 'arxiv',
    records: () => {
      const value = new Map(
        listed.map((paper) => [
          paper.arxivId,
          { ...paper, categories: ['cs.AI'], isWithdrawn: false },
        ]),
      );
      return Promise.resolve({ status: 'ok', value, observedAt: new Date(now()), remarks: [] });
    },
  };
  const outcome = await buildDigest(
    DAY,
    {
      sources: { candidates, records, counts: [] },
      directory: '.',
      selection: { top: 10, minUpvotes: 1 },
      now,
    },
    { signal: new AbortController().signal, isDryRun: true },
  );
  if (outcome.kind !== 'would-write') {
    throw new Error(`The recorded day gave no digest: ${JSON.stringify(outcome)}`);
  }
  return parseDigest(outcome.text, outcome.file).digest;
}
