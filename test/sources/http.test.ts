import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHttpClient, retryAfterMs } from '../../src/sources/http.ts';
import { openService, reset, type Service, status } from './server.ts';
import { neverAborted, createFakeClock } from './fake-clock.ts';

/** A client that reads up to 64 KB, and its clock. */
function createClient(more: { timeoutMs?: number; emptyMeansRateLimited?: boolean } = {}) {
  const { timeoutMs = 5000, emptyMeansRateLimited = false } = more;
  const clock = createFakeClock(undefined, { timeoutMs });
  const http = createHttpClient({
    name: 'Service',
    dependencies: clock.dependencies,
    maxBytes: 65_536,
    emptyMeansRateLimited,
  });
  const get = (
    service: Pick<Service, 'origin'>,
    path = '/list?key=secret',
    signal = neverAborted(),
  ) => http.get(new URL(path, service.origin), { accept: 'application/json', signal });
  return { clock, get };
}

async function untilDisconnected(service: Service): Promise<void> {
  await expect.poll(() => service.connections()).toBe(0);
}

describe('a request to a source', () => {
  it('says who asks and for what, and returns the whole answer', async () => {
    const service = await openService(status(200, { etag: '"1"' }, 'ä'.repeat(20_000)));
    const reply = await createClient().get(service);
    expect(service.seen[0]?.headers).toMatchObject({
      'user-agent': 'Paperboy/0 (+https://example.invalid)',
      accept: 'application/json',
    });
    expect(service.seen[0]?.url.search).toBe('?key=secret');
    if (reply.status !== 'ok') throw new Error(reply.message);
    expect(reply.body.toString()).toBe('ä'.repeat(20_000));
    expect(reply.header('etag')).toBe('"1"');
    expect(reply.header('age')).toBeUndefined();
  });

  it.each([400, 401, 404, 418, 304])('fails at once on %i', async (code) => {
    const service = await openService(status(code, {}, code === 304 ? '' : '<b>no</b>'));
    const answer = await createClient().get(service);
    expect(answer).toEqual({
      status: 'failed',
      kind: 'http',
      message: `Service: ${service.origin}/list answered ${code}`,
    });
    expect(service.seen).toHaveLength(1);
  });
});

describe('a source that is down', () => {
  it.each([
    ['resets connections', reset],
    ['answers 500', status(500)],
    ['answers 502', status(502, {}, '<html>')],
    ['answers 504', status(504)],
  ])('is asked three times a little apart when it %s', async (_what, down) => {
    const service = await openService(down, down, down, 'late');
    const { clock, get } = createClient();
    expect(await get(service)).toMatchObject({ status: 'failed' });
    expect(service.seen).toHaveLength(3);
    expect(clock.slept).toEqual([1000, 2000]);
  });

  it.each([
    ['a reset', reset],
    ['a 500', status(500)],
  ])('answers in the end after a brief failure with %s', async (_what, down) => {
    const service = await openService(down, down, 'there');
    expect(await createClient().get(service)).toMatchObject({ status: 'ok', code: 200 });
  });

  it("is reported with the system's error code", async () => {
    const gone = await openService();
    await gone.close();
    expect(await createClient().get(gone)).toEqual({
      status: 'failed',
      kind: 'network',
      message: `Service: ${gone.origin}/list didn't answer (ECONNREFUSED)`,
    });
  });

  it("fails too when its name doesn't resolve", async () => {
    const answer = await createClient().get({ origin: 'http://nobody.invalid' });
    expect(answer).toMatchObject({ status: 'failed', kind: 'network' });
  });
});

