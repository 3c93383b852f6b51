import { describe, expect, it } from 'vitest';
import { createArxiv, createDailyCache } from '../../src/sources/arxiv.ts';
import type { PaperRecord } from '../../src/sources/types.ts';
import { type EntryGiven, entryOf, errorFeed, feedOf } from './feed.ts';
import { isRecorded, recorded, recordedAnswer } from './recorded.ts';
import { openService, reset, type Respond, status } from './server.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

/** A fake arXiv with scripted answers, and the source that asks it. */
async function openArxiv(...answers: (Respond | string)[]) {
  const service = await openService(...answers);
  const clock = createFakeClock();
  const arxiv = createArxiv({ api: `${service.origin}/api`, dependencies: clock.dependencies });
  const ask = (...ids: string[]) => arxiv.records(ids, neverAborted());
  /** Like `ask`, but fails the test unless the answer is ok. */
  const get = async (...ids: string[]) => {
    const answer = await ask(...ids);
    if (answer.status !== 'ok') throw new Error(JSON.stringify(answer));
    return answer;
  };
  return { service, clock, arxiv, ask, get };
}

/** The record read from one entry. */
async function read(given: Partial<EntryGiven>): Promise<PaperRecord | undefined> {
  const { get } = await openArxiv(feedOf({ id: '2606.13677v2', ...given }));
  return (await get('2606.13677')).value.get('2606.13677');
}

