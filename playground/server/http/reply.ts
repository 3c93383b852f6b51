import type { ServerResponse } from 'node:http';

/** A response ready to be sent: a string is sent as HTML, anything else as JSON. */
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

/** Sends a whole response. */
export const send = (response: ServerResponse, reply: Reply): void => {
  if (response.destroyed) return;
  const text = textOf(reply.body);
  response.writeHead(reply.status, headersOf(reply, text));
  response.end(text);
};

/** Sends the headers and half of the body, then breaks the connection. */
export const sendTruncated = (response: ServerResponse, reply: Reply): void => {
  if (response.destroyed) return;
  const text = textOf(reply.body);
  response.writeHead(reply.status, headersOf(reply, text));
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
};
