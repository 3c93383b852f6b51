import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';

/** @returns a function that watches an exchange and reports it when it's over */
export const createExchangeWatcher = (
  now: () => number,
  onExchange: (exchange: Exchange) => void,
) => {
  let count = 0;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const id = ++count;
    const at = now();
    const startedAt = performance.now();
    const asked: Buffer[] = [];
    let answered = '';
    // Doesn't interfere with the request's reader: these events come as it reads.
    request.on('data', (chunk: Buffer) => asked.push(chunk));
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      if (typeof given[0] === 'string') answered = given[0];
      return end(...given);
    };
    response.once('close', () => {
      onExchange({
        id,
        at,
        method: request.method ?? 'GET',
        path: (request.url ?? '/').replace(/^\/api\/v\d+/, ''),
        status: response.writableFinished ? response.statusCode : null,
        ms: Math.round(performance.now() - startedAt),
        // Built when first read, since most never are.
        get request() {
          return Buffer.concat(asked).toString();
        },
        response: answered,
      });
    });
  };
};
