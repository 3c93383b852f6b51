import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { feedOf } from '../../test/sources/feed.ts';
import { itemOf } from '../../test/sources/item.ts';
import { storyAt } from '../../test/sources/story.ts';

/** Hugging Face, arXiv and Hacker News on this machine, in the shapes of the real ones. */
export interface FakeSources {
  /** The bot's settings that lead to them. */
  env: Record<string, string>;
  close: () => void;
}

/**
 * @param day the only day for which Hugging Face lists papers
 * @param upvotes the upvotes of its papers by arXiv id; arXiv knows all of them, Hacker News the
 * first
 */
export const openFakeSources = async (
  day: string,
  upvotes: Readonly<Record<string, number>>,
): Promise<FakeSources> => {
  const items = Object.entries(upvotes).map(([id, count], n) =>
    itemOf(n, { id, upvotes: count, submittedOnDailyAt: `${day}T00:00:00.000Z` }),
  );
  const [first = ''] = Object.keys(upvotes);
  const answerTo = ({ pathname, searchParams }: URL): string | undefined => {
    const asked = (name: string): string => searchParams.get(name) ?? '';
    switch (pathname) {
      case '/hf/daily_papers':
        return JSON.stringify(asked('date') === day ? items : []);
      case '/arxiv/query':
        return feedOf(
          ...asked('id_list')
            .split(',')
            .map((id) => ({ id: `${id}v1` })),
        );
      case '/hn/search_by_date': {
        const createdAt = Date.parse(`${day}T12:00:00Z`) / 1000;
        const story = storyAt({ url: `https://arxiv.org/abs/${first}`, points: 42, createdAt });
        return JSON.stringify({ hits: asked('query') === 'arxiv.org' ? [story] : [] });
      }
      default:
        return undefined;
    }
  };
  const server = createServer((request, response) => {
    const answer = answerTo(new URL(request.url ?? '/', 'http://sources'));
    const type = answer?.startsWith('<') === true ? 'application/atom+xml' : 'application/json';
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': type });
    response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      SOURCES: 'huggingface,arxiv,hackernews',
      HUGGINGFACE_API: `${origin}/hf`,
      ARXIV_API: `${origin}/arxiv`,
      HACKERNEWS_API: `${origin}/hn`,
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
