import { originOf } from '../digest/front-matter.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { observedAt, type PrintedPaper, writeDigest } from '../digest/write.ts';
import { OperatorError } from '../operator-error.ts';
import type { Candidate } from '../sources/types.ts';
import { collectCounts, provenanceLine, rejectOnAbort } from './ask-sources.ts';
import { type BuildDependencies, GENERATOR } from './dependencies.ts';
import { findDigestFile, readDigestText, recentPapers, republish } from './digest-folder.ts';
import { failureToOutcome, type RefreshOutcome } from './outcome.ts';
import { compareHotness, rank, refreshed, shortlist } from './rank.ts';
import { countedSince, isLastRefresh } from './schedule.ts';

/**
 * Reads a day's list again and brings its digest up to date, if Paperboy wrote the file, nobody has
 * edited it, and it wasn't refreshed before: new counts, and papers that now belong to the top. The
 * papers are ranked anew, but none is taken out, since people may have seen it.
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
  { directory, sources, selection, now }: BuildDependencies,
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
  const { digest } = parseDigest(text, file);
  if (!digest) throw new Error(`${file} can no longer be read`);

  const listing = await rejectOnAbort(sources.candidates.candidates(day, signal), signal);
  if (listing.status === 'failed') return failureToOutcome(listing);
  if (listing.status === 'empty') return { kind: 'unchanged', reason: 'not-listed' };
  const listed = new Map(listing.value.map((candidate) => [candidate.arxivId, candidate]));
  const printed = new Set(digest.papers.map(({ arxivId }) => arxivId));

  const recent = await recentPapers(directory, day);
  const hot = shortlist(listing.value, recent.listed, selection).slice(0, selection.top);
  const newcomers = hot.filter(({ arxivId }) => !printed.has(arxivId));
  const ids = newcomers.map(({ arxivId }) => arxivId);
  const known =
    ids.length > 0 && sources.records
      ? await rejectOnAbort(sources.records.records(ids, signal), signal)
      : undefined;
  // The counts of the other papers mustn't be lost because arXiv doesn't answer all night.
  if (known?.status === 'failed' && !isLastRefresh(day, now())) return failureToOutcome(known);
  const records = known?.status === 'ok' ? known.value : new Map<string, never>();

  const counted: Candidate[] = [
    ...digest.papers.flatMap(({ arxivId }) => listed.get(arxivId) ?? []),
    ...newcomers.filter(({ arxivId }) => records.has(arxivId)),
  ];
  const collected = await collectCounts(
    sources.counts,
    counted.map(({ arxivId }) => arxivId),
    { since: countedSince(day), now, signal },
  );
  // Otherwise, counts in the file would be lost.
  if (collected.hasFailed) {
    const why = collected.remarks.join('; ');
    const message = `The counts in ${file} stay unchanged for now: ${why}`;
    return { kind: 'failed', failure: 'network', message };
  }
  const { counts } = collected;
  const at = observedAt(
    new Date(Math.max(listing.observedAt.getTime(), collected.observedAt?.getTime() ?? 0)),
  );
  const before = digest.papers.map((paper): PrintedPaper => {
    const candidate = listed.get(paper.arxivId);
    return candidate ? refreshed(paper, candidate, counts, at) : paper;
  });
  const added = rank(newcomers, records, counts, { top: selection.top, observedAt: at }).papers;
  const papers = [...before, ...added]
    .sort(compareHotness(counts.map(({ name }) => name)))
    .filter(({ arxivId }, index) => printed.has(arxivId) || index < selection.top);

  const countedAgain = digest.papers.filter(({ arxivId }) => listed.has(arxivId)).length;
  const addedToTop = papers.length - before.length;
  const also = addedToTop === 0 ? '' : `, ${addedToTop} added`;
  const result = `ok ${countedAgain} counted again${also}`;
  const { text: written, leftOut } = writeDigest({
    day,
    writtenAt: writtenAt(text) ?? new Date(now()),
    provenance: {
      generator: GENERATOR,
      sources: [
        ...origin.sources,
        provenanceLine(sources.candidates.id, listing.observedAt, result),
        ...collected.provenance,
      ],
      refreshed: new Date(now()),
    },
    papers,
    ...(digest.risen && { risen: digest.risen }),
  });
  if (leftOut.length > 0) throw new Error(`${file} holds what can no longer be written`);
  const isReplaced = await republish(directory, file, { before: text, text: written });
  if (!isReplaced) return { kind: 'unchanged', reason: 'edited' };
  return { kind: 'refreshed', file, papers: countedAgain, added: addedToTop };
}

/** When one of our own digests was first written; undefined if it doesn't say. */
function writtenAt(text: string): Date | undefined {
  const date = new Date(/^date: (\S+)$/m.exec(text)?.[1] ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}
