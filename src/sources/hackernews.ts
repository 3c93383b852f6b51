import { z } from 'zod';
import { comparableId, LINK_TO_PAPER, parseArxivId } from '../digest/arxiv-id.ts';
import { failed, type SourceAnswer, type SourceFailure } from './answer.ts';
import { json } from './fetch-once.ts';
import { createHttpClient, type HttpClient, type HttpDependencies } from './http.ts';
import type { CountSource } from './types.ts';
import { validateItems } from './validate.ts';

/** The most that one request returns. */
const HITS = 1000;
/** Requests for each site. */
const MAX_PAGES = 5;
/** Sites that stories about papers link to. */
const SITES = ['arxiv.org', 'huggingface.co/papers', 'alphaxiv.org'];

const SearchResult = z.object({ hits: z.array(z.unknown()) });

const Story = z.object({
  objectID: z.string().max(40),
  /** Absent if the story is a text. */
  url: z.string().nullish(),
  points: z.int().min(0),
  created_at_i: z.int().min(0),
});

type Story = z.infer<typeof Story>;

/**
 * The points of Hacker News stories that link to a paper, from Algolia's search. If several stories
 * link to a paper, the one with the most points counts.
 *
 * @param api `https://hn.algolia.com/api/v1`
 * @see https://hn.algolia.com/api
 */
export function createHackerNews({
  api,
  dependencies,
}: {
  api: string;
  dependencies: HttpDependencies;
}): CountSource {
  const http = createHttpClient({ name: 'Hacker News', dependencies });

  async function count(
    arxivIds: readonly string[],
    since: Date,
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, number>>> {
    const wanted = new Map(arxivIds.map((id) => [comparableId(id), id]));
    const counts = new Map<string, number>();
    const remarks: string[] = [];
    const sinceS = Math.ceil(since.getTime() / 1000);
    for (const site of wanted.size === 0 ? [] : SITES) {
      const found = await findStories(http, api, { site, since: sinceS }, signal);
      if ('status' in found) return found;
      remarks.push(...found.remarks);
      for (const { url, points, created_at_i: at } of found.stories) {
        const id = wanted.get(linkedPaper(url ?? '') ?? '');
        if (id === undefined || at < sinceS) continue;
        counts.set(id, Math.max(points, counts.get(id) ?? 0));
      }
    }
    return { status: 'ok', value: counts, observedAt: new Date(dependencies.now()), remarks };
  }

  return { id: 'hackernews', counts: 'points', count };
}

/** Stories that link to a site. Times are Unix seconds, both included. */
interface Query {
  site: string;
  since: number;
  until?: number | undefined;
}

/** All stories for a query, requested page by page. */
async function findStories(
  http: HttpClient,
  api: string,
  { site, since }: Query,
  signal: AbortSignal,
): Promise<{ stories: Story[]; remarks: string[] } | SourceFailure> {
  const stories: Story[] = [];
  const remarks = new Set<string>();
  let until: number | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const hits = await fetchHits(http, api, { site, since, until }, signal);
    if ('status' in hits) return hits;
    const read = (hit: unknown): Story | undefined => Story.safeParse(hit).data;
    const { valid, malformed, hasTooManyMalformed, remarks: more } = validateItems(hits, read);
    if (hasTooManyMalformed) {
      return failed('parse', `Hacker News: ${malformed} of ${hits.length} stories were malformed`);
    }
    stories.push(...valid);
    for (const remark of more) remarks.add(remark);
    if (hits.length < HITS) return { stories, remarks: [...remarks] };
    // The oldest second may have more stories, so it's requested again, but only once.
    const oldest = Math.min(...valid.map((story) => story.created_at_i));
    until = Math.min(oldest, (until ?? Infinity) - 1);
  }
  remarks.add(`only the newest ${stories.length} stories that link to ${site} were considered`);
  return { stories, remarks: [...remarks] };
}

/** Sends one request. The newest stories come first. */
async function fetchHits(
  http: HttpClient,
  api: string,
  { site, since, until }: Query,
  signal: AbortSignal,
): Promise<unknown[] | SourceFailure> {
  const url = new URL(`${api}/search_by_date`);
  const times = [`created_at_i>=${since}`];
  if (until !== undefined) times.push(`created_at_i<=${until}`);
  url.search = new URLSearchParams({
    tags: 'story',
    query: site,
    restrictSearchableAttributes: 'url',
    numericFilters: times.join(','),
    hitsPerPage: String(HITS),
    attributesToHighlight: 'none',
  }).toString();
  const reply = await http.get(url, { accept: 'application/json', signal });
  if (reply.status === 'failed') return reply;
  const result = SearchResult.safeParse(json(reply.body));
  if (!result.success) return failed('parse', "Hacker News didn't send a list of stories");
  // A server that sends more than requested must not cost more time.
  return result.data.hits.slice(0, HITS);
}

const LINK = new RegExp(
  `^https?://${LINK_TO_PAPER}(?:arxiv\\.)?(.{9,40}?)(?:\\.pdf)?/?(?:[?#]|$)`,
  'i',
);

/** The paper that a URL links to, as returned by `comparableId`. */
function linkedPaper(url: string): string | undefined {
  const written = LINK.exec(url.slice(0, 500).replace(/%2F/gi, '/'))?.[1] ?? '';
  // In old ids the archive is lower case and the subject class upper: hep-th/9901001, math.GT/0309136.
  const id = parseArxivId(written) ?? parseArxivId(written.toLowerCase());
  return id === undefined ? undefined : comparableId(id);
}
