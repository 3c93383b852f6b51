import { describe, expect, it } from 'vitest';
import { createHuggingFace } from '../../src/sources/huggingface.ts';
import { itemOf } from './item.ts';
import { isRecorded, recorded } from './recorded.ts';
import { jsonOf, openService, reset, type Respond, status } from './server.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

const DAY = '2026-06-12';

/** A fake Hugging Face with scripted answers, on the morning after `DAY`. */
async function openHub(...answers: (Respond | string)[]) {
  const service = await openService(...answers);
  const clock = createFakeClock();
  const hub = createHuggingFace({ api: `${service.origin}/api`, dependencies: clock.dependencies });
  const ask = (day = DAY) => hub.candidates(day, neverAborted());
  /** Like `ask`, but fails the test unless the answer is ok. */
  const get = async (day = DAY) => {
    const answer = await ask(day);
    if (answer.status !== 'ok') throw new Error(JSON.stringify(answer));
    return answer;
  };
  return { service, clock, hub, ask, get };
}

const items = (count: number, from = 0): unknown[] =>
  Array.from({ length: count }, (_, n) => itemOf(from + n));

describe("a day's papers from Hugging Face", () => {
  it('are requested by day, a hundred at a time', async () => {
    const { service, get } = await openHub(jsonOf(items(1)));
    await get();
    expect(service.seen.map(({ url }) => url.pathname + url.search)).toEqual([
      '/api/daily_papers?date=2026-06-12&limit=100',
    ]);
  });

  it('become candidates with their current upvotes', async () => {
    const { clock, get } = await openHub(
      jsonOf([
        itemOf(1, { upvotes: 118, title: 'Zetta\n ζ' }),
        itemOf(2, { upvotes: 0, authors: [{ name: 'Zoë  Muster' }, { name: 'Bob' }] }),
      ]),
    );
    expect(await get()).toEqual({
      status: 'ok',
      value: [
        {
          arxivId: '2606.10001',
          title: 'Zetta ζ',
          authors: ['Ada Muster'],
          abstract: 'We ask, and answer.',
          upvotes: 118,
          keywords: ['asking'],
        },
        {
          arxivId: '2606.10002',
          title: 'Paper 2',
          authors: ['Zoë Muster', 'Bob'],
          abstract: 'We ask, and answer.',
          upvotes: 0,
          keywords: ['asking'],
        },
      ],
      observedAt: new Date(clock.now),
      remarks: [],
    });
  });

  it("are read in the format of 2024, which didn't include the day", async () => {
    const { paper } = itemOf(1) as { paper: Record<string, unknown> };
    delete paper['submittedOnDailyAt'];
    delete paper['ai_keywords'];
    const { get } = await openHub(jsonOf([{ paper, publishedAt: '2024-05-28T13:59:59.000Z' }]));
    expect((await get()).value).toHaveLength(1);
  });

  it('may lack authors and abstract, which arXiv has as well', async () => {
    const { get } = await openHub(
      jsonOf([itemOf(1, { authors: undefined, summary: undefined }), itemOf(2, { summary: null })]),
    );
    expect((await get()).value).toMatchObject([
      { authors: [], abstract: '' },
      { authors: ['Ada Muster'], abstract: '' },
    ]);
  });

  it('keep hostile text as data, without its control characters', async () => {
    const title = '@everyone [x](https://evil.example) \u202Eb\u0000\uD800';
    const { get } = await openHub(jsonOf([itemOf(1, { title })]));
    expect((await get()).value[0]?.title).toBe('@everyone [x](https://evil.example) b\uFFFD');
  });

  it('are only those listed for that day', async () => {
    const { get } = await openHub(
      jsonOf([
        itemOf(1),
        itemOf(2, { submittedOnDailyAt: '2026-06-13T00:00:00.000Z' }),
        itemOf(3, { submittedOnDailyAt: '2026-06-12T23:59:59.999Z' }),
        itemOf(4, { submittedOnDailyAt: '2026-06-12T23:00:00-02:00' }),
        itemOf(5, { submittedOnDailyAt: null }),
      ]),
    );
    const { value, remarks } = await get();
    expect(value.map(({ title }) => title)).toEqual(['Paper 1', 'Paper 3', 'Paper 5']);
    expect(remarks).toEqual(['2 papers from other days were left out']);
  });
});

