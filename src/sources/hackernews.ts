import { z } from 'zod';
import { comparableId, LINK_TO_PAPER, parseArxivId } from '../digest/arxiv-id.ts';
import { failed, createHttp } from './http.ts';
import type { Net } from './dependencies.ts';
import { sift } from './validate-items.ts';
import { json } from './text.ts';
import type { CountSource, SourceAnswer, SourceFailure } from './types.ts';

/** The most that one request gives. */
const HITS = 1000;
/** Of requests for each site. */
const MAX_PAGES = 5;
/** Where stories about papers link to. */
const SITES = ['arxiv.org', 'huggingface.co/papers', 'alphaxiv.org'];

const List = z.object({ hits: z.array(z.unknown()) });

const Story = z.object({
  objectID: z.string().max(40),
  /** Absent where the story is a text. */
  url: z.string().nullish(),
  points: z.int().min(0),
  created_at_i: z.int().min(0),
});

type Story = z.infer<typeof Story>;

/**
 * Hacker News: the points of stories that link to a paper, asked of Algolia's search. Of several
 * stories about one paper the one with the most points counts.
 *
 * @param api `https://hn.algolia.com/api/v1`
 * @see https://hn.algolia.com/api
 */
export function createHackerNews({ api, net }: { api: string; net: Net }): CountSource {
  const name = 'Hacker News';
  const http = createHttp({ name, net });

  /** One request: stories by their time, the newest first. */
  async function search(
    site: string,
    since: number,
    until: number | undefined,
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
    const list = List.safeParse(json(reply.body));
    if (!list.success) return failed('parse', `${name} didn't send a list of stories`);
    // Whoever gives more than was asked for must not take more time for it.
    return list.data.hits.slice(0, HITS);
  }

  /** All stories that link to a site. */
  async function stories(
    site: string,
    since: number,
    signal: AbortSignal,
  ): Promise<{ found: Story[]; remarks: string[] } | SourceFailure> {
    const found: Story[] = [];
    const remarks = new Set<string>();
    let until: number | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const hits = await search(site, since, until, signal);
      if ('status' in hits) return hits;
      const { read, malformed, isUnbelievable, ...sifted } = sift(hits, readStory);
      if (isUnbelievable) {
        return failed('parse', `${name}: ${malformed} of ${hits.length} stories were malformed`);
      }
      found.push(...read);
      for (const remark of sifted.remarks) remarks.add(remark);
      if (hits.length < HITS) return { found, remarks: [...remarks] };
      // Several may be of the same second, so that second is asked for again, but once only.
      const oldest = Math.min(...read.map((story) => story.created_at_i));
      until = Math.min(oldest, (until ?? Infinity) - 1);
    }
    remarks.add(`only the newest ${found.length} stories that link to ${site} were considered`);
    return { found, remarks: [...remarks] };
  }

  async function count(
    arxivIds: readonly string[],
    since: Date,
    signal: AbortSignal,
  ): Promise<SourceAnswer<ReadonlyMap<string, number>>> {
    const asked = new Map(arxivIds.map((id) => [comparableId(id), id]));
    const counts = new Map<string, number>();
    const remarks: string[] = [];
    const from = Math.ceil(since.getTime() / 1000);
    for (const site of asked.size === 0 ? [] : SITES) {
      const got = await stories(site, from, signal);
      if ('status' in got) return got;
      remarks.push(...got.remarks);
      for (const { url, points, created_at_i: at } of got.found) {
        const id = asked.get(linkedPaper(url ?? '') ?? '');
        if (id === undefined || at < from) continue;
        counts.set(id, Math.max(points, counts.get(id) ?? 0));
      }
    }
    return { status: 'ok', value: counts, observedAt: new Date(net.now()), remarks };
  }

  return { id: 'hackernews', counts: 'points', count };
}

function readStory(hit: unknown): Story | undefined {
  return Story.safeParse(hit).data;
}

const LINK = new RegExp(
  `^https?://${LINK_TO_PAPER}(?:arxiv\\.)?(.{9,40}?)(?:\\.pdf)?/?(?:[?#]|$)`,
  'i',
);

/** The paper that a story's address leads to, in the form in which two ids of one are equal. */
function linkedPaper(url: string): string | undefined {
  const written = LINK.exec(url.slice(0, 500).replace(/%2F/gi, '/'))?.[1] ?? '';
  // An old id's archive is lower case, its subject class upper: hep-th/9901001, math.GT/0309136.
  const id = parseArxivId(written) ?? parseArxivId(written.toLowerCase());
  return id === undefined ? undefined : comparableId(id);
}
