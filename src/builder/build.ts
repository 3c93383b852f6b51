import { originOf, withProvenance } from '../digest/front-matter.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { observedAt, writeDigest } from '../digest/write.ts';
import { OperatorError } from '../operator-error.ts';
import type { CandidateSource, DigestSource, RecordSource } from '../sources/types.ts';
import { collectCounts, provenanceLine, rejectOnAbort } from './ask-sources.ts';
import { type BuildDependencies, GENERATOR, type Sources } from './dependencies.ts';
import {
  digestFileName,
  findDigestFile,
  publish,
  readDigestText,
  recentPaperIds,
} from './digest-folder.ts';
import {
  type AlreadyExists,
  type Failed,
  failureToOutcome,
  type NothingToBuild,
  type Outcome,
  toOutcome,
  type Written,
} from './outcome.ts';
import { rank, shortlist } from './rank.ts';
import { countedSince, endOf, waitForRecordsUntil } from './schedule.ts';

interface Options {
  /** Ends the build at once: it rejects with the signal's reason and writes nothing. */
  signal: AbortSignal;
  /** Writes nothing, and returns what would be written. */
  isDryRun?: boolean;
}

/** A digest that is ready to be written. */
interface BuiltDigest extends Pick<Written, 'papers' | 'from' | 'remarks'> {
  kind: 'built';
  text: string;
}

/** Whether there is anything to build digests from. */
export function hasSources({ digests, candidates, records }: Sources): boolean {
  return digests !== undefined || (candidates !== undefined && records !== undefined);
}

/**
 * Builds a day's digest and writes it, unless the day already has a file. The digest is a copy of
 * one that was published elsewhere, if there is one, or else made of the day's candidates. No source
 * is asked about a day that isn't over.
 */
export async function buildDigest(
  day: Day,
  dependencies: BuildDependencies,
  { signal, isDryRun = false }: Options,
): Promise<Outcome> {
  const { directory } = dependencies;
  if (dependencies.now() < endOf(day)) return { kind: 'nothing', reason: 'not-over' };
  try {
    const existing = await findDigestFile(directory, day);
    if (existing !== undefined) return await alreadyExists(directory, existing);

    const built = await buildText(day, dependencies, signal);
    if (built.kind !== 'built') return built;
    const { text, papers, from, remarks } = built;
    if (isDryRun) {
      return { kind: 'would-write', file: digestFileName(day), papers, from, remarks, text };
    }
    const { file, isNew } = await publish(directory, day, text);
    if (!isNew) return await alreadyExists(directory, file);
    return { kind: 'written', file, papers, from, remarks };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'failed', failure: 'disk', message: error.message };
  }
}

async function alreadyExists(directory: string, file: string): Promise<AlreadyExists> {
  const text = await readDigestText(directory, file);
  return { kind: 'kept', file, isOurs: text !== undefined && originOf(text).isOurs };
}

async function buildText(
  day: Day,
  dependencies: BuildDependencies,
  signal: AbortSignal,
): Promise<BuiltDigest | NothingToBuild | Failed> {
  const { digests, candidates, records } = dependencies.sources;
  const provenance: string[] = [];
  if (digests) {
    const published = await copyPublished(day, digests, signal);
    if (published.kind === 'built' || !candidates || !records) return published;
    const result = published.kind === 'failed' ? `failed ${published.failure}` : 'empty';
    provenance.push(provenanceLine(digests.id, new Date(dependencies.now()), result));
  }
  if (!candidates || !records) throw new Error('no source to build digests from');
  return composeDigest(day, { candidates, records }, dependencies, { signal, provenance });
}

/**
 * Copies a day's digest from where it was published. Its text stays as it is, apart from the lines
 * in the front matter that say where it comes from.
 */
