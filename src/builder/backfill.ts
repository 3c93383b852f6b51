import { addDays } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';
import { buildDigest } from './build.ts';
import type { BuildDependencies } from './dependencies.ts';
import { removeStaleDrafts } from './digest-folder.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import { DAY_MS, endOf, firstTryAt } from './schedule.ts';

interface Range {
  from: Day;
  /** Included. */
  to: Day;
  isDryRun: boolean;
}

/**
 * Builds the digests for a range of days, oldest first, and prints progress. Days that have a file
 * are skipped, so it can be interrupted and run again. Stops at the first failure that the next day
 * would have too.
 *
 * @param print takes one line, except for a dry run's digests, which have several
 * @param signal ends it at once; digests written so far stay
 * @returns whether every day now has its digest or is known to have none
 * @throws OperatorError if the folder can't be used
 */
export async function backfill(
  { from, to, isDryRun }: Range,
  dependencies: BuildDependencies,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<boolean> {
  const { directory, now } = dependencies;
  if (!isDryRun) await removeStaleDrafts(directory, now());
  const isAborted = (): boolean => signal.aborted;
  let isComplete = true;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (isAborted()) return false;
    let outcome: Outcome;
    try {
      outcome = await buildDigest(day, dependencies, { signal, isDryRun });
    } catch (error) {
      if (isAborted()) return false;
      throw error;
    }
    for (const line of linesOf(day, outcome, now())) print(line);
    if (outcome.kind === 'nothing' && outcome.reason === 'not-over') return false;
    if (outcome.kind !== 'failed') continue;
    isComplete = false;
    if (['parse', 'stale', 'incomplete'].includes(outcome.failure)) continue;
    if (day < to)
      print(`Stopped before ${addDays(day, 1)}: run the same command again to continue.`);
    return false;
  }
  return isComplete;
}

function linesOf(day: Day, outcome: Outcome, now: number): string[] {
  // A day later, Hugging Face's list hardly changes any more.
  const isSettled = now > firstTryAt(day) + DAY_MS;
  const sentence = describeOutcome(day, outcome, isSettled);
  const remarks = 'remarks' in outcome ? (outcome.remarks ?? []) : [];
  const notes = remarks.map((remark) => `  ${remark}`);
  if (outcome.kind === 'would-write') return [sentence, ...notes, outcome.text];
  if (outcome.kind === 'nothing' && outcome.reason === 'not-over') {
    return [`${sentence}: its digest can be built from ${utcTime(endOf(day))} on`];
  }
  if (outcome.kind === 'failed' && outcome.retryAt !== undefined) {
    return [`${sentence}; try again after ${utcTime(outcome.retryAt)}`];
  }
  return [sentence, ...notes];
}

function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
