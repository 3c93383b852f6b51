import { describe, expect, it } from 'vitest';
import { createHackerNews } from '../../src/sources/hackernews.ts';
import { isRecorded, recorded } from './recorded.ts';
import { jsonOf, openService, type Respond, status } from './server.ts';
import { storyAt } from './story.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

const SINCE = new Date('2026-06-05T00:00:00Z');
const SINCE_S = SINCE.getTime() / 1000;

interface StoryGiven {
  url?: string | null;
  points?: unknown;
  /** Seconds after `SINCE`. */
  after?: number;
}

const storyOf = ({ after = 60, ...given }: StoryGiven) =>
  storyAt({ ...given, createdAt: SINCE_S + after });

const hits = (...stories: unknown[]): Respond => jsonOf({ hits: stories, nbHits: stories.length });
const none = hits();

/** A fake Hacker News with scripted answers; the first one is about arXiv. */
async function openNews(...answers: (Respond | string)[]) {
  const service = await openService(...answers);
  const clock = createFakeClock();
  const news = createHackerNews({
    api: `${service.origin}/api/v1`,
    dependencies: clock.dependencies,
  });
  const ask = (...ids: string[]) => news.count(ids, SINCE, neverAborted());
  /** Like `ask`, but fails the test unless the answer is ok. */
  const get = async (...ids: string[]) => {
    const answer = await ask(...ids);
    if (answer.status !== 'ok') throw new Error(JSON.stringify(answer));
    return answer;
  };
  return { service, clock, news, ask, get };
}

describe('Hacker News points', () => {
  it('are requested by link target, since a given time', async () => {
    const { service, news, get } = await openNews(none, none, none);
    await get('2606.00001');
    expect(news.counts).toBe('points');
    expect(service.seen.map(({ url }) => url.pathname)).toEqual(
      Array.from({ length: 3 }, () => '/api/v1/search_by_date'),
    );
    const [arxiv, ...others] = service.seen.map(({ url }) => Object.fromEntries(url.searchParams));
    expect(arxiv).toEqual({
      tags: 'story',
      query: 'arxiv.org',
      restrictSearchableAttributes: 'url',
      numericFilters: `created_at_i>=${SINCE_S}`,
      hitsPerPage: '1000',
      attributesToHighlight: 'none',
    });
    expect(others.map((query) => query['query'])).toEqual([
      'huggingface.co/papers',
      'alphaxiv.org',
    ]);
  });

  it.each([
    'https://arxiv.org/abs/2606.00001',
    'http://www.arxiv.org/abs/2606.00001v3',
    'https://arxiv.org/pdf/2606.00001',
    'https://arxiv.org/pdf/2606.00001v2.pdf',
    'https://arxiv.org/html/2606.00001v1#S2.SS1',
    'https://export.arxiv.org/abs/2606.00001?context=cs.CV',
    'https://arxiv.org/abs/2606.00001/',
    'https://huggingface.co/papers/2606.00001',
    'https://www.alphaxiv.org/overview/2606.00001',
    'https://doi.org/10.48550/arXiv.2606.00001',
  ])('count for a story about %s', async (url) => {
    const { get } = await openNews(hits(storyOf({ url })), none, none);
    expect((await get('2606.00001')).value).toEqual(new Map([['2606.00001', 10]]));
  });

  it.each([
    'https://example.com/?see=https://arxiv.org/abs/2606.00001',
    'https://notarxiv.org/abs/2606.00001',
    'https://arxiv.org.evil.example/abs/2606.00001',
    'https://arxiv.org/abs/2606.00001@evil.example/',
    'https://arxiv.org/abs/2606.000012',
    'https://arxiv.org/abs/2606.00001/more',
    'https://arxiv.org/list/cs.CV/2606',
    'ftp://arxiv.org/abs/2606.00001',
    'arxiv.org/abs/2606.00001',
    `https://arxiv.org/abs/${'2606.00001'.repeat(10_000)}`,
    '',
    null,
  ])("don't count for a story about %s", async (url) => {
    const { get } = await openNews(hits(storyOf({ url })), none, none);
    expect((await get('2606.00001')).value.size).toBe(0);
  });

  it.each([
    ['https://arxiv.org/abs/hep-th/9901001v2', 'hep-th/9901001'],
    ['https://arxiv.org/abs/hep-th%2F9901001', 'hep-th/9901001'],
    ['https://arxiv.org/ABS/Hep-Th/9901001', 'hep-th/9901001'],
    ['https://arxiv.org/abs/math.GT/0309136', 'math/0309136'],
    ['https://arxiv.org/pdf/math/0309136.pdf', 'math.GT/0309136'],
  ])('count, for a story about %s, for %s', async (url, id) => {
    const { get } = await openNews(hits(storyOf({ url })), none, none);
    expect((await get(id)).value).toEqual(new Map([[id, 10]]));
  });

  it('are those of the story with the most, wherever it links', async () => {
    const { get } = await openNews(
      hits(storyOf({ points: 3 }), storyOf({ points: 87 }), storyOf({ points: 40 })),
      hits(storyOf({ url: 'https://huggingface.co/papers/2606.00001', points: 60 })),
      none,
    );
    expect((await get('2606.00001')).value.get('2606.00001')).toBe(87);
  });

  it('may be zero, but are absent for a paper without a story', async () => {
    const { get } = await openNews(hits(storyOf({ points: 0 })), none, none);
    expect((await get('2606.00001', '2606.00002')).value).toEqual(new Map([['2606.00001', 0]]));
  });

  it("don't count for stories before the time", async () => {
    const { get } = await openNews(
      hits(storyOf({ after: -1, points: 99 }), storyOf({ after: 0, points: 1 })),
      none,
      none,
    );
    expect((await get('2606.00001')).value.get('2606.00001')).toBe(1);
  });

  it("don't count for stories within the second before the time", async () => {
    const { news } = await openNews(hits(storyOf({ after: 0 })), none, none);
    const since = new Date(SINCE.getTime() + 1);
    const answer = await news.count(['2606.00001'], since, neverAborted());
    expect(answer).toMatchObject({ status: 'ok', value: new Map() });
  });

  it('need no request for no papers', async () => {
    const { service, get } = await openNews();
    expect((await get()).value.size).toBe(0);
    expect(service.seen).toEqual([]);
  });
});