describe('what Hugging Face says besides', () => {
  const KNOWN = {
    githubRepo: 'https://github.com/owner/repo',
    githubStars: 251,
    projectPage: 'https://example.org/page',
    organization: { name: 'nus', fullname: 'National University of Singapore' },
    ai_keywords: ['asking', 'answering'],
    ai_summary: 'One sentence.',
    ai_summary_model: 'org/model',
  };
  const PICTURE = 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2606.10001.png';
  const READ = {
    links: { code: 'https://github.com/owner/repo', project: 'https://example.org/page' },
    stars: 251,
    organization: 'National University of Singapore',
    keywords: ['asking', 'answering'],
    summary: { text: 'One sentence.', by: 'org/model' },
    picture: PICTURE,
  };
  const listed = (n: number, paper: object = {}, thumbnail: unknown = PICTURE) => ({
    ...itemOf(n, { ...KNOWN, ...paper }),
    thumbnail,
  });

  it('becomes part of the candidate', async () => {
    const named = listed(2, { organization: { name: 'nus' }, ai_summary_model: undefined });
    const { get } = await openHub(jsonOf([listed(1), named]));
    expect((await get()).value).toMatchObject([
      READ,
      { organization: 'nus', summary: { text: 'One sentence.' } },
    ]);
  });

  const FIVE_MB = 'x'.repeat(5_000_000);
  it.each<[keyof typeof READ, string, unknown[]]>([
    ['stars', 'githubStars', [-1, 0.5, '251', null, {}, 1e12, FIVE_MB]],
    ['organization', 'organization', [5, null, [], 'MIT', { fullname: 5 }, { fullname: FIVE_MB }]],
    ['keywords', 'ai_keywords', ['asking', 5, null, {}, [5], [FIVE_MB], FIVE_MB]],
    ['summary', 'ai_summary', [5, null, {}, ['x'], '', ' \u202e', FIVE_MB]],
    ['picture', 'thumbnail', [5, null, {}, 'http://huggingface.co/a.png', FIVE_MB]],
    ['picture', 'thumbnail', ['https://evil.example/a.png', 'javascript:alert(1)']],
  ])('costs only itself when %s is wrong', async (name, field, wrongs) => {
    const rest = { ...READ };
    Reflect.deleteProperty(rest, name);
    const items = wrongs.map((wrong, n) =>
      field === 'thumbnail' ? listed(n, {}, wrong) : listed(n, { [field]: wrong }),
    );
    const { get } = await openHub(jsonOf(items));
    const { value, remarks } = await get();
    expect(remarks).toEqual([]);
    expect(value).toHaveLength(wrongs.length);
    for (const candidate of value) {
      expect(candidate).toMatchObject(rest);
      expect(candidate).not.toHaveProperty(name);
    }
  });

  it.each([
    ['code', 'githubRepo'],
    ['project', 'projectPage'],
  ])('costs only itself when the link to the %s is wrong', async (name, field) => {
    const wrongs = [5, null, {}, 'http://github.com/a/b', 'https://u:p@github.com/a/b', FIVE_MB];
    const { get } = await openHub(jsonOf(wrongs.map((wrong, n) => listed(n, { [field]: wrong }))));
    const { value } = await get();
    expect(value).toHaveLength(wrongs.length);
    for (const { links } of value) expect(links).toEqual({ ...READ.links, [name]: undefined });
  });
});

describe('a long list from Hugging Face', () => {
  it('continues after exactly a hundred', async () => {
    const { service, get } = await openHub(jsonOf(items(100)), jsonOf(items(3, 100)));
    expect((await get()).value).toHaveLength(103);
    expect(service.seen.map(({ url }) => url.searchParams.get('p'))).toEqual([null, '1']);
  });

  it('may end with an empty page', async () => {
    const { get } = await openHub(jsonOf(items(100)), jsonOf([]));
    expect((await get()).value).toHaveLength(100);
  });

  it('has each paper once, with its most upvotes', async () => {
    const moved = [itemOf(99, { upvotes: 9 }), itemOf(98, { upvotes: 1 }), itemOf(100)];
    const { get } = await openHub(jsonOf(items(100)), jsonOf(moved));
    const { value } = await get();
    expect(value).toHaveLength(101);
    expect(value.slice(98).map(({ upvotes }) => upvotes)).toEqual([5, 9, 5]);
  });

  it('is requested only twice when its pages are all the same', async () => {
    const { service, get } = await openHub(jsonOf(items(100)), jsonOf(items(100)));
    expect((await get()).value).toHaveLength(100);
    expect(service.seen).toHaveLength(2);
  });

  it("is cut when it doesn't end, which is reported", async () => {
    const pages = Array.from({ length: 9 }, (_, page) => jsonOf(items(100, 100 * page)));
    const { service, get } = await openHub(...pages);
    const { value, remarks } = await get();
    expect(value).toHaveLength(500);
    expect(remarks).toEqual(['only the first 500 papers were considered']);
    expect(service.seen).toHaveLength(5);
  });

  it('is cut even if the server ignores the limit', async () => {
    const { service, get } = await openHub(jsonOf(items(700)), jsonOf(items(700)));
    expect((await get()).value).toHaveLength(500);
    expect(service.seen).toHaveLength(1);
    const { ask } = await openHub(`[${'0,'.repeat(2_000_000)}0]`);
    expect(await ask()).toMatchObject({ status: 'failed', kind: 'parse' });
  });

  it('fails when it breaks off', async () => {
    const { ask } = await openHub(jsonOf(items(100)), status(429));
    expect(await ask()).toMatchObject({ status: 'failed', kind: 'rate-limited' });
  });
});

