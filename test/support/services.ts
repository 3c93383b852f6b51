import type { Day } from '../../src/digest/types.ts';
import { type EntryGiven, errorFeed, feedOf } from '../sources/feed.ts';
import { itemOf } from '../sources/item.ts';
import { jsonOf, openServer, type Respond, status } from '../sources/server.ts';
import { storyAt } from '../sources/story.ts';

/** Hugging Face, arXiv and Hacker News on this machine, with answers in the shape of the real ones. */
export interface Services {
  /** The settings with their addresses. */
  env: Record<string, string>;
  /** Sets what Hugging Face lists for a day: ids and upvotes. Other days are empty. */
  lists(day: Day, upvotes: Record<string, number>): void;
  /** By id, differences from a paper's invented record; null if arXiv doesn't know it. */
  papers: Map<string, Omit<EntryGiven, 'id'> | null>;
  /** The points of each paper's Hacker News story, by id. */
  points: Map<string, number>;
  /** Other answers for a service (`arxiv`) or a single request (`huggingface 2026-06-12`). */
  instead: Map<string, Respond>;
  /** `huggingface 2026-06-12`, `arxiv 3`, `hackernews arxiv.org`, in order. */
  asked: string[];
  /** The `User-Agent`s of all requests, each once. */
  agents: () => string[];
}

/** Opens all three, until the current test ends. */
export async function openServices(): Promise<Services> {
  const listed = new Map<Day, Record<string, number>>();
  const asked: string[] = [];
  const papers: Services['papers'] = new Map();
  const points: Services['points'] = new Map();
  const instead: Services['instead'] = new Map();

  const titleOf = (id: string): string => papers.get(id)?.title ?? `About ${id}`;

  function huggingFace(day: Day): Respond {
    const submittedOnDailyAt = `${day}T00:00:00.000Z`;
    const items = Object.entries(listed.get(day) ?? {}).map(([id, upvotes], n) =>
      itemOf(n, { id, title: titleOf(id), upvotes, submittedOnDailyAt }),
    );
    return jsonOf(items);
  }

  function arxiv(ids: readonly string[]): Respond | string {
    const wrong = ids.find((id) => !/^\d{4}\.\d{5}$/.test(id));
    if (wrong !== undefined) return status(400, {}, errorFeed(wrong));
    const known = ids.filter((id) => papers.get(id) !== null);
    return feedOf(...known.map((id) => ({ title: titleOf(id), ...papers.get(id), id: `${id}v1` })));
  }

  function hackerNews(site: string, since: number): Respond {
    const hits = [...points].map(([id, count]) =>
      storyAt({ url: `https://arxiv.org/abs/${id}`, points: count, createdAt: since + 60 }),
    );
    return jsonOf({ hits: site === 'arxiv.org' ? hits : [] });
  }

  const { origin, seen } = await openServer((url) => {
    const { pathname, searchParams } = url;
    const given = (name: string): string => searchParams.get(name) ?? '';
    const answer = (
      who: 'huggingface' | 'arxiv' | 'hackernews',
      what: string,
      known: () => Respond | string,
    ) => {
      const question = `${who} ${what}`;
      asked.push(question);
      return instead.get(question) ?? instead.get(who) ?? known();
    };
    switch (pathname) {
      case '/hf/daily_papers': {
        const day = given('date');
        return answer('huggingface', day, () => huggingFace(day));
      }
      case '/arxiv/query': {
        const ids = given('id_list').split(',');
        return answer('arxiv', String(ids.length), () => arxiv(ids));
      }
      case '/hn/search_by_date': {
        const since = Number(/created_at_i>=(\d+)/.exec(given('numericFilters'))?.[1]);
        const site = given('query');
        return answer('hackernews', site, () => hackerNews(site, since));
      }
      default:
        // No service has this path, so it's recorded as a request that no test expects.
        asked.push(`strange ${pathname}`);
        return status(599);
    }
  });
  return {
    env: {
      SOURCES: 'huggingface,arxiv,hackernews',
      HUGGINGFACE_API: `${origin}/hf`,
      ARXIV_API: `${origin}/arxiv`,
      HACKERNEWS_API: `${origin}/hn`,
    },
    lists: (day, upvotes) => void listed.set(day, upvotes),
    papers,
    points,
    instead,
    asked,
    agents: () => [...new Set(seen.map(({ headers }) => headers['user-agent'] ?? ''))],
  };
}
