import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers one request. */
export type Respond = (response: ServerResponse) => void;

interface Seen {
  url: URL;
  headers: IncomingHttpHeaders;
}

/** A local server that takes the place of a service, with answers from the test. */
export interface Service {
  origin: string;
  /** The requests so far, in order. */
  seen: Seen[];
  /** Adds answers for the next requests; without one, it answers 599. */
  respondWith(...more: (Respond | string)[]): void;
  /** The number of open connections. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a service that gives these answers in order, until the test ends. A text means status 200. */
export async function openService(...answers: (Respond | string)[]): Promise<Service> {
  const script = [...answers];
  const service = await openServer(() => script.shift() ?? status(599));
  return { ...service, respondWith: (...more) => void script.push(...more) };
}

/** Opens a service that answers by URL, until the test ends. */
export async function openServer(
  answerTo: (url: URL) => Respond | string,
): Promise<Omit<Service, 'respondWith'>> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://service');
    seen.push({ url, headers: request.headers });
    const answer = answerTo(url);
    if (typeof answer === 'string') response.end(answer);
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    connections: () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(() => service.close());
  return service;
}

/** An answer with this status. */
export function status(
  code: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Respond {
  return (response) => response.writeHead(code, headers).end(body);
}

/** An answer as JSON. */
export function jsonOf(value: unknown): Respond {
  return status(200, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(value));
}

/** Breaks the connection without an answer. */
export const reset: Respond = (response) => response.socket?.destroy();

/** Never answers. */
export const silent: Respond = () => undefined;
