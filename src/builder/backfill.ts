import { addDays } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { buildDigest } from './build.ts';
import { type Outcome, sentenceOf } from './outcome.ts';
import type { BuildParts } from './dependencies.ts';
import { removeAbandoned } from './publish.ts';
import { DAY_MS, firstTryAt, overAt } from './build-times.ts';

interface Range {
  from: Day;
  /** Included. */
  to: Day;
  isDryRun: boolean;
}

/**
 * Makes the digests of a range of days, the oldest first, for somebody who watches. Days that have
 * a file are passed over, so that it goes on where it was broken off. Ends at the first failure
 * that the next day would meet too.
 *
 * @param print takes a line at a time; a dry run's digests are several
 * @param signal ends it at once; what is written by then stays
 * @returns whether every day has its digest now, or is known to have none
 * @throws OperatorError when the folder cannot be used
 */
export async function backfill(
  { from, to, isDryRun }: Range,
  parts: BuildParts,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<boolean> {
  if (!isDryRun) await removeAbandoned(parts.directory, parts.now());
  const isEnded = (): boolean => signal.aborted;
  let isWhole = true;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (isEnded()) return false;
    let outcome: Outcome;
    try {
      outcome = await buildDigest(day, parts, { signal, isDryRun });
    } catch (error) {
      if (isEnded()) return false;
      throw error;
    }
    for (const line of linesOf(day, outcome, parts.now())) print(line);
    if (outcome.kind === 'nothing' && outcome.reason === 'not-over') return false;
    if (outcome.kind !== 'failed') continue;
    isWhole = false;
    if (['parse', 'stale', 'incomplete'].includes(outcome.failure)) continue;
    if (day < to)
      print(`Stopped before ${addDays(day, 1)}: run the same command again to continue.`);
    return false;
  }
  return isWhole;
}

function linesOf(day: Day, outcome: Outcome, now: number): string[] {
  // Hugging Face's listing of a day is as good as final a day later.
  const isSettled = now > firstTryAt(day) + DAY_MS;
  const sentence = sentenceOf(day, outcome, isSettled);
  const remarks = 'remarks' in outcome ? (outcome.remarks ?? []) : [];
  const notes = remarks.map((remark) => `  ${remark}`);
  if (outcome.kind === 'would-write') return [sentence, ...notes, outcome.text];
  if (outcome.kind === 'nothing' && outcome.reason === 'not-over') {
    return [`${sentence}: its digest can be built from ${time(overAt(day))} on`];
  }
  if (outcome.kind === 'failed' && outcome.retryAt !== undefined) {
    return [`${sentence}; try again after ${time(outcome.retryAt)}`];
  }
  return [sentence, ...notes];
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
