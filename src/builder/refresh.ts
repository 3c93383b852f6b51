import { observedAt, withCounts } from '../digest/write.ts';
import { parseDigest } from '../digest/parse.ts';
import { originOf, withProvenance } from '../digest/front-matter.ts';
import type { Day } from '../digest/types.ts';
import { OperatorError } from '../operator-error.ts';
import { failedOf, provenanceLine } from './to-outcome.ts';
import { countAll } from './collect-counts.ts';
import type { Failed } from './outcome.ts';
import type { BuildParts } from './dependencies.ts';
import { republish } from './publish.ts';
import { metricsOf } from './rank.ts';
import { digestFileOf, textOf } from './digest-folder.ts';
import { countedSince } from './build-times.ts';
import { unlessAborted } from './catch-unexpected.ts';

/** What reading the counts of a day once more came to. */
export type Refreshed =
  | { kind: 'refreshed'; file: string; papers: number }
  /** The file stays as it is, for good. */
  | { kind: 'left'; why: keyof typeof WHY_LEFT }
  | Failed;

/** Why a digest keeps its counts, as the log has it. */
export const WHY_LEFT = {
  'nobody-counts': 'no source counts anything',
  gone: 'its file is gone',
  'not-ours': 'someone else wrote it',
  edited: 'it was edited by hand',
  'done-before': 'they were already updated',
  'not-listed': 'none of its papers are listed any more',
} as const;

/**
 * Reads the counts of a digest's papers once more, and puts them into its file: only into one that
 * Paperboy wrote and nobody has changed since, and only once. Papers, their order, and the counts
 * of what is not listed any more stay as they are.
 */
export async function refreshDigest(
  day: Day,
  parts: BuildParts,
  signal: AbortSignal,
): Promise<Refreshed> {
  try {
    return await refresh(day, parts, signal);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'failed', failure: 'disk', message: error.message };
  }
}

async function refresh(day: Day, parts: BuildParts, signal: AbortSignal): Promise<Refreshed> {
  const { directory, sources, generator, now } = parts;
  if (!sources.candidates) return { kind: 'left', why: 'nobody-counts' };
  const file = await digestFileOf(directory, day);
  const text = file === undefined ? undefined : await textOf(directory, file);
  if (file === undefined || text === undefined) return { kind: 'left', why: 'gone' };
  const origin = originOf(text);
  if (!origin.isOurs) return { kind: 'left', why: 'not-ours' };
  if (!origin.isUnedited) return { kind: 'left', why: 'edited' };
  if (origin.isRefreshed) return { kind: 'left', why: 'done-before' };

  const listing = await unlessAborted(sources.candidates.candidates(day, signal), signal);
  if (listing.status === 'failed') return failedOf(listing);
  if (listing.status === 'empty') return { kind: 'left', why: 'not-listed' };
  const printed = new Set(parseDigest(text, file).digest?.papers.map(({ arxivId }) => arxivId));
  const candidates = listing.value.filter(({ arxivId }) => printed.has(arxivId));
  const counts = await countAll(
    sources.counts,
    candidates.map(({ arxivId }) => arxivId),
    { since: countedSince(day), now, signal },
  );
  // A count that is there would vanish.
  if (counts.hasFailed) {
    const message = `The counts in ${file} stay unchanged for now: ${counts.remarks.join('; ')}`;
    return { kind: 'failed', failure: 'network', message };
  }
  const at = new Date(Math.max(listing.observedAt.getTime(), counts.observedAt?.getTime() ?? 0));
  const changed = withCounts(
    text,
    new Map(
      candidates.map((candidate) => [
        candidate.arxivId,
        { metrics: metricsOf(candidate, counts.counted), observedAt: observedAt(at) },
      ]),
    ),
  );
  const asked = [
    ...origin.sources,
    provenanceLine(
      sources.candidates.id,
      listing.observedAt,
      `ok ${candidates.length} counted again`,
    ),
    ...counts.provenance,
  ];
  const refreshed = new Date(now());
  const written = withProvenance(changed, { generator, sources: asked, refreshed });
  if (written === undefined) throw new Error('provenance can no longer be added to our own digest');
  const isDone = await republish(directory, file, { before: text, text: written });
  if (!isDone) return { kind: 'left', why: 'edited' };
  return { kind: 'refreshed', file, papers: candidates.length };
}