describe('a malformed story', () => {
  it.each<[string, unknown]>([
    ['is null', null],
    ['has no points', { ...storyOf({}), points: undefined }],
    ['has negative points', storyOf({ points: -1 })],
    ['has half a point', storyOf({ points: 0.5 })],
    ['has points as text', storyOf({ points: '99' })],
    ['has no time', { ...storyOf({}), created_at_i: undefined }],
    ['has a number as its URL', { ...storyOf({}), url: 7 }],
  ])('is left out and reported: it %s', async (_what, story) => {
    const good = Array.from({ length: 3 }, () => storyOf({ points: 5 }));
    const { get } = await openNews(hits(...good, story), none, none);
    expect(await get('2606.00001')).toMatchObject({
      value: new Map([['2606.00001', 5]]),
      remarks: ['1 of 4 items were malformed and left out'],
    });
  });

  it('fails the answer only above three in ten', async () => {
    const good = Array.from({ length: 7 }, () => storyOf({}));
    const { ask } = await openNews(hits(...good, 1, 2, 3), none, none, hits(...good, 1, 2, 3, 4));
    expect(await ask('2606.00001')).toMatchObject({ status: 'ok' });
    expect(await ask('2606.00001')).toEqual({
      status: 'failed',
      kind: 'parse',
      message: 'Hacker News: 4 of 11 stories were malformed',
    });
  });
});

describe('more stories than one answer holds', () => {
  /** A full page of stories, the last one from this second after `SINCE`. */
  const full = (oldest: number, url?: string): Respond =>
    hits(
      ...Array.from({ length: 1000 }, (_, n) =>
        storyOf({ after: oldest + 999 - n, url: url ?? '' }),
      ),
    );

  it('are requested with earlier and earlier times', async () => {
    const { service, get } = await openNews(
      full(7000),
      full(6000),
      hits(storyOf({ after: 5000, points: 42 })),
      none,
      none,
    );
    expect((await get('2606.00001')).value.get('2606.00001')).toBe(42);
    const times = service.seen.map(({ url }) => url.searchParams.get('numericFilters'));
    expect(times.slice(0, 3)).toEqual([
      `created_at_i>=${SINCE_S}`,
      `created_at_i>=${SINCE_S},created_at_i<=${SINCE_S + 7000}`,
      `created_at_i>=${SINCE_S},created_at_i<=${SINCE_S + 6000}`,
    ]);
  });

  it('are ignored beyond the ones requested', async () => {
    const story = { objectID: '1', url: '', points: 1, created_at_i: SINCE_S };
    const endless = hits(...Array.from({ length: 60_000 }, () => story));
    const { get } = await openNews(...Array.from({ length: 5 }, () => endless), none, none);
    const { remarks } = await get('2606.00001');
    expect(remarks).toEqual([
      'only the newest 5000 stories that link to arxiv.org were considered',
    ]);
  });

  it("don't stall it within one second, and what is skipped is reported", async () => {
    const second = hits(...Array.from({ length: 1000 }, () => storyOf({ after: 9 })));
    const { service, get } = await openNews(...Array.from({ length: 5 }, () => second), none, none);
    const { remarks } = await get('2606.00001');
    expect(remarks).toEqual([
      'only the newest 5000 stories that link to arxiv.org were considered',
    ]);
    const untils = service.seen
      .map(({ url }) => /<=(\d+)/.exec(url.searchParams.get('numericFilters') ?? '')?.[1])
      .map((until) => (until === undefined ? undefined : Number(until) - SINCE_S));
    expect(untils).toEqual([undefined, 9, 8, 7, 6, undefined, undefined]);
  });
});

describe('an answer from Hacker News', () => {
  it.each([
    ['HTML', '<html></html>'],
    ['a list', '[]'],
    ['no hits', '{"message":"@everyone"}'],
    ['nothing', ''],
  ])("isn't a list of stories: %s", async (_what, body) => {
    const { ask } = await openNews(body);
    expect(await ask('2606.00001')).toEqual({
      status: 'failed',
      kind: 'parse',
      message: "Hacker News didn't send a list of stories",
    });
  });

  it.each([
    ['the first', [status(429)]],
    ['the second', [none, status(429)]],
    ['the third', [none, none, status(429)]],
  ])('fails on a 429 for %s question, since a count would be too low', async (_what, answers) => {
    const { ask } = await openNews(...answers);
    expect(await ask('2606.00001')).toMatchObject({ status: 'failed', kind: 'rate-limited' });
  });
});

describe('a caller that gives up waiting for Hacker News', () => {
  it('gets its own reason', async () => {
    const stop = new AbortController();
    const { news } = await openNews(() => stop.abort(new Error('shutting down')));
    await expect(news.count(['2606.00001'], SINCE, stop.signal)).rejects.toThrow('shutting down');
  });
});

describe.skipIf(!isRecorded)('recorded answers of Hacker News', () => {
  it('are read whole', async () => {
    const text = recorded('hn/algolia_search_real_trimmed.json');
    const { get } = await openNews(text, text, text);
    expect(await get('2606.00001')).toMatchObject({ value: new Map(), remarks: [] });
  });
});
