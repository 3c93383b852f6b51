import { observedAt, writeDigest } from '../digest/write.ts';
import type { Day } from '../digest/types.ts';
import type { CandidateSource, RecordSource } from '../sources/types.ts';
import { failedOf, nothingOf, provenanceLine } from './to-outcome.ts';
import { countAll } from './collect-counts.ts';
import type { Made } from './made.ts';
import type { Failed, Nothing } from './outcome.ts';
import type { BuildParts } from './dependencies.ts';
import { contendersOf, rank } from './rank.ts';
import { countedSince, holdUntil } from './build-times.ts';
import { listedBefore } from './digest-folder.ts';
import { unlessAborted } from './catch-unexpected.ts';

/**
 * Makes a digest from the papers that are put forward for a day. Asks in order: who is hot, what
 * arXiv knows of them, what else is counted of them.
 *
 * @param asked lines of the front matter on who was asked before
 * @throws OperatorError when the folder of digests cannot be read
 */
export async function composeDigest(
  day: Day,
  sources: { candidates: CandidateSource; records: RecordSource },
  parts: BuildParts,
  { signal, asked }: { signal: AbortSignal; asked: readonly string[] },
): Promise<Made | Nothing | Failed> {
  const { cut, generator, now } = parts;
  const listing = await unlessAborted(sources.candidates.candidates(day, signal), signal);
  if (listing.status === 'failed') return failedOf(listing);
  if (listing.status === 'empty') return nothingOf(day, listing, sources.candidates.id);

  const listed = await listedBefore(parts.directory, day);
  const contenders = contendersOf(listing.value, listed, cut);
  const notHot: Nothing = {
    kind: 'nothing',
    reason: 'not-hot',
    source: sources.candidates.id,
    listed: listing.value.length,
    minUpvotes: cut.minUpvotes,
  };
  if (contenders.length === 0) return notHot;

  const ids = contenders.map(({ arxivId }) => arxivId);
  const known = await unlessAborted(sources.records.records(ids, signal), signal);
  if (known.status === 'failed') return failedOf(known);
  const records = known.status === 'ok' ? known.value : new Map<string, never>();

  const wanted = ids.filter((id) => records.get(id)?.isWithdrawn === false);
  const counts = await countAll(parts.sources.counts, wanted, {
    since: countedSince(day),
    now,
    signal,
  });
  const lastAnswer = Math.max(listing.observedAt.getTime(), counts.observedAt?.getTime() ?? 0);
  const { papers, unknown, leftOut } = rank(contenders, records, counts.counted, {
    top: cut.top,
    observedAt: observedAt(new Date(lastAnswer)),
  });
  if (unknown.length > 0 && (now() < holdUntil(day) || papers.length === 0)) {
    return {
      kind: 'failed',
      failure: 'incomplete',
      message: `arXiv has no record yet of ${unknown.join(', ')}, which belongs in the digest`,
    };
  }
  const remarks = [
    ...listing.remarks,
    ...(known.status === 'ok' ? known.remarks : []),
    ...unknown.map((id) => `${id} was left out: arXiv has no record of it`),
    ...leftOut.map(({ arxivId, reason }) => `${arxivId} was left out: ${reason}`),
    ...counts.remarks,
  ];
  if (papers.length === 0) return { ...notHot, remarks };

  const without = unknown.length === 0 ? '' : `, left out without a record: ${unknown.join(' ')}`;
  const provenance = [
    ...asked,
    provenanceLine(
      sources.candidates.id,
      listing.observedAt,
      `ok ${listing.value.length} listed, ${contenders.length} asked about`,
    ),
    provenanceLine(sources.records.id, known.observedAt, `ok ${records.size} known${without}`),
    ...counts.provenance,
  ];
  const { text } = writeDigest({
    day,
    writtenAt: new Date(now()),
    provenance: { generator, sources: provenance },
    papers,
  });
  return { kind: 'made', from: 'sources', text, papers: papers.length, remarks };
}
