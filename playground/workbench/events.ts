/** Sends what the workbench shows to every open page, as server-sent events. */
import type { ServerResponse } from 'node:http';

export interface Audience {
  /** Sends `first` at once and every later event until the page disconnects. */
  join: (response: ServerResponse, first: readonly object[]) => void;
  tell: (event: object) => void;
}

const PING_MS = 15_000;

const frame = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;

export function createAudience(): Audience {
  const open = new Set<ServerResponse>();
  return {
    join: (response, first) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      response.write(first.map(frame).join('') || ': hello\n\n');
      open.add(response);
      const ping = setInterval(() => response.write(': ping\n\n'), PING_MS);
      response.on('close', () => {
        clearInterval(ping);
        open.delete(response);
      });
    },
    tell: (event) => {
      for (const response of open) response.write(frame(event));
    },
  };
}