describe("a paper's record from arXiv", () => {
  it('has the paper as arXiv has it, each text on one line', async () => {
    const { clock, get } = await openArxiv(
      feedOf({
        id: '2606.13677v2',
        title: 'Mixing &\n  matching',
        summary: '  First\nsecond, 3 < 4 & "so".\n',
        primary: 'cs.RO',
        terms: ['cs.AI', 'cs.RO'],
        authors: ['Zoë  Muster', 'Bob O’Beispiel'],
      }),
    );
    expect(await get('2606.13677')).toEqual({
      status: 'ok',
      value: new Map([
        [
          '2606.13677',
          {
            arxivId: '2606.13677',
            title: 'Mixing & matching',
            authors: ['Zoë Muster', 'Bob O’Beispiel'],
            abstract: 'First second, 3 < 4 & "so".',
            categories: ['cs.RO', 'cs.AI'],
            isWithdrawn: false,
          },
        ],
      ]),
      observedAt: new Date(clock.now),
      remarks: [],
    });
  });

  it('may be titled 0', async () => {
    expect(await read({ title: '0' })).toMatchObject({ title: '0' });
  });

  it('may have numbers and XML escapes in any form', async () => {
    const entry = entryOf({ id: '2606.13677v1', title: 'TITLE' });
    const title = 'a&#x3c;b&#62; <![CDATA[<i>&amp;</i>]]><!-- no --> &lt;b&gt; <b>c</b> &unknown;';
    const { get } = await openArxiv(feedOf(entry.replace('TITLE', title)));
    const record = (await get('2606.13677')).value.get('2606.13677');
    expect(record?.title).toBe('a<b> <i>&amp;</i> <b> &unknown;');
  });

  it('keeps hostile text as data, without its control characters', async () => {
    const title = '@everyone [x](https://evil.example) **b** \u202Egnp.exe\u0007\u0000\u009B';
    expect(
      await read({ title, summary: '<script>alert(1)</script>\u0085---\n# 1. No' }),
    ).toMatchObject({
      title: '@everyone [x](https://evil.example) **b** gnp.exe',
      abstract: '<script>alert(1)</script> --- # 1. No',
    });
  });

  it.each([
    [['cs.CV', 'I.2.6', 'cs.LG', '68T05; 68T07', 'cs.QQ'], 'cs.LG', ['cs.LG', 'cs.CV']],
    [['astro-ph'], 'astro-ph', ['astro-ph']],
    [['cs.IT', 'math.IT'], 'cs.IT', ['cs.IT', 'math.IT']],
    [['cs.CV'], 'new.XX', ['cs.CV']],
  ])('reads the categories %j with %s first as %j', async (terms, primary, categories) => {
    expect((await read({ terms, primary }))?.categories).toEqual(categories);
  });

  it('is the same whatever namespace prefixes its feed uses', async () => {
    const given = { id: '2606.00001v1', primary: 'cs.CV', comment: 'This paper is withdrawn' };
    const plain = feedOf({ ...given, terms: ['cs.LG'] });
    const other = plain
      .replaceAll('arxiv:', 'x:')
      .replace('xmlns:arxiv=', 'xmlns:x=')
      .replace(/<(\/?)(?=[a-z])(?!x:|opensearch:)/g, '<$1atom:')
      .replace('xmlns=', 'xmlns:atom=');
    expect(other).toContain('<atom:entry>');
    expect(other).toContain('<x:comment>');
    const { value } = await (await openArxiv(other)).get('2606.00001');
    expect(value).toEqual((await (await openArxiv(plain)).get('2606.00001')).value);
    expect(value.get('2606.00001')).toMatchObject({
      isWithdrawn: true,
      categories: ['cs.CV', 'cs.LG'],
    });
  });

  it('ignores what is nested deeper in its entry', async () => {
    const source =
      '<source><id>http://arxiv.org/abs/2606.00009v1</id><title>No</title>' +
      '<category term="cs.CV"/><arxiv:primary_category term="cs.CV"/>' +
      '<author><name>No</name></author></source>';
    const entry = entryOf({ id: '2606.13677v1', title: 'Yes' });
    const { get } = await openArxiv(feedOf(entry.replace('</entry>', `${source}</entry>`)));
    expect((await get('2606.13677')).value.get('2606.13677')).toMatchObject({
      title: 'Yes',
      categories: ['cs.LG'],
      authors: ['Ada Muster', 'Bob Beispiel'],
    });
  });

  it.each([
    'Withdrawn',
    'withdrawn by the authors',
    'This paper has been withdrawn by the author due to a crucial error in equation 3',
    'Paper withdrawn due to an error',
    'The article is being temporarily withdrawn',
    'arXiv admin note: This submission has been withdrawn by arXiv administrators',
    '12 pages. This paper was retracted.',
    'This version has been\n withdrawn',
    'This paper has been withdrawn from arXiv',
    'Withdrawn from the arXiv by its authors',
  ])('is withdrawn with the comment %j', async (comment) => {
    expect(await read({ comment })).toMatchObject({ isWithdrawn: true });
  });

  it.each([
    '44 pages',
    'Supersedes withdrawn arXiv:2601.00001',
    'Replaces a paper that has been withdrawn',
    'A previous version has been withdrawn',
    'Not withdrawn',
    'Withdrawn from ICLR 2026, accepted at ICML 2026',
    'This paper was withdrawn from a conference and is under review',
    'On withdrawal, 12 pages',
  ])("isn't withdrawn with the comment %j", async (comment) => {
    expect(await read({ comment })).toMatchObject({ isWithdrawn: false });
  });
});