async function copyPublished(
  day: Day,
  source: DigestSource,
  signal: AbortSignal,
): Promise<BuiltDigest | NothingToBuild | Failed> {
  const answer = await rejectOnAbort(source.digest(day, signal), signal);
  if (answer.status !== 'ok') return toOutcome(day, answer, source.id);

  const { value, observedAt: at, remarks } = answer;
  const result = ['ok', ...publicUrl(value.from)].join(' ');
  const sources = [provenanceLine(source.id, at, result)];
  const text = withProvenance(value.text, { generator: GENERATOR, sources });
  const digest = text === undefined ? undefined : parseDigest(text, digestFileName(day)).digest;
  if (text === undefined || digest?.day !== day) {
    const message = "The source of the followed digest can't be added to its front matter";
    return { kind: 'failed', failure: 'parse', message };
  }
  return { kind: 'built', from: 'followed', text, papers: digest.papers.length, remarks };
}

/** Digests may be published again, so user, password and query of the URL are left out. */
function publicUrl(from: string): string[] {
  const url = URL.parse(from);
  return url ? [`${url.origin}${url.pathname}`] : [];
}

/**
 * Composes a digest from a day's candidates: asks which papers are hot, then for arXiv's records of
 * them, then for other counts.
 *
 * @param provenance front matter lines about sources that were asked before
 * @throws OperatorError if the folder of digests can't be read
 */
async function composeDigest(
  day: Day,
  sources: { candidates: CandidateSource; records: RecordSource },
  dependencies: BuildDependencies,
  { signal, provenance }: { signal: AbortSignal; provenance: readonly string[] },
): Promise<BuiltDigest | NothingToBuild | Failed> {
  const { selection, now } = dependencies;
  const listing = await rejectOnAbort(sources.candidates.candidates(day, signal), signal);
  if (listing.status !== 'ok') return toOutcome(day, listing, sources.candidates.id);

  const recent = await recentPaperIds(dependencies.directory, day);
  const shortlisted = shortlist(listing.value, recent, selection);
  const notHot: NothingToBuild = {
    kind: 'nothing',
    reason: 'not-hot',
    source: sources.candidates.id,
    listed: listing.value.length,
    minUpvotes: selection.minUpvotes,
  };
  if (shortlisted.length === 0) return notHot;

  const ids = shortlisted.map(({ arxivId }) => arxivId);
  const known = await rejectOnAbort(sources.records.records(ids, signal), signal);
  if (known.status === 'failed') return failureToOutcome(known);
  const records = known.status === 'ok' ? known.value : new Map<string, never>();

  const usable = ids.filter((id) => records.get(id)?.isWithdrawn === false);
  const collected = await collectCounts(dependencies.sources.counts, usable, {
    since: countedSince(day),
    now,
    signal,
  });
  const lastAnswer = Math.max(listing.observedAt.getTime(), collected.observedAt?.getTime() ?? 0);
  const { papers, unknown, leftOut } = rank(shortlisted, records, collected.counts, {
    top: selection.top,
    observedAt: observedAt(new Date(lastAnswer)),
  });
  if (unknown.length > 0 && (now() < waitForRecordsUntil(day) || papers.length === 0)) {
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
    ...collected.remarks,
  ];
  if (papers.length === 0) return { ...notHot, remarks };

  const without = unknown.length === 0 ? '' : `, left out without a record: ${unknown.join(' ')}`;
  const listed = `ok ${listing.value.length} listed, ${shortlisted.length} asked about`;
  const { text, detailsLeftOut } = writeDigest({
    day,
    writtenAt: new Date(now()),
    provenance: {
      generator: GENERATOR,
      sources: [
        ...provenance,
        provenanceLine(sources.candidates.id, listing.observedAt, listed),
        provenanceLine(sources.records.id, known.observedAt, `ok ${records.size} known${without}`),
        ...collected.provenance,
      ],
    },
    papers,
  });
  if (detailsLeftOut > 0) {
    remarks.push(`${detailsLeftOut} optional values were left out: the front matter has no room`);
  }
  return { kind: 'built', from: 'sources', text, papers: papers.length, remarks };
}
