import { MAX_RISEN } from '../digest/details.ts';
import { originOf, withProvenance } from '../digest/front-matter.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { observedAt, writeDigest } from '../digest/write.ts';
import { OperatorError } from '../operator-error.ts';
import type { Candidate, CandidateSource, DigestSource, RecordSource } from '../sources/types.ts';
import { collectCounts, provenanceLine, rejectOnAbort } from './ask-sources.ts';
import { type BuildDependencies, GENERATOR, type Sources } from './dependencies.ts';
import {
  digestFileName,
  findDigestFile,
  publish,
  readDigestText,
  recentPapers,
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
import { countedSince, endOf, waitUntil } from './schedule.ts';

interface Options {
  /** Ends the build at once: it rejects with the signal's reason and writes nothing. */
  signal: AbortSignal;
  /**
   * How many papers are usually listed for the day, given how many are now. A far shorter list waits for more, up to 12:00
   * UTC; without this, no list waits.
   */
  usualListed?: (listed: number) => Promise<number | undefined>;
  /** Earlier days whose papers may have risen since, newest first. */
  lookBackAt?: readonly Day[];
  /** Writes nothing, and returns what would be written. */
  isDryRun?: boolean;
}

/** A digest that is ready to be written. */
interface BuiltDigest extends Pick<Written, 'papers' | 'listed' | 'from' | 'remarks'> {
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
  options: Options,
): Promise<Outcome> {
  const { directory } = dependencies;
  const { isDryRun = false } = options;
  if (dependencies.now() < endOf(day)) return { kind: 'nothing', reason: 'not-over' };
  try {
    const existing = await findDigestFile(directory, day);
    if (existing !== undefined) return await alreadyExists(directory, existing);

    const built = await buildText(day, dependencies, options);
    if (built.kind !== 'built') return built;
    const { text, ...what } = built;
    if (isDryRun) return { ...what, kind: 'would-write', file: digestFileName(day), text };
    const { file, isNew } = await publish(directory, day, text);
    if (!isNew) return await alreadyExists(directory, file);
    return { ...what, kind: 'written', file };
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
  options: Options,
): Promise<BuiltDigest | NothingToBuild | Failed> {
  const { digests, candidates, records } = dependencies.sources;
  const provenance: string[] = [];
  if (digests) {
    const published = await copyPublished(day, digests, options.signal);
    if (published.kind === 'built' || !candidates || !records) return published;
    const result = published.kind === 'failed' ? `failed ${published.failure}` : 'empty';
    provenance.push(provenanceLine(digests.id, new Date(dependencies.now()), result));
  }
  if (!candidates || !records) throw new Error('no source to build digests from');
  return composeDigest(day, { candidates, records }, dependencies, { ...options, provenance });
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

/** A list with less than this share of the usual papers is far shorter. */
const SHORT_SHARE = 1 / 3;

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
  options: Options & { provenance: readonly string[] },
): Promise<BuiltDigest | NothingToBuild | Failed> {
  const { directory, selection, now } = dependencies;
  const { signal, usualListed, lookBackAt = [], provenance } = options;
  const listing = await rejectOnAbort(sources.candidates.candidates(day, signal), signal);
  if (listing.status !== 'ok') return toOutcome(day, listing, sources.candidates.id);

  const listed = listing.value.length;
  if (now() < waitUntil(day)) {
    const usual = (await usualListed?.(listed)) ?? 0;
    if (listed < usual * SHORT_SHARE) {
      return {
        kind: 'nothing',
        reason: 'short-list',
        source: sources.candidates.id,
        listed,
        usual,
      };
    }
  }

  const recent = await recentPapers(directory, day);
  const shortlisted = shortlist(listing.value, recent.listed, selection);
  const notHot: NothingToBuild = {
    kind: 'nothing',
    reason: 'not-hot',
    source: sources.candidates.id,
    listed,
    minUpvotes: selection.minUpvotes,
  };
  if (shortlisted.length === 0) return notHot;

  const ids = shortlisted.map(({ arxivId }) => arxivId);
  const rising = await findRising(lookBackAt, sources.candidates, dependencies, {
    signal,
    isKnown: (id) => recent.listed.has(id) || recent.risen.has(id) || ids.includes(id),
  });
  const asked = [...ids, ...rising.map(({ arxivId }) => arxivId)];
  const known = await rejectOnAbort(sources.records.records(asked, signal), signal);
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
  if (unknown.length > 0 && (now() < waitUntil(day) || papers.length === 0)) {
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
  const found = `ok ${listed} listed, ${shortlisted.length} asked about`;
  const risen = rising
    .flatMap(({ arxivId, title, upvotes }) => {
      const record = records.get(arxivId);
      if (!record || record.isWithdrawn) return [];
      return [{ arxivId, title: record.title.trim() === '' ? title : record.title, upvotes }];
    })
    .slice(0, MAX_RISEN);
  const { text, detailsLeftOut } = writeDigest({
    day,
    writtenAt: new Date(now()),
    provenance: {
      generator: GENERATOR,
      sources: [
        ...provenance,
        provenanceLine(sources.candidates.id, listing.observedAt, found),
        provenanceLine(sources.records.id, known.observedAt, `ok ${records.size} known${without}`),
        ...collected.provenance,
      ],
    },
    papers,
    risen,
  });
  if (detailsLeftOut > 0) {
    remarks.push(`${detailsLeftOut} optional values were left out: the front matter has no room`);
  }
  return { kind: 'built', from: 'sources', text, papers: papers.length, listed, remarks };
}

/**
 * Papers of earlier days that were in no digest, although by now they have more upvotes than some
 * that were. Days whose list can't be read now are left out.
 *
 * @param isKnown whether a digest has the paper or has named it before
 * @returns most upvotes first; a few more than are named, since some may have been withdrawn
 */
async function findRising(
  days: readonly Day[],
  source: CandidateSource,
  { directory, selection }: BuildDependencies,
  { signal, isKnown }: { signal: AbortSignal; isKnown: (arxivId: string) => boolean },
): Promise<Candidate[]> {
  const rising = new Map<string, Candidate>();
  for (const day of days) {
    const file = await findDigestFile(directory, day);
    const text = file === undefined ? undefined : await readDigestText(directory, file);
    // What others chose has rules of its own.
    if (file === undefined || text === undefined || !originOf(text).isOurs) continue;
    const listing = await rejectOnAbort(source.candidates(day, signal), signal);
    if (listing.status !== 'ok') continue;
    const now = new Map(listing.value.map(({ arxivId, upvotes }) => [arxivId, upvotes]));
    const printed = (parseDigest(text, file).digest?.papers ?? [])
      .map(({ arxivId, metrics }) => now.get(arxivId) ?? metrics['upvotes'] ?? 0)
      .sort((a, b) => b - a);
    const toBeat = printed[selection.top - 1] ?? selection.minUpvotes - 1;
    for (const candidate of listing.value) {
      const { arxivId, upvotes } = candidate;
      if (upvotes > toBeat && !isKnown(arxivId)) rising.set(arxivId, candidate);
    }
  }
  return [...rising.values()].sort((a, b) => b.upvotes - a.upvotes).slice(0, 2 * MAX_RISEN);
}