describe('a request for papers', () => {
  it('asks for all of them by id at once', async () => {
    const { service, get } = await openArxiv(feedOf());
    await get('2606.00001', 'hep-th/9901001', '2606.00001');
    expect(service.seen).toHaveLength(1);
    const { pathname, searchParams } = service.seen[0]?.url ?? new URL('x:');
    expect(pathname).toBe('/api/query');
    expect([...searchParams]).toEqual([
      ['id_list', '2606.00001,hep-th/9901001'],
      ['max_results', '2'],
    ]);
  });

  it('matches papers in any order by id, and leaves unknown ones out', async () => {
    const { get } = await openArxiv(
      feedOf({ id: '2606.00003v1' }, { id: 'math/0309136v2' }, { id: '2606.00001v12' }),
    );
    const { value } = await get('2606.00001', '2606.00002', '2606.00003', 'math.GT/0309136');
    expect([...value].map(([id, { title }]) => [id, title])).toEqual([
      ['2606.00001', 'About 2606.00001v12'],
      ['2606.00003', 'About 2606.00003v1'],
      ['math.GT/0309136', 'About math/0309136v2'],
    ]);
    expect(value.get('math.GT/0309136')?.arxivId).toBe('math.GT/0309136');
  });

  it("ignores papers that weren't requested", async () => {
    const { get } = await openArxiv(feedOf({ id: '2606.00009v1' }));
    expect((await get('2606.00001')).value.size).toBe(0);
  });

  it("isn't sent for no papers", async () => {
    const { service, get } = await openArxiv();
    expect((await get()).value.size).toBe(0);
    expect(await get('abc', '2606.00001v2', '../x')).toMatchObject({
      remarks: ["3 of 3 IDs aren't arXiv IDs"],
    });
    expect(service.seen).toEqual([]);
  });

  it('is split into batches above a hundred', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `2606.${String(10_000 + n)}`);
    const batches = [ids.slice(0, 100), ids.slice(100, 200), ids.slice(200)];
    const feeds = batches.map((batch) => feedOf(...batch.map((id) => ({ id: `${id}v1` }))));
    const { service, clock, get } = await openArxiv(...feeds);
    expect([...(await get(...ids)).value.keys()]).toEqual(ids);
    expect(service.seen.map(({ url }) => url.searchParams.get('max_results'))).toEqual([
      '100',
      '100',
      '50',
    ]);
    expect(clock.slept).toEqual([3000, 3000]);
  });

  it('leaves out ids that arXiv rejects, and asks for the others again', async () => {
    const { service, clock, get } = await openArxiv(
      status(400, {}, errorFeed('zz/0000000')),
      feedOf({ id: '2606.00001v1' }),
    );
    const { value, remarks } = await get('zz/0000000', '2606.00001');
    expect([...value.keys()]).toEqual(['2606.00001']);
    expect(remarks).toEqual(["1 of 2 IDs aren't arXiv IDs"]);
    expect(service.seen.map(({ url }) => url.searchParams.get('id_list'))).toEqual([
      'zz/0000000,2606.00001',
      '2606.00001',
    ]);
    expect(clock.slept).toEqual([3000]);
  });

  it("isn't repeated over and over when arXiv rejects every id", async () => {
    const ids = Array.from({ length: 9 }, (_, n) => `zz/000000${n}`);
    const { service, ask } = await openArxiv(...ids.map((id) => status(400, {}, errorFeed(id))));
    expect(await ask(...ids)).toMatchObject({ status: 'failed', kind: 'parse' });
    expect(service.seen).toHaveLength(6);
  });

  it('returns no records when its only id is rejected', async () => {
    const { get } = await openArxiv(status(400, {}, errorFeed('zz/0000000')));
    expect(await get('zz/0000000')).toMatchObject({ value: new Map() });
  });
});