describe('a source that is asked too often', () => {
  it.each([403, 406, 429, 503])('is left alone for a minute after %i', async (code) => {
    const service = await openService(status(code, {}, 'Rate exceeded.'), 'there');
    const { clock, get } = createClient();
    const answer = await get(service);
    expect(answer).toEqual({
      status: 'failed',
      kind: 'rate-limited',
      message: `Service: ${service.origin}/list answered ${code}: too many requests`,
      retryAt: new Date(clock.now + 60_000),
    });
    clock.now += 54_000;
    expect(await get(service)).toMatchObject({
      kind: 'rate-limited',
      retryAt: new Date(clock.now + 6000),
    });
    expect(service.seen).toHaveLength(1);
    clock.now += 6000;
    expect(await get(service)).toMatchObject({ status: 'ok' });
  });

  it('is left alone no longer than it said when the clock is put back', async () => {
    const service = await openService(status(429), 'there');
    const { clock, get } = createClient();
    await get(service);
    clock.now -= 4 * 365 * 86_400_000;
    expect(await get(service)).toMatchObject({ retryAt: new Date(clock.now + 60_000) });
    clock.now += 60_000;
    expect(await get(service)).toMatchObject({ status: 'ok' });
  });

  it('is left alone twice as long each time, up to an hour, until it answers', async () => {
    const refusals = Array.from({ length: 9 }, () => status(429));
    const service = await openService(...refusals, 'there', status(429));
    const { clock, get } = createClient();
    const waits: number[] = [];
    for (let time = 0; time < 11; time++) {
      const answer = await get(service);
      if (answer.status === 'ok') continue;
      const wait = (answer.retryAt?.getTime() ?? 0) - clock.now;
      waits.push(wait / 60_000);
      clock.now += wait;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 1]);
  });

  it.each([
    ['in seconds', { 'retry-after': '600' }],
    ['as a date', { 'retry-after': 'Sat, 13 Jun 2026 06:10:00 GMT' }],
    ["in Hugging Face's way", { ratelimit: '"api";r=0;t=600', 'ratelimit-policy': '"x";q=500' }],
  ])('is left alone until the time it names (%s)', async (_how, headers) => {
    const service = await openService(status(429, headers));
    const { clock, get } = createClient();
    const answer = await get(service);
    expect(answer).toMatchObject({ retryAt: new Date(clock.now + 600_000) });
  });

  it('is asked again within the request when it says to wait a moment', async () => {
    const limited = status(429, { 'retry-after': '4' });
    const service = await openService(limited, limited, 'there');
    const { clock, get } = createClient();
    expect(await get(service)).toMatchObject({ status: 'ok' });
    expect(clock.slept).toEqual([4000, 4000]);
  });

  it('is asked at most three times when it keeps asking to wait', async () => {
    const limited = status(503, { 'retry-after': '0' });
    const service = await openService(limited, limited, limited, 'there');
    const { clock, get } = createClient();
    expect(await get(service)).toMatchObject({ kind: 'rate-limited' });
    expect(clock.slept).toEqual([1000, 1000]);
    expect(service.seen).toHaveLength(3);
  });

  it('may name a time with a 500, too', async () => {
    const service = await openService(status(500, { 'retry-after': '90' }), 'there');
    const { clock, get } = createClient();
    const retryAt = new Date(clock.now + 90_000);
    expect(await get(service)).toMatchObject({ kind: 'http', retryAt });
    expect(await get(service)).toMatchObject({ kind: 'rate-limited', retryAt });
    expect(service.seen).toHaveLength(1);
  });

  it('may signal a rate limit with an empty 200', async () => {
    const service = await openService('', '');
    expect(await createClient({ emptyMeansRateLimited: true }).get(service)).toMatchObject({
      kind: 'rate-limited',
      message: expect.stringContaining('an empty body') as string,
    });
    expect(await createClient().get(service)).toMatchObject({ status: 'ok' });
  });
});

const NOW = Date.parse('2026-06-13T06:00:00Z');
const waitFor = (headers: Record<string, string>): number | undefined =>
  retryAfterMs(new Headers(headers), NOW);

