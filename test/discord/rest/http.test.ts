import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Http, createHttp, TimeoutError } from '../../../src/discord/rest/http.ts';

const TIMEOUT_MS = 200;

let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: ReturnType<typeof createServer>;
let http: Http;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  http = createHttp({ origin: `http://127.0.0.1:${port}`, connections: 1, timeoutMs: TIMEOUT_MS });
});
afterEach(async () => {
  await http.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = (path: string) => http.exchange({ method: 'GET', path, headers: [] });

it('an HTTP response has its status, its headers by lower-case name, and its whole body', async () => {
  answer = (_request, response) => {
    response.writeHead(201, { 'X-RateLimit-Scope': 'user' });
    response.write('{"a":');
    response.end('1}');
  };
  const got = await get('/');
  expect(got.status).toBe(201);
  expect(got.header('x-ratelimit-scope')).toBe('user');
  expect(got.header('retry-after')).toBeUndefined();
  expect(got.body.toString()).toBe('{"a":1}');
});

it('an empty HTTP body is an empty buffer', async () => {
  answer = (_request, response) => response.writeHead(204).end();
  expect((await get('/')).body).toEqual(Buffer.alloc(0));
});

it('an HTTP request times out even while bytes keep coming', async () => {
  answer = (_request, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  };
  await expect(get('/')).rejects.toThrow(TimeoutError);
});

it("an HTTP request that timed out while waiting for a connection isn't sent", async () => {
  answer = () => undefined;
  const both = Promise.allSettled([get('/first'), get('/second')]);
  await expect.poll(() => asked).toEqual(['/first']);
  // Time runs out for both in one turn of the event loop, so the connection isn't free in between.
  const until = performance.now() + TIMEOUT_MS;
  while (performance.now() < until);
  const late = { status: 'rejected', reason: expect.any(TimeoutError) as TimeoutError };
  expect(await both).toEqual([late, late]);
  answer = (_request, response) => response.end();
  await get('/third');
  expect(asked).toEqual(['/first', '/third']);
});
