import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request and its answer as they went over the wire. */
export interface Exchange {
  id: number;
  /** When it came in, in milliseconds since 1970, on the server's clock. */
  at: number;
  method: string;
  /** Behind `/api/v10`, with its query. Holds the tokens of interactions. */
  path: string;
  /** null when the connection broke before an answer was sent. */
  status: number | null;
  /** From the request's arrival to the answer's end, in real milliseconds. */
  ms: number;
  /** Bodies as they were sent; empty for none. */
  request: string;
  response: string;
}

/** @returns a function that watches one exchange, and tells of it when it is over */
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
    // Takes nothing away from whoever reads the request: these events come with their reading.
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
        // Made when it is looked at: most are not.
        get request() {
          return Buffer.concat(asked).toString();
        },
        response: answered,
      });
    });
  };
};
