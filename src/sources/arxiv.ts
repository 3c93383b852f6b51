import { comparableId, parseArxivId } from '../digest/arxiv-id.ts';
import type { Day } from '../digest/types.ts';
import { failed, type SourceAnswer, type SourceFailure, utcDay } from './answer.ts';
import { readAtom, readError, readRecord } from './arxiv-feed.ts';
import { utf8 } from './fetch-once.ts';
import { createHttpClient, type HttpClient, type HttpDependencies } from './http.ts';
import { createThrottle, type Turns } from './throttle.ts';
import type { PaperRecord, RecordSource } from './types.ts';
import { validateItems } from './validate.ts';

/** arXiv allows one request every three seconds over one connection, for all of Paperboy. */
const GAP_MS = 3000;
/** Papers in one request. */
const BATCH = 100;
/** How often a batch is requested again without an id that arXiv rejected. */
const MAX_REJECTED = 5;
const MAX_CACHED = 2000;

interface CachedRecord {
  record: PaperRecord;
  /** When arXiv sent it, in Unix milliseconds. */
  at: number;
}

interface Records {
  records: PaperRecord[];
  remarks: string[];
}

/**
 * arXiv's records of papers, from its API. Create only one per process: it keeps to arXiv's terms,
 * which allow one request every three seconds, and asks for nothing twice a day.
 *
 * Thank you to arXiv for use of its open access interoperability.
 *
 * @param api `https://export.arxiv.org/api`
 * @param turns shared with other processes that ask arXiv
 * @see https://info.arxiv.org/help/api/tou.html
 */
export function createArxiv({
  api,
  dependencies,
  turns,
}: {
  api: string;
  dependencies: HttpDependencies;
  turns?: Turns | undefined;
}): RecordSource {
  const { now } = dependencies;
  const http = createHttpClient({
    name: 'arXiv',
    dependencies,
    gapMs: GAP_MS,
    turns,
    emptyMeansRateLimited: true,
  });
  const cache = createDailyCache<CachedRecord>({ max: MAX_CACHED, now });
  // When two callers want the same papers, the second one finds them in the cache.
  const oneAtATime = createThrottle({ ...dependencies, gapMs: 0 });

  async function records(
    arxivIds: readonly string[],
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, PaperRecord>>> {
    const ids = new Set(arxivIds.filter((id) => parseArxivId(id) === id));
    const remarks = rejectedRemark(arxivIds, ids);
    const known = new Map<string, CachedRecord>();
    for (const id of ids) {
      const cached = cache.get(comparableId(id));
      if (cached) known.set(id, cached);
    }
    const missing = [...ids].filter((id) => !known.has(id));
    for (let at = 0; at < missing.length; at += BATCH) {
      const batch = missing.slice(at, at + BATCH);
      const fetched = await fetchBatch(http, api, batch, signal);
      if ('status' in fetched) return fetched;
      remarks.push(...fetched.remarks);
      const byId = new Map(fetched.records.map((one) => [comparableId(one.arxivId), one]));
      for (const id of batch) {
        const record = byId.get(comparableId(id));
        if (!record) continue;
        const cached = { record: { ...record, arxivId: id }, at: now() };
        known.set(id, cached);
        cache.set(comparableId(id), cached);
      }
    }
    const value = new Map([...known].map(([id, { record }]) => [id, record]));
    const times = [...known.values()].map(({ at }) => at);
    const observedAt = new Date(times.length === 0 ? now() : Math.max(...times));
    return { status: 'ok', value, observedAt, remarks };
  }

  return {
    id: 'arxiv',
    records: (arxivIds, signal) => oneAtATime(() => records(arxivIds, signal), signal),
  };
}

/** Requests a batch, and again without the ids that arXiv rejects. */
async function fetchBatch(
  http: HttpClient,
  api: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Records | SourceFailure> {
  const accepted = new Set(ids);
  while (accepted.size > 0 && ids.length - accepted.size <= MAX_REJECTED) {
    const fetched = await fetchRecords(http, api, [...accepted], signal);
    if ('status' in fetched) return fetched;
    if ('rejected' in fetched) accepted.delete(fetched.rejected);
    else return { ...fetched, remarks: [...rejectedRemark(ids, accepted), ...fetched.remarks] };
  }
  if (accepted.size > 0) return failed('parse', 'arXiv rejected one ID after another');
  return { records: [], remarks: rejectedRemark(ids, accepted) };
}

/** Sends one request. */
async function fetchRecords(
  http: HttpClient,
  api: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Records | { rejected: string } | SourceFailure> {
  const url = new URL(`${api}/query`);
  url.search = new URLSearchParams({
    id_list: ids.join(','),
    // The default is ten.
    max_results: String(ids.length),
  }).toString();
  const accept = 'application/atom+xml';
  const reply = await http.get(url, { accept, acceptedStatuses: [200, 400], signal });
  if (reply.status === 'failed') return reply;
  const entries = readAtom(utf8(reply.body) ?? '');
  const error = entries && readError(entries);
  if (error !== undefined) {
    const rejected = ids.find((id) => error === `incorrect_id_format_for_${id}`);
    return rejected === undefined ? failed('parse', 'arXiv rejected the request') : { rejected };
  }
  if (reply.code !== 200) return failed('http', `arXiv answered ${reply.code}`);
  if (!entries) return failed('parse', "arXiv didn't send a feed");
  const { valid, malformed, hasTooManyMalformed, remarks } = validateItems(entries, readRecord);
  return hasTooManyMalformed
    ? failed('parse', `arXiv: ${malformed} of ${entries.length} records were malformed`)
    : { records: valid, remarks };
}

function rejectedRemark(all: readonly string[], accepted: ReadonlySet<string>): string[] {
  const count = all.filter((id) => !accepted.has(id)).length;
  return count === 0 ? [] : [`${count} of ${all.length} IDs aren't arXiv IDs`];
}

interface DailyCache<T> {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
}

/**
 * A cache that is emptied when the day ends in UTC.
 *
 * @param max when there are more entries, the oldest are removed
 * @param now Unix milliseconds
 */
export function createDailyCache<T>({
  max,
  now,
}: {
  max: number;
  now: () => number;
}): DailyCache<T> {
  const values = new Map<string, T>();
  let day: Day | undefined;
  const today = (): Map<string, T> => {
    if (day !== utcDay(now())) values.clear();
    day = utcDay(now());
    return values;
  };
  return {
    get: (id) => today().get(id),
    set(id, value) {
      today().set(id, value);
      const [oldest] = values.keys();
      if (values.size > max && oldest !== undefined) values.delete(oldest);
    },
  };
}
