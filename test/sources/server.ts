import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers one request. */
export type Respond = (response: ServerResponse) => void;

interface Seen {
  url: URL;
  headers: IncomingHttpHeaders;
}

/** A service on this machine that answers as the test says. */
export interface Service {
  origin: string;
  /** What it was asked, in order. */
  seen: Seen[];
  /** What it says to the next requests, in turn; beyond these it answers 599. */
  respondWith(...more: (Respond | string)[]): void;
  /** How many connections are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a service that answers in turn; the test that runs closes it. A text is an answer 200. */
export async function openService(...answers: (Respond | string)[]): Promise<Service> {
  const script = [...answers];
  const service = await openServer(() => script.shift() ?? status(599));
  return { ...service, respondWith: (...more) => void script.push(...more) };
}

/** Opens a service that answers by what it is asked; the test that runs closes it. */
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

/** An answer with a status, and what else is given. */
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

/** The connection breaks before a word was said. */
export const reset: Respond = (response) => response.socket?.destroy();

/** It hears what it is asked, and says nothing. */
export const silent: Respond = () => undefined;
