import { z } from 'zod';
import { parseArxivId } from '../digest/arxiv-id.ts';
import { isStars, validDetails } from '../digest/details.ts';
import type { Day } from '../digest/types.ts';
import {
  empty,
  failed,
  isFuture,
  type SourceAnswer,
  type SourceFailure,
  utcDay,
} from './answer.ts';
import { json } from './fetch-once.ts';
import { createHttpClient, type HttpClient, type HttpDependencies } from './http.ts';
import type { Candidate, CandidateSource } from './types.ts';
import { abstract, author, authors, title, validateItems } from './validate.ts';

/** The largest page that Hugging Face sends. */
const PAGE_SIZE = 100;
const MAX_PAGES = 5;
const MAX_ITEMS = PAGE_SIZE * MAX_PAGES;
/** How many days' papers are remembered: on Monday, Friday's are still among them. */
const REMEMBERED_DAYS = 3;

/** A list has about 700 KB. A single value of it may be huge, which costs only that value. */
const MAX_BYTES = 32 * 1024 * 1024;

/** A value that is checked later, so that a wrong one doesn't cost the paper. */
const optional = z.unknown().optional();

// The shape from 2024 to 2026; fields that came or went in that time aren't required.
const Item = z.object({
  /** A card drawn from the title. `mediaUrls` are uploads of any size, and seldom pictures. */
  thumbnail: optional,
  paper: z.object({
    id: z.string().refine((id) => parseArxivId(id) === id),
    title,
    summary: abstract.nullish(),
    authors: authors(z.object({ name: author })).nullish(),
    upvotes: z.int().min(0),
    submittedOnDailyAt: z.iso.datetime({ offset: true }).nullish(),
    githubRepo: optional,
    githubStars: optional,
    projectPage: optional,
    organization: z.object({ fullname: optional, name: optional }).optional().catch(undefined),
    ai_keywords: optional,
    ai_summary: optional,
    ai_summary_model: optional,
  }),
});

interface ListedPaper {
  candidate: Candidate;
  /** The day it is listed for, in UTC, if the item says so. */
  listedOn: Day | undefined;
}

/**
 * Hugging Face's Daily Papers: those listed for a day in UTC, with their current upvotes.
 *
 * It remembers what it returned for the days before, so that it notices without another request when
 * Hugging Face sends the same papers for another day.
 *
 * @param api `https://huggingface.co/api`
 * @see https://huggingface.co/papers
 */
export function createHuggingFace({
  api,
  dependencies,
}: {
  api: string;
  dependencies: HttpDependencies;
}): CandidateSource {
  const { now } = dependencies;
  const http = createHttpClient({ name: 'Hugging Face', dependencies, maxBytes: MAX_BYTES });
  const idsByDay = new Map<Day, ReadonlySet<string>>();

  async function candidates(day: Day, signal: AbortSignal): Promise<SourceAnswer<Candidate[]>> {
    if (isFuture(day, now())) return empty(day, now());
    const items = await fetchItems(http, api, day, signal);
    if ('status' in items) return items;
    if (items.length === 0) return empty(day, now());

    const { valid, malformed, hasTooManyMalformed, remarks } = validateItems(items, readItem);
    if (hasTooManyMalformed) {
      return failed('parse', `Hugging Face: ${malformed} of ${items.length} papers were malformed`);
    }
    const ofDay = valid.filter(({ listedOn }) => listedOn === undefined || listedOn === day);
    if (ofDay.length === 0) {
      return failed('stale', `Hugging Face sent other days' papers when asked for ${day}`);
    }
    if (items.length === MAX_ITEMS) {
      remarks.push(`only the first ${items.length} papers were considered`);
    }
    if (ofDay.length < valid.length) {
      remarks.push(`${valid.length - ofDay.length} papers from other days were left out`);
    }
    const value = withMostUpvotes(ofDay);
    const repeated = earlierDayWith(day, new Set(value.map(({ arxivId }) => arxivId)));
    if (repeated !== undefined) {
      return failed('stale', `Hugging Face sent the papers for ${repeated} when asked for ${day}`);
    }
    return { status: 'ok', value, observedAt: new Date(now()), remarks };
  }

  /** An earlier day that had exactly these papers; if there is none, the papers are remembered. */
  function earlierDayWith(day: Day, ids: ReadonlySet<string>): Day | undefined {
    for (const [earlier, others] of idsByDay) {
      if (earlier < day && ids.size === others.size && ids.isSubsetOf(others)) return earlier;
    }
    idsByDay.set(day, ids);
    // Digests also look back at earlier days, which mustn't drive out the newest.
    const [oldest] = [...idsByDay.keys()].sort();
    if (idsByDay.size > REMEMBERED_DAYS && oldest !== undefined) idsByDay.delete(oldest);
    return undefined;
  }

  return { id: 'huggingface', candidates };
}

/** The items of all pages. A server that ignores the limit may send more than a page at once. */
async function fetchItems(
  http: HttpClient,
  api: string,
  day: Day,
  signal: AbortSignal,
): Promise<unknown[] | SourceFailure> {
  const items: unknown[] = [];
  let last: Buffer | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const url = new URL(`${api}/daily_papers`);
    url.searchParams.set('date', day);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (page > 0) url.searchParams.set('p', String(page));
    const reply = await http.get(url, { accept: 'application/json', signal });
    if (reply.status === 'failed') return reply;
    const list = json(reply.body);
    if (!Array.isArray(list)) return failed('parse', "Hugging Face didn't send a list of papers");
    // A server that ignores page numbers sends the first page again and again.
    if (last?.equals(reply.body) === true) break;
    last = reply.body;
    items.push(...(list as unknown[]).slice(0, MAX_ITEMS - items.length));
    if (list.length !== PAGE_SIZE) break;
  }
  return items;
}

/** Reads an item of the list of daily papers; undefined if it's malformed. */
export function readItem(item: unknown): ListedPaper | undefined {
  const parsed = Item.safeParse(item);
  if (!parsed.success) return undefined;
  const { paper, thumbnail } = parsed.data;
  const { submittedOnDailyAt: listed, githubStars: stars, organization } = paper;
  return {
    candidate: {
      arxivId: paper.id,
      title: paper.title,
      authors: paper.authors?.map(({ name }) => name) ?? [],
      abstract: paper.summary ?? '',
      upvotes: paper.upvotes,
      ...(isStars(stars) && { stars: Math.abs(stars) }),
      ...validDetails({
        code: paper.githubRepo,
        project: paper.projectPage,
        picture: thumbnail,
        organization: organization?.fullname ?? organization?.name,
        keywords: paper.ai_keywords,
        summary: paper.ai_summary,
        summaryBy: paper.ai_summary_model,
      }),
    },
    listedOn: typeof listed === 'string' ? utcDay(Date.parse(listed)) : undefined,
  };
}

/** Each paper once: pages overlap when votes move papers between two requests. */
function withMostUpvotes(listed: readonly ListedPaper[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const { candidate } of listed) {
    const known = byId.get(candidate.arxivId);
    if (!known || candidate.upvotes > known.upvotes) byId.set(candidate.arxivId, candidate);
  }
  return [...byId.values()];
}
