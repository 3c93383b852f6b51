import type { Day } from '../digest/types.ts';
import { failed, createHttp } from './http.ts';
import { type Listed, readItem } from './huggingface-item.ts';
import type { Net } from './dependencies.ts';
import { sift } from './validate-items.ts';
import { json } from './text.ts';
import type { Candidate, CandidateSource, SourceAnswer, SourceFailure } from './types.ts';
import { isFuture, reasonForNothing } from './utc-day.ts';

/** The most that one request gives. */
const LIMIT = 100;
const MAX_PAGES = 5;
/** How many papers are looked at. */
const MAX_ITEMS = LIMIT * MAX_PAGES;
/** How many days' papers are remembered: Friday's are still there on Monday. */
const REMEMBERED = 3;

/**
 * Hugging Face's Daily Papers: those that were listed for a day in UTC, with their upvotes so far.
 *
 * What it answered for the days before is remembered, so that the same papers under another day are
 * noticed without a second request.
 *
 * @param api `https://huggingface.co/api`
 * @see https://huggingface.co/papers
 */
export function createHuggingFace({ api, net }: { api: string; net: Net }): CandidateSource {
  const name = 'Hugging Face';
  const http = createHttp({ name, net });
  const idsOf = new Map<Day, ReadonlySet<string>>();

  /** The items of all pages, as they came. Whoever knows no limit may give more at once. */
  async function list(day: Day, signal: AbortSignal): Promise<unknown[] | SourceFailure> {
    const items: unknown[] = [];
    let last: Buffer | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const url = new URL(`${api}/daily_papers`);
      url.searchParams.set('date', day);
      url.searchParams.set('limit', String(LIMIT));
      if (page > 0) url.searchParams.set('p', String(page));
      const reply = await http.get(url, { accept: 'application/json', signal });
      if (reply.status === 'failed') return reply;
      const got = json(reply.body);
      if (!Array.isArray(got)) return failed('parse', `${name} didn't send a list of papers`);
      // Whoever does not know pages would give the first one again and again.
      if (last?.equals(reply.body) === true) break;
      last = reply.body;
      items.push(...(got as unknown[]).slice(0, MAX_ITEMS - items.length));
      if (got.length !== LIMIT) break;
    }
    return items;
  }

  async function candidates(day: Day, signal: AbortSignal): Promise<SourceAnswer<Candidate[]>> {
    if (isFuture(day, net.now())) return nothing(day);
    const items = await list(day, signal);
    if ('status' in items) return items;
    if (items.length === 0) return nothing(day);

    const { read, malformed, isUnbelievable, remarks } = sift(items, readItem);
    if (isUnbelievable) {
      return failed('parse', `${name}: ${malformed} of ${items.length} papers were malformed`);
    }
    const ofDay = read.filter(({ listedOn }) => listedOn === undefined || listedOn === day);
    if (ofDay.length === 0) {
      return failed('stale', `${name} sent other days' papers when asked for ${day}`);
    }
    if (items.length === MAX_ITEMS) {
      remarks.push(`only the first ${items.length} papers were considered`);
    }
    if (ofDay.length < read.length) {
      remarks.push(`${read.length - ofDay.length} papers from other days were left out`);
    }
    const found = mostUpvotes(ofDay);
    const twin = sameBefore(day, new Set(found.map(({ arxivId }) => arxivId)));
    if (twin !== undefined) {
      return failed('stale', `${name} sent the papers for ${twin} when asked for ${day}`);
    }
    return { status: 'ok', value: found, observedAt: new Date(net.now()), remarks };
  }

  /** An earlier day that had these papers and no others; otherwise they are remembered. */
  function sameBefore(day: Day, ids: ReadonlySet<string>): Day | undefined {
    for (const [earlier, others] of idsOf) {
      if (earlier < day && ids.size === others.size && ids.isSubsetOf(others)) return earlier;
    }
    idsOf.delete(day);
    idsOf.set(day, ids);
    const [oldest] = idsOf.keys();
    if (idsOf.size > REMEMBERED && oldest !== undefined) idsOf.delete(oldest);
    return undefined;
  }

  const nothing = (day: Day): SourceAnswer<Candidate[]> => ({
    status: 'empty',
    reason: reasonForNothing(day, net.now()),
    observedAt: new Date(net.now()),
  });

  return { id: 'huggingface', candidates };
}

/** Each paper once: pages may overlap when votes move papers while they are read. */
function mostUpvotes(listed: readonly Listed[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const { candidate } of listed) {
    const known = byId.get(candidate.arxivId);
    if (!known || candidate.upvotes > known.upvotes) byId.set(candidate.arxivId, candidate);
  }
  return [...byId.values()];
}
