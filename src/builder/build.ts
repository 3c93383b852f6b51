import { originOf } from '../digest/front-matter.ts';
import type { Day } from '../digest/types.ts';
import { OperatorError } from '../operator-error.ts';
import { provenanceLine } from './to-outcome.ts';
import { composeDigest } from './compose.ts';
import { takePublished } from './follow.ts';
import type { Made } from './made.ts';
import type { Failed, Kept, Nothing, Outcome } from './outcome.ts';
import type { BuildParts } from './dependencies.ts';
import { fileNameOf, publish } from './publish.ts';
import { digestFileOf, textOf } from './digest-folder.ts';
import { overAt } from './build-times.ts';

interface Options {
  /** Ends it at once: it rejects with the signal's reason, and nothing is written. */
  signal: AbortSignal;
  /** Writes nothing, and says what would be written. */
  isDryRun?: boolean;
}

/**
 * Makes a day's digest and writes it, unless the day has a file: as it was published elsewhere, or
 * else from the papers that are put forward. A day that is not over is not asked for.
 */
export async function buildDigest(
  day: Day,
  parts: BuildParts,
  { signal, isDryRun = false }: Options,
): Promise<Outcome> {
  const { directory } = parts;
  if (parts.now() < overAt(day)) return { kind: 'nothing', reason: 'not-over' };
  try {
    const there = await digestFileOf(directory, day);
    if (there !== undefined) return await kept(directory, there);

    const made = await make(day, parts, signal);
    if (made.kind !== 'made') return made;
    const { text, papers, from, remarks } = made;
    if (isDryRun) {
      return { kind: 'would-write', file: fileNameOf(day), papers, from, remarks, text };
    }
    const { file, isNew } = await publish(directory, day, text);
    if (!isNew) return await kept(directory, file);
    return { kind: 'written', file, papers, from, remarks };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'failed', failure: 'disk', message: error.message };
  }
}

async function make(
  day: Day,
  { sources, ...parts }: BuildParts,
  signal: AbortSignal,
): Promise<Made | Nothing | Failed> {
  const { digests, candidates, records } = sources;
  const asked: string[] = [];
  if (digests) {
    const published = await takePublished(day, digests, parts.generator, signal);
    if (published.kind === 'made' || !candidates || !records) return published;
    const said = published.kind === 'failed' ? `failed ${published.failure}` : 'empty';
    asked.push(provenanceLine(digests.id, new Date(parts.now()), said));
  }
  if (!candidates || !records) throw new Error('no source to build digests from');
  const made = { candidates, records };
  return composeDigest(day, made, { sources, ...parts }, { signal, asked });
}

async function kept(directory: string, file: string): Promise<Kept> {
  const text = await textOf(directory, file);
  return { kind: 'kept', file, isOurs: text !== undefined && originOf(text).isOurs };
}