describe('the wait that a response asks for', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['zero seconds', { 'retry-after': '0' }, 0],
    ['a date', { 'retry-after': 'Sat, 13 Jun 2026 06:00:30 GMT' }, 30_000],
    ['a date in the past', { 'retry-after': 'Fri, 12 Jun 2026 06:00:30 GMT' }, 0],
    ['a year', { 'retry-after': '31536000' }, 86_400_000],
    ['a date in a year', { 'retry-after': 'Sun, 13 Jun 2027 06:00:30 GMT' }, 86_400_000],
    ['a rate limit window', { ratelimit: '"api";r=0;t=55' }, 55_000],
    ['a window with spaces', { ratelimit: '"api"; r=0; t=55' }, 55_000],
    ['both', { ratelimit: '"api";r=0;t=55', 'retry-after': '10' }, 55_000],
    ['both, if the other is longer', { ratelimit: '"api";r=0;t=5', 'retry-after': '10' }, 10_000],
  ])('is read from %s', (_what, headers, ms) => {
    expect(waitFor(headers)).toBe(ms);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a negative number', { 'retry-after': '-1' }],
    ['a fraction', { 'retry-after': '1.5' }],
    ['a word', { 'retry-after': 'soon' }],
    ['a month', { 'retry-after': 'May' }],
    ['a number of many digits', { 'retry-after': '9'.repeat(12) }],
    ['a window with requests remaining', { ratelimit: '"api";r=7;t=55' }],
    ['a window in another format', { ratelimit: 'limit=100, remaining=0, reset=50' }],
  ])("isn't read from %s", (_what, headers) => {
    expect(waitFor(headers)).toBeUndefined();
  });

  it('is undefined or between zero and a day, whatever the headers say', () => {
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    fc.assert(
      fc.property(value, value, (after, limit) => {
        const ms = waitFor({ 'retry-after': after, ratelimit: `"api";r=0;${limit}` });
        expect(ms === undefined || (ms >= 0 && ms <= 86_400_000)).toBe(true);
      }),
    );
  });
});

describe('a redirect from a source', () => {
  it('is followed on the same origin', async () => {
    const service = await openService(
      status(301, { location: '/new?a=1' }),
      status(302, { location: 'newer' }),
      status(308, { location: '/newest' }),
      'there',
    );
    expect(await createClient().get(service)).toMatchObject({ status: 'ok' });
    expect(service.seen.map(({ url }) => url.pathname + url.search)).toEqual([
      '/list?key=secret',
      '/new?a=1',
      '/newer',
      '/newest',
    ]);
  });

  it("isn't followed after three others", async () => {
    const on = status(307, { location: '/list' });
    const service = await openService(on, on, on, on, 'there');
    expect(await createClient().get(service)).toMatchObject({ kind: 'network' });
    expect(service.seen).toHaveLength(4);
  });

  it.each([
    ['another server', 'http://127.0.0.2:1/list'],
    ['another protocol', 'https://127.0.0.1/list'],
    ['another server without a protocol', '//example.invalid/list'],
    ['a file', 'file:///etc/passwd'],
    ['an invalid URL', 'http://['],
  ])("isn't followed to %s, which isn't named", async (_what, location) => {
    const service = await openService(status(302, { location }), 'there');
    expect(await createClient().get(service)).toEqual({
      status: 'failed',
      kind: 'network',
      message: `Service: ${service.origin}/list redirected us to another site`,
    });
  });

  it('from one source to another never reaches the other', async () => {
    const other = await openService('there');
    const service = await openService(status(302, { location: `${other.origin}/list` }));
    await createClient().get(service);
    expect(other.seen).toEqual([]);
  });

  it('fails without a location', async () => {
    const service = await openService(status(302));
    expect(await createClient().get(service)).toMatchObject({ kind: 'network' });
    expect(service.seen).toHaveLength(1);
  });
});