describe('a day without papers', () => {
  it.each([
    ['2026-06-12', 'not-yet'],
    ['2026-06-07', 'weekend'],
    ['2026-06-06', 'weekend'],
    ['2026-06-08', 'not-yet'],
  ])('is reported for %s as %s', async (day, reason) => {
    const { clock, ask } = await openHub(jsonOf([]));
    const observedAt = new Date(clock.now);
    expect(await ask(day)).toEqual({ status: 'empty', reason, observedAt });
  });

  it("isn't requested while it is still to come", async () => {
    const { service, clock, ask } = await openHub(jsonOf(items(1)));
    clock.now = Date.parse('2026-06-11T23:59:59.999Z');
    expect(await ask()).toMatchObject({ status: 'empty', reason: 'future' });
    expect(service.seen).toEqual([]);
    clock.now += 1;
    expect(await ask()).toMatchObject({ status: 'ok' });
  });
});

describe('a malformed item from Hugging Face', () => {
  const crowd = Array.from({ length: 5001 }, (_, n) => ({ name: `Author ${n}` }));

  it.each<[string, unknown]>([
    ['is null', null],
    ['is a number', 7],
    ['has no paper', { title: 'Paper' }],
    ['has no id', itemOf(9, { id: undefined })],
    ['has an id that is a path', itemOf(9, { id: '../../etc/passwd' })],
    ['has a version', itemOf(9, { id: '2606.10009v2' })],
    ['has no title', itemOf(9, { title: undefined })],
    ['has an empty title', itemOf(9, { title: ' \u200B' })],
    ['has a number as its title', itemOf(9, { title: 7 })],
    ['has no upvotes', itemOf(9, { upvotes: undefined })],
    ['has negative upvotes', itemOf(9, { upvotes: -1 })],
    ['has half an upvote', itemOf(9, { upvotes: 1.5 })],
    ['has upvotes as text', itemOf(9, { upvotes: '5' })],
    ['has far too many upvotes', itemOf(9, { upvotes: 1e300 })],
    ['has authors as one text', itemOf(9, { authors: 'Ada Muster' })],
    ['has an author without name', itemOf(9, { authors: [{ _id: 'x' }] })],
    ['has more than 5000 authors', itemOf(9, { authors: crowd })],
    ['has an invalid time of listing', itemOf(9, { submittedOnDailyAt: 'today' })],
  ])('is left out and reported: it %s', async (_what, item) => {
    const { get } = await openHub(jsonOf([...items(3), item]));
    const { value, remarks } = await get();
    expect(value.map(({ title }) => title)).toEqual(['Paper 0', 'Paper 1', 'Paper 2']);
    expect(remarks).toEqual(['1 of 4 items were malformed and left out']);
  });

  it('fails the answer only above three in ten', async () => {
    const some = await openHub(jsonOf([...items(7), 1, 2, 3]));
    expect((await some.get()).value).toHaveLength(7);
    const many = await openHub(jsonOf([...items(6), 1, 2, 3, 4]));
    expect(await many.ask()).toEqual({
      status: 'failed',
      kind: 'parse',
      message: 'Hugging Face: 4 of 10 papers were malformed',
    });
  });

  it("doesn't mean an empty day when it is the only item", async () => {
    const { ask } = await openHub(jsonOf([{}]));
    expect(await ask()).toMatchObject({ kind: 'parse' });
  });
});

describe('an answer from Hugging Face', () => {
  it.each([
    ['HTML', '<!doctype html><html></html>'],
    ['an object', '{"error":"@everyone"}'],
    ['a text', '"[]"'],
    ['half a list', '[{"paper":'],
    ['nothing', ''],
    ['an endless list', '['.repeat(300_000)],
  ])("isn't a list: %s", async (_what, body) => {
    const { ask } = await openHub(body);
    expect(await ask()).toEqual({
      status: 'failed',
      kind: 'parse',
      message: "Hugging Face didn't send a list of papers",
    });
  });

  it.each([
    ['400', status(400, {}, '{"error":"Invalid date"}'), 'http'],
    ['403', status(403), 'rate-limited'],
    ['500, again and again', status(500), 'http'],
    ['a reset, again and again', reset, 'network'],
  ])('fails on %s', async (_what, respond, kind) => {
    const { ask } = await openHub(respond, respond, respond);
    expect(await ask()).toMatchObject({ status: 'failed', kind });
  });

  it('says when to come back after 429', async () => {
    const { clock, ask } = await openHub(
      status(429, {
        ratelimit: '"api";r=0;t=113',
        'ratelimit-policy': '"fixed";"api";q=500;w=300',
      }),
    );
    expect(await ask()).toMatchObject({
      kind: 'rate-limited',
      retryAt: new Date(clock.now + 113_000),
    });
  });
});

