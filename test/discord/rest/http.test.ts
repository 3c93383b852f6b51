import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Http, createHttp, TimeoutError } from '../../../src/discord/rest/http.ts';

let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: ReturnType<typeof createServer>;
let http: Http | undefined;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await http?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Everything goes over one connection. */
function open(timeoutMs: number) {
  const { port } = server.address() as AddressInfo;
  const opened = createHttp({ origin: `http://127.0.0.1:${port}`, connections: 1, timeoutMs });
  http = opened;
  return (path: string) => opened.exchange({ method: 'GET', path, headers: [] });
}

describe('an HTTP exchange', () => {
  it('gives the status, the headers by lower-case name, and the whole body', async () => {
    answer = (_request, response) => {
      response.writeHead(201, { 'X-RateLimit-Scope': 'user' });
      response.write('{"a":');
      response.end('1}');
    };
    const got = await open(5000)('/');
    expect(got.status).toBe(201);
    expect(got.header('x-ratelimit-scope')).toBe('user');
    expect(got.header('retry-after')).toBeUndefined();
    expect(got.body.toString()).toBe('{"a":1}');
  });

  it('gives an empty body as an empty buffer', async () => {
    answer = (_request, response) => response.writeHead(204).end();
    expect((await open(5000)('/')).body).toEqual(Buffer.alloc(0));
  });

  it('runs out of time although bytes keep coming', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    };
    await expect(open(200)('/')).rejects.toThrow(TimeoutError);
  });

  it('does not send a request whose time ran out while it waited for a connection', async () => {
    answer = () => undefined;
    const get = open(1000);
    const both = Promise.allSettled([get('/first'), get('/second')]);
    await expect.poll(() => asked).toEqual(['/first']);
    // Time runs out for both in one turn of the event loop, so the connection isn't free in between.
    const until = performance.now() + 1000;
    while (performance.now() < until);
    const late = { status: 'rejected', reason: expect.any(TimeoutError) as TimeoutError };
    expect(await both).toEqual([late, late]);
    answer = (_request, response) => response.end();
    await get('/third');
    expect(asked).toEqual(['/first', '/third']);
  });
});
