import { comparableId, parseArxivId } from '../digest/arxiv-id.ts';
import { readError, readRecord } from './arxiv-record.ts';
import { readAtom } from './atom.ts';
import { createThrottle, type Turns } from './throttle.ts';
import { failed, createHttp } from './http.ts';
import type { Net } from './dependencies.ts';
import { rememberForToday } from './daily-cache.ts';
import { sift } from './validate-items.ts';
import { utf8 } from './text.ts';
import type { PaperRecord, RecordSource, SourceAnswer, SourceFailure } from './types.ts';

/** At most one request in three seconds, over one connection, for all of Paperboy together. */
const GAP_MS = 3000;
/** Papers in one request. */
const LOT = 100;
/** How often a lot is asked for again without an id that arXiv did not take. */
const MAX_REFUSED = 5;
const MAX_REMEMBERED = 2000;

/** A record and when arXiv gave it, Unix milliseconds. */
interface Kept {
  record: PaperRecord;
  at: number;
}

/**
 * arXiv's records of papers, from its API. A process must make only one of these, since it is what
 * keeps to arXiv's terms: one request in three seconds, and nothing asked for twice a day.
 *
 * Thank you to arXiv for use of its open access interoperability.
 *
 * @param api `https://export.arxiv.org/api`
 * @param turns those of other processes that ask arXiv
 * @see https://info.arxiv.org/help/api/tou.html
 */
export function createArxiv({
  api,
  net,
  turns,
}: {
  api: string;
  net: Net;
  turns?: Turns | undefined;
}): RecordSource {
  const name = 'arXiv';
  const http = createHttp({ name, net, gapMs: GAP_MS, turns, isEmptyRefusal: true });
  const kept = rememberForToday<Kept>({ max: MAX_REMEMBERED, now: net.now });
  // Two callers who want the same papers: the second finds what the first was given.
  const oneAtATime = createThrottle({ ...net, gapMs: 0 });

  /** One request. */
  async function ask(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<{ records: PaperRecord[]; remarks: string[] } | { refused: string } | SourceFailure> {
    const url = new URL(`${api}/query`);
    url.search = new URLSearchParams({
      id_list: ids.join(','),
      // Ten are given otherwise.
      max_results: String(ids.length),
    }).toString();
    const accept = 'application/atom+xml';
    const reply = await http.get(url, { accept, understood: [200, 400], signal });
    if (reply.status === 'failed') return reply;
    const entries = readAtom(utf8(reply.body) ?? '');
    const error = entries && readError(entries);
    if (error !== undefined) {
      const refused = ids.find((id) => error === `incorrect_id_format_for_${id}`);
      return refused === undefined ? failed('parse', `${name} rejected the request`) : { refused };
    }
    if (reply.code !== 200) return failed('http', `${name} answered ${reply.code}`);
    if (!entries) return failed('parse', `${name} didn't send a feed`);
    const { read, malformed, isUnbelievable, remarks } = sift(entries, readRecord);
    return isUnbelievable
      ? failed('parse', `${name}: ${malformed} of ${entries.length} records were malformed`)
      : { records: read, remarks };
  }

  /** One lot, asked for again without what arXiv does not take for an id. */
  async function askForLot(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<{ records: PaperRecord[]; remarks: string[] } | SourceFailure> {
    const taken = new Set(ids);
    while (taken.size > 0 && ids.length - taken.size <= MAX_REFUSED) {
      const got = await ask([...taken], signal);
      if ('status' in got) return got;
      if ('refused' in got) taken.delete(got.refused);
      else return { ...got, remarks: [...refusals(ids, taken), ...got.remarks] };
    }
    if (taken.size > 0) return failed('parse', `${name} rejected one ID after another`);
    return { records: [], remarks: refusals(ids, taken) };
  }

  async function records(
    arxivIds: readonly string[],
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, PaperRecord>>> {
    const ids = new Set(arxivIds.filter((id) => parseArxivId(id) === id));
    const remarks = refusals(arxivIds, ids);
    const known = new Map<string, Kept>();
    for (const id of ids) {
      const one = kept.get(comparableId(id));
      if (one) known.set(id, one);
    }
    const missing = [...ids].filter((id) => !known.has(id));
    for (let at = 0; at < missing.length; at += LOT) {
      const lot = missing.slice(at, at + LOT);
      const got = await askForLot(lot, signal);
      if ('status' in got) return got;
      remarks.push(...got.remarks);
      const byId = new Map(got.records.map((record) => [comparableId(record.arxivId), record]));
      for (const id of lot) {
        const record = byId.get(comparableId(id));
        if (!record) continue;
        const one = { record: { ...record, arxivId: id }, at: net.now() };
        known.set(id, one);
        kept.set(comparableId(id), one);
      }
    }
    const value = new Map([...known].map(([id, { record }]) => [id, record]));
    const times = [...known.values()].map(({ at }) => at);
    const observedAt = new Date(times.length === 0 ? net.now() : Math.max(...times));
    return { status: 'ok', value, observedAt, remarks };
  }

  return {
    id: 'arxiv',
    records: (arxivIds, signal) => oneAtATime(() => records(arxivIds, signal), signal),
  };
}

/** A sentence about the ids that were not asked for. */
function refusals(all: readonly string[], taken: ReadonlySet<string>): string[] {
  const count = all.filter((id) => !taken.has(id)).length;
  return count === 0 ? [] : [`${count} of ${all.length} IDs aren't arXiv IDs`];
}
