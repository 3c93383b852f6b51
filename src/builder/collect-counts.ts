import type { CountSource } from '../sources/types.ts';
import { provenanceLine } from './to-outcome.ts';
import type { Counted } from './rank.ts';
import { unlessAborted } from './catch-unexpected.ts';

/** What all sources of counts came to. */
export interface CollectedCounts {
  counted: Counted[];
  /** When the last of them answered; undefined when none did. */
  observedAt: Date | undefined;
  /** A line a source, for the front matter. */
  provenance: string[];
  remarks: string[];
  hasFailed: boolean;
}

/** Asks every source of counts. One that fails is left out, and it is noted. */
export async function countAll(
  sources: readonly CountSource[],
  arxivIds: readonly string[],
  { since, now, signal }: { since: Date; now: () => number; signal: AbortSignal },
): Promise<CollectedCounts> {
  const counts: CollectedCounts = {
    counted: [],
    observedAt: undefined,
    provenance: [],
    remarks: [],
    hasFailed: false,
  };
  for (const source of sources) {
    const answer = await unlessAborted(source.count(arxivIds, since, signal), signal);
    const note = (at: Date, said: string): void => {
      counts.provenance.push(provenanceLine(source.id, at, said));
    };
    if (answer.status === 'ok') {
      const { value, observedAt } = answer;
      counts.counted.push({ name: source.counts, counts: value });
      counts.observedAt = observedAt;
      counts.remarks.push(...answer.remarks);
      note(observedAt, `ok ${source.counts} of ${value.size}`);
    } else if (answer.status === 'failed') {
      counts.hasFailed = true;
      counts.remarks.push(`no ${source.counts}: ${answer.message}`);
      note(new Date(now()), `failed ${answer.kind}`);
    } else {
      note(answer.observedAt, 'empty');
    }
  }
  return counts;
}
