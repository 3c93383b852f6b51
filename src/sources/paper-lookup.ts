import { comparableId } from '../digest/arxiv-id.ts';
import { withCodeLink } from '../digest/code-link.ts';
import type { Paper } from '../digest/types.ts';
import type { PaperRecord, RecordSource } from './types.ts';

/** What became of looking a paper up. */
export type LookupResult =
  | { kind: 'found'; paper: Paper; isWithdrawn: boolean }
  /** arXiv has no paper with this id. */
  | { kind: 'unknown' }
  /** Too many others are waiting. */
  | { kind: 'busy' }
  /** arXiv hasn't answered yet; the answer may be there at the next try. */
  | { kind: 'slow' }
  /** arXiv can't be reached, or asked to be left alone, perhaps until a certain time. */
  | { kind: 'failed'; retryAt?: Date };

/** Looks up papers that no digest has. */
export interface PaperLookup {
  /** @param arxivId without version */
  lookUp: (arxivId: string) => Promise<LookupResult>;
  /** Aborts what is running; whoever waits gets `slow`. */
  stop: () => void;
}

interface Dependencies {
  records: RecordSource;
  /** Unix milliseconds. */
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** How many papers may wait for arXiv, which takes one request every three seconds. */
const MAX_WAITING = 50;
/** How long somebody waits for an answer. */
const PATIENCE_MS = 20_000;
/** An id that arXiv doesn't know may be announced soon. */
const UNKNOWN_FOR_MS = 10 * 60_000;
const MAX_UNKNOWN = 500;

/**
 * Papers that people ask for while a request is running go into the next one together, so that
 * everyone waits for two requests at most. The source remembers the records of a day.
 */
export function createPaperLookup({ records, now, sleep }: Dependencies): PaperLookup {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** By `comparableId`: every paper that waits, or is being asked for. */
  const pending = new Map<string, Promise<LookupResult>>();
  const unknownSince = new Map<string, number>();
  let nextBatch: Promise<ReadonlyMap<string, LookupResult>> | undefined;
  let batchIds: string[] = [];
  let lastBatch: Promise<unknown> = Promise.resolve();

  /** Adds an id to the batch that is asked for after the running one. */
  function enqueue(arxivId: string): Promise<LookupResult> {
    batchIds.push(arxivId);
    if (!nextBatch) {
      nextBatch = lastBatch.then(() => {
        const ids = batchIds;
        [batchIds, nextBatch] = [[], undefined];
        return fetchBatch(ids);
      });
      lastBatch = nextBatch;
    }
    return nextBatch.then((results) => results.get(arxivId) ?? { kind: 'unknown' });
  }

  /** Never rejects. */
  async function fetchBatch(ids: readonly string[]): Promise<ReadonlyMap<string, LookupResult>> {
    const forAll = (result: LookupResult) => new Map(ids.map((id) => [id, result]));
    try {
      const answer = await records.records(ids, signal);
      if (answer.status === 'failed') {
        const { retryAt } = answer;
        return forAll({ kind: 'failed', ...(retryAt && { retryAt }) });
      }
      const found = answer.status === 'ok' ? answer.value : new Map<string, never>();
      return new Map(
        ids.map((id): [string, LookupResult] => {
          const record = found.get(id);
          if (record) {
            return [id, { kind: 'found', paper: paperOf(record), isWithdrawn: record.isWithdrawn }];
          }
          rememberUnknown(comparableId(id));
          return [id, { kind: 'unknown' }];
        }),
      );
    } catch {
      return forAll({ kind: signal.aborted ? 'slow' : 'failed' });
    }
  }

  function rememberUnknown(key: string): void {
    unknownSince.delete(key);
    unknownSince.set(key, now());
    const [oldest] = unknownSince.keys();
    if (unknownSince.size > MAX_UNKNOWN && oldest !== undefined) unknownSince.delete(oldest);
  }

  async function patiently(answer: Promise<LookupResult>): Promise<LookupResult> {
    const answered = new AbortController();
    const giveUp = sleep(PATIENCE_MS, AbortSignal.any([signal, answered.signal])).then(
      (): LookupResult => ({ kind: 'slow' }),
      (): LookupResult => ({ kind: 'slow' }),
    );
    try {
      return await Promise.race([answer, giveUp]);
    } finally {
      answered.abort();
    }
  }

  return {
    lookUp(arxivId) {
      const key = comparableId(arxivId);
      const known = pending.get(key);
      if (known) return patiently(known);
      if (now() - (unknownSince.get(key) ?? -Infinity) < UNKNOWN_FOR_MS) {
        return Promise.resolve({ kind: 'unknown' });
      }
      if (pending.size >= MAX_WAITING) return Promise.resolve({ kind: 'busy' });
      const answer = enqueue(arxivId).finally(() => pending.delete(key));
      pending.set(key, answer);
      return patiently(answer);
    },
    stop: () => stopping.abort(),
  };
}

/** A paper that is in no digest: without rank, counts and tweets. */
function paperOf(record: PaperRecord): Paper {
  const { arxivId, title, authors, categories, abstract } = record;
  const rest = { rank: 0, metrics: {}, observedAt: '', tweets: [] };
  return withCodeLink({ arxivId, title, authors, categories, abstract, ...rest });
}