describe("the body of a source's answer", () => {
  it('is read up to its limit', async () => {
    const service = await openService('x'.repeat(65_536));
    expect(await createClient().get(service)).toMatchObject({ status: 'ok' });
  });

  it('closes the connection when it is larger', async () => {
    const service = await openService((response) => {
      response.on('error', () => undefined);
      const more = (): boolean => response.write('x'.repeat(16_384)) && more();
      response.on('drain', more);
      more();
    });
    expect(await createClient().get(service)).toEqual({
      status: 'failed',
      kind: 'network',
      message: `Service: ${service.origin}/list sent more than 65536 bytes`,
    });
    expect(service.seen).toHaveLength(1);
    await untilDisconnected(service);
  });

  it("isn't waited for when it announces a larger size", async () => {
    const service = await openService((response) => {
      response.writeHead(200, { 'content-length': '65537' }).flushHeaders();
    });
    expect(await createClient().get(service)).toMatchObject({
      message: expect.stringContaining('sent more than') as string,
    });
    await untilDisconnected(service);
  });

  it('ends at its announced size when it is larger', async () => {
    const service = await openService((response) => {
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n${'x'.repeat(100_000)}`);
    });
    const reply = await createClient().get(service);
    if (reply.status !== 'ok') throw new Error(reply.message);
    expect(reply.body.toString()).toBe('xxx');
  });

  it('is rejected when it is shorter than announced', async () => {
    const half = (response: Parameters<typeof reset>[0]): void => {
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n[{}]');
    };
    const service = await openService(half, half, half);
    expect(await createClient().get(service)).toMatchObject({ kind: 'network' });
  });

  it("is rejected when it isn't HTTP", async () => {
    const noise = (response: Parameters<typeof reset>[0]): void => {
      response.socket?.end('220 mail.example.invalid ready\r\n');
    };
    const service = await openService(noise, noise, noise);
    expect(await createClient().get(service)).toMatchObject({ kind: 'network' });
  });

  it('is read only up to the limit when it grows while unpacking', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const service = await openService(status(200, { 'content-encoding': 'gzip' }, bomb));
    const http = createHttpClient({
      name: 'Service',
      dependencies: createFakeClock().dependencies,
    });
    const before = process.memoryUsage.rss();
    const answer = await http.get(new URL(service.origin), {
      accept: '*/*',
      signal: neverAborted(),
    });
    expect(answer).toMatchObject({ kind: 'network' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('is given up when its time is over, however often something drips in', async () => {
    const service = await openService((response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const start = performance.now();
    expect(await createClient({ timeoutMs: 150 }).get(service)).toEqual({
      status: 'failed',
      kind: 'network',
      message: `Service: ${service.origin}/list took too long to answer`,
    });
    expect(performance.now() - start).toBeLessThan(3000);
    expect(service.seen).toHaveLength(1);
    await untilDisconnected(service);
  });

  it('is given up when it never begins', async () => {
    const service = await openService(() => undefined);
    expect(await createClient({ timeoutMs: 50 }).get(service)).toMatchObject({ kind: 'network' });
    await untilDisconnected(service);
  });

  it('has one time limit for all redirects and retries together', async () => {
    const { clock, get } = createClient({ timeoutMs: 60_000 });
    const late =
      (then: Parameters<typeof openService>[0] & object) =>
      (response: Parameters<typeof reset>[0]): void => {
        clock.now += 30_000;
        then(response);
      };
    const on = late(status(302, { location: '/list' }));
    const service = await openService(
      on,
      late(status(500)),
      late(() => undefined),
    );
    expect(await get(service)).toMatchObject({
      message: expect.stringContaining('took too long') as string,
    });
  });
});

describe('a caller that gives up waiting for a source', () => {
  it('asks nothing when it gave up before the request', async () => {
    const service = await openService('there');
    const stopped = AbortSignal.abort(new Error('shutting down'));
    await expect(createClient().get(service, '/', stopped)).rejects.toThrow('shutting down');
    expect(service.seen).toEqual([]);
  });

  it.each([
    ['for the answer', () => undefined],
    [
      'for the rest of the answer',
      (response: Parameters<typeof reset>[0]) => void response.write('x'),
    ],
  ])('gets its own reason %s, and nothing stays open', async (_what, respond) => {
    const stop = new AbortController();
    const service = await openService((response) => {
      respond(response);
      setTimeout(() => stop.abort(new Error('shutting down')), 20);
    });
    const { clock, get } = createClient({ timeoutMs: 60_000 });
    await expect(get(service, '/', stop.signal)).rejects.toThrow('shutting down');
    expect(clock.slept).toEqual([]);
    await untilDisconnected(service);
  });

  it('gets its own reason during the last of several tries', async () => {
    const stop = new AbortController();
    const service = await openService(reset, reset, () => {
      stop.abort(new Error('shutting down'));
    });
    const asked = createClient({ timeoutMs: 60_000 }).get(service, '/', stop.signal);
    await expect(asked).rejects.toThrow('shutting down');
  });

  it('gets its own reason between two tries, and nothing more is asked', async () => {
    const service = await openService(status(500), 'there');
    const stop = new AbortController();
    const { dependencies } = createFakeClock(undefined, {
      sleep: async (_ms, signal) => {
        setTimeout(() => stop.abort(new Error('shutting down')), 0);
        await once(signal, 'abort');
        throw new Error('the sleep was interrupted');
      },
    });
    const http = createHttpClient({ name: 'Service', dependencies });
    const asked = http.get(new URL(service.origin), { accept: '*/*', signal: stop.signal });
    await expect(asked).rejects.toThrow('shutting down');
    expect(service.seen).toHaveLength(1);
  });
});
