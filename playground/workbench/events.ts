/** Sends what the workbench shows to every open page, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { WorkbenchEvent } from '../page/workbench/types.ts';

interface EventStream {
  /** Sends `first` at once and every later event until the page disconnects. */
  connect: (response: ServerResponse, first: readonly WorkbenchEvent[]) => void;
  send: (event: WorkbenchEvent) => void;
}

const PING_MS = 15_000;

const frame = (event: WorkbenchEvent): string => `data: ${JSON.stringify(event)}\n\n`;

export function createEventStream(): EventStream {
  const open = new Set<ServerResponse>();
  return {
    connect: (response, first) => {
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
    send: (event) => {
      for (const response of open) response.write(frame(event));
    },
  };
}