describe('malformed entries from arXiv', () => {
  const good = Array.from({ length: 7 }, (_, n) => `2606.0000${n}`);
  const crowd = Array.from({ length: 5001 }, (_, n) => `Author ${n}`);
  const bad: [string, EntryGiven][] = [
    ['no title', { id: '2606.00009v1', title: ' \n ' }],
    ['an invisible title', { id: '2606.00009v1', title: '\u200B\u202E' }],
    ['an overlong title', { id: '2606.00009v1', title: 'x'.repeat(1001) }],
    ['no author', { id: '2606.00009v1', authors: [] }],
    ['an author without name', { id: '2606.00009v1', authors: ['Ada Muster', ' '] }],
    ['an overlong author name', { id: '2606.00009v1', authors: ['x'.repeat(501)] }],
    ['more than 5000 authors', { id: '2606.00009v1', authors: crowd }],
    ['an overlong abstract', { id: '2606.00009v1', summary: 'x'.repeat(20_001) }],
    ["no category of arXiv's taxonomy", { id: '2606.00009v1', primary: 'I.2.6' }],
    ['no id', { id: '' }],
    ['an invalid id', { id: '2606.00009/../x' }],
  ];

  it.each(bad)('are left out and reported: %s', async (_what, entry) => {
    const { get } = await openArxiv(feedOf(...good.map((id) => ({ id: `${id}v1` })), entry));
    const { value, remarks } = await get(...good, '2606.00009');
    expect([...value.keys()]).toEqual(good);
    expect(remarks).toEqual(['1 of 8 items were malformed and left out']);
  });

  it('fail the answer only above three in ten', async () => {
    const titles = (broken: number): EntryGiven[] =>
      Array.from({ length: 10 }, (_, n) => ({
        id: `2606.0001${n}v1`,
        title: n < broken ? '' : 'A title',
      }));
    const ids = titles(0).map(({ id }) => id.slice(0, -2));
    const some = await openArxiv(feedOf(...titles(3)));
    expect((await some.get(...ids)).value.size).toBe(7);
    const many = await openArxiv(feedOf(...titles(4)));
    expect(await many.ask(...ids)).toEqual({
      status: 'failed',
      kind: 'parse',
      message: 'arXiv: 4 of 10 records were malformed',
    });
  });

  it('include one with 5000 authors', async () => {
    expect((await read({ authors: crowd.slice(1) }))?.authors).toHaveLength(5000);
  });
});

