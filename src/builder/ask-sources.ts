import type { CountSource, SourceId } from '../sources/types.ts';
import type { SourceCounts } from './rank.ts';

/**
 * Awaits a source's answer. Rejects with the signal's reason as soon as it's aborted, even if the
 * source ignores the signal.
 */
export async function rejectOnAbort<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, answer]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The answers of all count sources together. */
interface CollectedCounts {
  counts: SourceCounts[];
  /** When the last of them answered; undefined if none did. */
  observedAt: Date | undefined;
  /** One line per source, for the front matter. */
  provenance: string[];
  remarks: string[];
  hasFailed: boolean;
}

/** Asks every count source. If one fails, its counts are left out, which is noted. */
export async function collectCounts(
  sources: readonly CountSource[],
  arxivIds: readonly string[],
  { since, now, signal }: { since: Date; now: () => number; signal: AbortSignal },
): Promise<CollectedCounts> {
  const collected: CollectedCounts = {
    counts: [],
    observedAt: undefined,
    provenance: [],
    remarks: [],
    hasFailed: false,
  };
  for (const source of sources) {
    const answer = await rejectOnAbort(source.count(arxivIds, since, signal), signal);
    const note = (at: Date, result: string): void => {
      collected.provenance.push(provenanceLine(source.id, at, result));
    };
    if (answer.status === 'ok') {
      const { value, observedAt } = answer;
      collected.counts.push({ name: source.counts, byId: value });
      collected.observedAt = observedAt;
      collected.remarks.push(...answer.remarks);
      note(observedAt, `ok ${source.counts} of ${value.size}`);
    } else if (answer.status === 'failed') {
      collected.hasFailed = true;
      collected.remarks.push(`no ${source.counts}: ${answer.message}`);
      note(new Date(now()), `failed ${answer.kind}`);
    } else {
      note(answer.observedAt, 'empty');
    }
  }
  return collected;
}

/** A line of a digest's front matter: which source was asked, when, and with what result. */
export function provenanceLine(source: SourceId, at: Date, result: string): string {
  return `${source} ${at.toISOString().slice(0, 19)}Z ${result}`;
}