describe('a stale answer from Hugging Face', () => {
  /** Items that don't give their day, as in 2024. */
  const undated = (...numbers: number[]): Respond =>
    jsonOf(numbers.map((n) => itemOf(n, { submittedOnDailyAt: undefined })));

  it('has only papers of other days', async () => {
    const { ask } = await openHub(jsonOf(items(3)));
    expect(await ask('2026-06-11')).toEqual({
      status: 'failed',
      kind: 'stale',
      message: "Hugging Face sent other days' papers when asked for 2026-06-11",
    });
  });

  it('has the papers of the day before, in any order', async () => {
    const { service, ask } = await openHub(undated(1, 2), undated(2, 1), undated(1, 2, 3));
    expect(await ask('2026-06-11')).toMatchObject({ status: 'ok' });
    expect(await ask('2026-06-12')).toEqual({
      status: 'failed',
      kind: 'stale',
      message: 'Hugging Face sent the papers for 2026-06-11 when asked for 2026-06-12',
    });
    expect(await ask('2026-06-12')).toMatchObject({ status: 'ok' });
    expect(service.seen).toHaveLength(3);
  });

  it("has Friday's papers on Monday", async () => {
    const { clock, ask } = await openHub(undated(1, 2), '[]', '[]', undated(1, 2));
    clock.now = Date.parse('2026-06-16T06:00:00Z');
    for (const day of ['2026-06-12', '2026-06-13', '2026-06-14']) await ask(day);
    expect(await ask('2026-06-15')).toMatchObject({ kind: 'stale' });
  });

  it("isn't one with fewer, more or other papers", async () => {
    const { ask } = await openHub(undated(1, 2), undated(1), undated(1, 3));
    for (const day of ['2026-06-10', '2026-06-11', '2026-06-12']) {
      expect(await ask(day)).toMatchObject({ status: 'ok' });
    }
  });

  it("isn't one with the papers of days ago", async () => {
    const { ask } = await openHub(...[1, 2, 3, 4, 1].map((n) => undated(n)));
    for (const day of ['2026-06-08', '2026-06-09', '2026-06-10', '2026-06-11', '2026-06-12']) {
      expect(await ask(day)).toMatchObject({ status: 'ok' });
    }
  });

  it("isn't the same day requested again, nor the day after, requested first", async () => {
    const { ask } = await openHub(undated(1), undated(1), undated(1));
    for (const day of ['2026-06-12', '2026-06-12', '2026-06-11']) {
      expect(await ask(day)).toMatchObject({ status: 'ok' });
    }
  });
});

describe('a caller that gives up waiting for Hugging Face', () => {
  it('gets its own reason', async () => {
    const stop = new AbortController();
    const { hub } = await openHub(() => stop.abort(new Error('shutting down')));
    await expect(hub.candidates(DAY, stop.signal)).rejects.toThrow('shutting down');
  });
});

describe.skipIf(!isRecorded)('recorded answers of Hugging Face', () => {
  it.each([
    ['2024-05-29', '2024-05-29_first2', 2, 18],
    ['2026-06-12', '2026-06-12_committed-2026-06-12T1128Z', 35, 90],
    ['2026-08-20', '2026-08-20_committed-2026-08-20T0817Z', 15, 92],
  ])('are read whole (%s)', async (day, file, count, most) => {
    const { clock, get } = await openHub(recorded(`hf/daily_papers_date-${file}.json`));
    clock.now = Date.parse('2026-11-22T06:00:00Z');
    const { value, remarks } = await get(day);
    expect(remarks).toEqual([]);
    expect(value).toHaveLength(count);
    expect(value[0]?.upvotes).toBe(most);
    for (const { abstract, authors } of value) {
      expect(abstract.length).toBeGreaterThan(200);
      expect(authors.length).toBeGreaterThan(0);
    }
  });

  it('without a day count as that of their papers, and as stale for others', async () => {
    const text = recorded('hf/daily_papers_limit30_committed-2026-06-14T0253Z.json');
    const { ask, get } = await openHub(text, text);
    expect((await get('2026-06-12')).value).toHaveLength(30);
    expect(await ask('2026-06-11')).toMatchObject({ kind: 'stale' });
  });
});