describe('an answer from arXiv', () => {
  it.each([
    ['a page of HTML', '<!doctype html><html><body><h1>Down</h1></body></html>'],
    ['a page of XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['plain text', 'Rate exceeded.'],
    ['JSON', '{"feed":{"entry":[]}}'],
    ['a feed that ends midway', feedOf({ id: '2606.00001v1' }, '').slice(0, -60)],
    ['a feed in something else', `<x>${feedOf({ id: '2606.00001v1' }).slice(38)}</x>`],
    ['blanks', '  \n'],
  ])("isn't a feed: %s", async (_what, body) => {
    const { ask } = await openArxiv(body);
    expect(await ask('2606.00001')).toEqual({
      status: 'failed',
      kind: 'parse',
      message: "arXiv didn't send a feed",
    });
  });

  it("isn't a feed when it isn't UTF-8", async () => {
    const body = Buffer.from(feedOf({ id: '2606.00001v1', title: 'Zoë' }), 'latin1');
    const { ask } = await openArxiv(status(200, {}, body));
    expect(await ask('2606.00001')).toMatchObject({ kind: 'parse' });
  });

  it("isn't a feed when it is nested too deeply, and costs no time", async () => {
    const { ask } = await openArxiv(`<feed>${'<a>'.repeat(1_000_000)}${'</b>'.repeat(300_000)}`);
    const start = performance.now();
    expect(await ask('2606.00001')).toMatchObject({ kind: 'parse' });
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it("isn't a feed with more entries than an answer can have", async () => {
    const { ask } = await openArxiv(`<feed>${'<entry/>'.repeat(600_000)}</feed>`);
    expect(await ask('2606.00001')).toMatchObject({ message: "arXiv didn't send a feed" });
  });

  it.each([
    ['another error', status(400, {}, errorFeed('something_else')), 'parse'],
    ['an error without a feed', status(400, {}, 'Bad Request'), 'http'],
    ['a feed without an error', status(400, {}, feedOf({ id: '2606.00001v1' })), 'http'],
    ['an error with status 200', errorFeed('something_else'), 'parse'],
    ['404', status(404), 'http'],
    ['429', status(429, {}, 'Rate exceeded.'), 'rate-limited'],
    ['406', status(406), 'rate-limited'],
    ['nothing', '', 'rate-limited'],
  ])('fails on %s', async (_what, respond, kind) => {
    const { service, ask } = await openArxiv(respond);
    expect(await ask('2606.00001')).toMatchObject({ status: 'failed', kind });
    expect(service.seen).toHaveLength(1);
  });

  it('leaks nothing that arXiv wrote', async () => {
    const { ask } = await openArxiv(status(400, {}, errorFeed('@everyone')));
    expect(JSON.stringify(await ask('2606.00001'))).not.toContain('everyone');
  });
});

describe('the rate of requests to arXiv', () => {
  it('is one in three seconds for all callers, counted from the end of the last', async () => {
    const { service, clock, arxiv } = await openArxiv(
      (response) => {
        clock.now += 10_000;
        response.end(feedOf({ id: '2606.00001v1' }));
      },
      feedOf(),
      feedOf(),
    );
    const asked = ['2606.00001', '2606.00002', '2606.00003'];
    await Promise.all(asked.map((id) => arxiv.records([id], neverAborted())));
    expect(service.seen.map(({ url }) => url.searchParams.get('id_list'))).toEqual(asked);
    expect(clock.slept).toEqual([3000, 3000]);
  });

  it('holds after failures, in redirects and in retries', async () => {
    const { clock, service, get } = await openArxiv(
      status(301, { location: '/api/query' }),
      reset,
      status(500),
      feedOf(),
    );
    await get('2606.00001');
    expect(service.seen).toHaveLength(4);
    // After the second and the third request it waits for one second, then two, of the three.
    expect(clock.slept).toEqual([3000, 1000, 2000, 2000, 1000]);
  });
});

describe('a record that arXiv has returned', () => {
  it("isn't requested again on that day, in UTC", async () => {
    const { service, clock, get } = await openArxiv(
      feedOf({ id: '2606.00001v1' }),
      feedOf({ id: '2606.00002v1' }),
      feedOf({ id: '2606.00001v2' }),
    );
    const at = new Date(clock.now);
    await get('2606.00001');
    clock.now += 3_600_000;
    expect(await get('2606.00001')).toMatchObject({ observedAt: at });
    const both = await get('2606.00001', '2606.00002');
    expect([...both.value.keys()]).toEqual(['2606.00001', '2606.00002']);
    expect(both.observedAt).toEqual(new Date(clock.now));
    expect(service.seen[1]?.url.searchParams.get('id_list')).toBe('2606.00002');
    clock.now = Date.parse('2026-06-14T00:00:00Z');
    await get('2606.00001');
    expect(service.seen).toHaveLength(3);
  });

  it("isn't requested by the second of two concurrent callers", async () => {
    const { service, get } = await openArxiv(feedOf({ id: '2606.00001v1' }));
    const [one, other] = await Promise.all([get('2606.00001'), get('2606.00001')]);
    expect(one).toEqual(other);
    expect(service.seen).toHaveLength(1);
  });

  it('is kept when another batch fails, and only the rest is requested again', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => `2606.${String(10_000 + n)}`);
    const feed = feedOf(...ids.slice(0, 100).map((id) => ({ id: `${id}v1` })));
    const { service, clock, ask, get } = await openArxiv(
      feed,
      status(429),
      feedOf({ id: '2606.10100v1' }),
    );
    expect(await ask(...ids)).toMatchObject({ kind: 'rate-limited' });
    clock.now += 60_000;
    expect((await get(...ids)).value.size).toBe(101);
    expect(service.seen[2]?.url.searchParams.get('id_list')).toBe('2606.10100');
  });

  it('is requested again if it was missing', async () => {
    const { get } = await openArxiv(feedOf(), feedOf({ id: '2606.00001v1' }));
    await get('2606.00001');
    expect((await get('2606.00001')).value.size).toBe(1);
  });
});

describe('the daily cache', () => {
  it('keeps an entry until the day ends in UTC', () => {
    let now = Date.parse('2026-06-13T00:00:00Z');
    const cache = createDailyCache<number>({ max: 9, now: () => now });
    cache.set('a', 1);
    now += 86_399_999;
    expect(cache.get('a')).toBe(1);
    now += 1;
    expect(cache.get('a')).toBeUndefined();
    cache.set('b', 2);
    expect(cache.get('b')).toBe(2);
  });

  it('keeps no more than it has room for, the newest', () => {
    const cache = createDailyCache<number>({ max: 2, now: () => 0 });
    for (const [value, id] of ['a', 'b', 'c', 'b'].entries()) cache.set(id, value);
    expect(['a', 'b', 'c'].map((id) => cache.get(id))).toEqual([undefined, 3, 2]);
  });
});

describe('a caller that gives up waiting for arXiv', () => {
  it('gets its own reason, and nothing is requested for it', async () => {
    const { service, arxiv, get } = await openArxiv(feedOf({ id: '2606.00001v1' }));
    const stop = new AbortController();
    const first = get('2606.00001');
    const second = arxiv.records(['2606.00002'], stop.signal);
    stop.abort(new Error('shutting down'));
    await expect(second).rejects.toThrow('shutting down');
    await first;
    expect(service.seen).toHaveLength(1);
  });
});

describe.skipIf(!isRecorded)('recorded answers of arXiv', () => {
  it.each([
    ['id_1605.08386_s0_m100_199195aa31ad.json', '1605.08386', 2, ['math.CO', 'math.ST']],
    ['id_2104.12255v1_s0_m100_6ae69987ffe1.json', '2104.12255', 1, ['cs.CR']],
    ['id_astro-ph_0601001_s0_m100_3150dca9dc76.json', 'astro-ph/0601001', 4, ['astro-ph']],
    ['id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.json', '1707.08567', 34, ['cs.IT']],
  ])('are read (%s)', async (file, id, authors, categories) => {
    const { code, body } = recordedAnswer(`arxiv-api/${file}`);
    const { get } = await openArxiv(status(code, {}, body));
    const { value, remarks } = await get('0808.05394', id);
    expect(remarks).toEqual([]);
    expect([...value.keys()]).toEqual([id]);
    expect(value.get(id)).toMatchObject({ categories, isWithdrawn: false });
    expect(value.get(id)?.authors).toHaveLength(authors);
    expect(value.get(id)?.abstract).toMatch(/^\S.{100,}\S$/);
  });

  it.each(['q_testing_s0_m10_bc5a6c384fe9.json', 'q_testing_s10_m10_34e56e15aaac.json'])(
    'are read whole (%s)',
    async (file) => {
      const { body } = recordedAnswer(`arxiv-api/${file}`);
      const ids = [...body.toString().matchAll(/abs\/([\d.]+)v\d+<\/id>/g)].map(
        ([, id]) => id ?? '',
      );
      const { get } = await openArxiv(status(200, {}, body));
      expect([...(await get(...ids)).value.keys()]).toEqual(ids);
      expect(ids).toHaveLength(10);
    },
  );

  it('are read whole (2026)', async () => {
    const ids = ['2606.13677', '2606.13591', '2606.13568', '2606.13515', '2606.13501'];
    const { get } = await openArxiv(recorded('arxiv-api/query_transformer_2026-06-14.xml'));
    expect([...(await get(...ids)).value.keys()]).toEqual(ids);
  });

  it('have no record for an unknown id, and no error for no id', async () => {
    const unknown = recordedAnswer('arxiv-api/id_0000.0000_s0_m100_8b51d9633a68.json');
    const wrong = recordedAnswer('arxiv-api/id_abc_s0_m100_b79c8dcf6bc3.json');
    const { get, ask } = await openArxiv(
      status(unknown.code, {}, unknown.body),
      status(wrong.code, {}, wrong.body),
    );
    expect((await get('0000.0000')).value.size).toBe(0);
    expect(await ask('2606.00001')).toMatchObject({ kind: 'parse' });
  });
});
