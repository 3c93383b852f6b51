import type { ServerResponse } from 'node:http';

/** An answer, ready to be written: a string is sent as HTML, everything else as JSON. */
export interface Reply {
  status: number;
  body?: unknown;
  headers: Record<string, string>;
}

const textOf = (body: unknown): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);

const headersOf = ({ body, headers }: Reply, text: string): Record<string, string | number> => {
  const all: Record<string, string | number> = { 'content-length': Buffer.byteLength(text) };
  if (body !== undefined)
    all['content-type'] = typeof body === 'string' ? 'text/html' : 'application/json';
  return Object.assign(all, headers);
};

/** Writes a whole answer. */
export const send = (response: ServerResponse, reply: Reply): void => {
  if (response.destroyed) return;
  const text = textOf(reply.body);
  response.writeHead(reply.status, headersOf(reply, text));
  response.end(text);
};

/** Writes the head and half of the body, and breaks the connection off. */
export const sendTruncated = (response: ServerResponse, reply: Reply): void => {
  if (response.destroyed) return;
  const text = textOf(reply.body);
  response.writeHead(reply.status, headersOf(reply, text));
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
};
