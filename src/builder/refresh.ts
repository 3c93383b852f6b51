import { observedAt, withCounts } from '../digest/write.ts';
import { parseDigest } from '../digest/parse.ts';
import { originOf, withProvenance } from '../digest/front-matter.ts';
import type { Day } from '../digest/types.ts';
import { OperatorError } from '../operator-error.ts';
import { collectCounts, provenanceLine, rejectOnAbort } from './ask-sources.ts';
import { type BuildDependencies, GENERATOR } from './dependencies.ts';
import { findDigestFile, readDigestText, republish } from './digest-folder.ts';
import { failureToOutcome, type RefreshOutcome } from './outcome.ts';
import { metricsOf } from './rank.ts';
import { countedSince } from './schedule.ts';

/**
 * Reads the counts of a digest's papers again and puts them into its file, if Paperboy wrote the
 * file, nobody has edited it, and it wasn't refreshed before. The papers, their order, and the
 * counts of papers that are no longer listed stay the same.
 */
export async function refreshDigest(
  day: Day,
  dependencies: BuildDependencies,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  try {
    return await refresh(day, dependencies, signal);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'failed', failure: 'disk', message: error.message };
  }
}

async function refresh(
  day: Day,
  { directory, sources, now }: BuildDependencies,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  if (!sources.candidates) return { kind: 'unchanged', reason: 'no-count-source' };
  const file = await findDigestFile(directory, day);
  const text = file === undefined ? undefined : await readDigestText(directory, file);
  if (file === undefined || text === undefined) return { kind: 'unchanged', reason: 'file-gone' };
  const origin = originOf(text);
  if (!origin.isOurs) return { kind: 'unchanged', reason: 'not-ours' };
  if (!origin.isUnedited) return { kind: 'unchanged', reason: 'edited' };
  if (origin.isRefreshed) return { kind: 'unchanged', reason: 'already-refreshed' };

  const listing = await rejectOnAbort(sources.candidates.candidates(day, signal), signal);
  if (listing.status === 'failed') return failureToOutcome(listing);
  if (listing.status === 'empty') return { kind: 'unchanged', reason: 'not-listed' };
  const printed = new Set(parseDigest(text, file).digest?.papers.map(({ arxivId }) => arxivId));
  const candidates = listing.value.filter(({ arxivId }) => printed.has(arxivId));
  const collected = await collectCounts(
    sources.counts,
    candidates.map(({ arxivId }) => arxivId),
    { since: countedSince(day), now, signal },
  );
  // Otherwise, counts in the file would be lost.
  if (collected.hasFailed) {
    const why = collected.remarks.join('; ');
    const message = `The counts in ${file} stay unchanged for now: ${why}`;
    return { kind: 'failed', failure: 'network', message };
  }
  const at = new Date(Math.max(listing.observedAt.getTime(), collected.observedAt?.getTime() ?? 0));
  const newCounts = new Map(
    candidates.map((candidate) => [
      candidate.arxivId,
      { metrics: metricsOf(candidate, collected.counts), observedAt: observedAt(at) },
    ]),
  );
  const result = `ok ${candidates.length} counted again`;
  const written = withProvenance(withCounts(text, newCounts), {
    generator: GENERATOR,
    sources: [
      ...origin.sources,
      provenanceLine(sources.candidates.id, listing.observedAt, result),
      ...collected.provenance,
    ],
    refreshed: new Date(now()),
  });
  if (written === undefined) throw new Error('provenance can no longer be added to our own digest');
  const isReplaced = await republish(directory, file, { before: text, text: written });
  if (!isReplaced) return { kind: 'unchanged', reason: 'edited' };
  return { kind: 'refreshed', file, papers: candidates.length };
}
