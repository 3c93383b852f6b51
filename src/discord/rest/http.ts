import { type Dispatcher, Pool } from 'undici';

/** A whole response. */
export interface HttpAnswer {
  status: number;
  /** A header's value, by its lower-case name. */
  header(name: string): string | undefined;
  body: Buffer;
}

interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers: string[];
  body?: Buffer;
}

interface Options {
  /** Scheme, host and port. */
  origin: string;
  /** The most requests in flight, each on its own connection. */
  connections: number;
  /** From the request to the last byte of the response, in milliseconds. */
  timeoutMs: number;
}

export interface Http {
  /** Sends one request, never twice. Rejects unless the whole response arrives in time. */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** The request timed out. It may have been carried out. */
export class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/**
 * A pool of persistent connections, driven by undici's handlers. With its `request`, a post takes a
 * quarter more processor time (`npm run bench -- delivery`), which is too slow for our goal.
 */
export function createHttp({ origin, connections, timeoutMs }: Options): Http {
  // undici has a limit for each phase, but none for waiting for a connection. One deadline covers all.
  const pool = new Pool(origin, {
    connections,
    connectTimeout: timeoutMs,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
  });
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        pool.dispatch(request, createHandler(timeoutMs, resolve, reject));
      }),
    close: () => pool.destroy(),
  };
}

function createHandler(
  timeoutMs: number,
  resolve: (answer: HttpAnswer) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandlers {
  let status = 0;
  let headers: Buffer[] = [];
  const chunks: Buffer[] = [];
  let abort: ((error: Error) => void) | undefined;
  let timedOut: TimeoutError | undefined;
  const timer = setTimeout(() => {
    timedOut = new TimeoutError(`no answer within ${timeoutMs / 1000} s`);
    abort?.(timedOut);
    reject(timedOut);
  }, timeoutMs);

  return {
    onConnect(abortRequest) {
      abort = abortRequest;
      // It timed out while it waited for a connection, so it mustn't be sent.
      if (timedOut) abort(timedOut);
    },
    onHeaders(code, raw) {
      status = code;
      headers = raw;
      return true;
    },
    onData(chunk) {
      chunks.push(chunk);
      return true;
    },
    onComplete() {
      clearTimeout(timer);
      const [first] = chunks;
      const body = first && chunks.length === 1 ? first : Buffer.concat(chunks);
      resolve({
        status,
        header: (name) => headerOf(headers, name),
        body,
      });
    },
    onError(error) {
      clearTimeout(timer);
      reject(error);
    },
  };
}

/** @param raw names and values in turn */
function headerOf(raw: readonly Buffer[], name: string): string | undefined {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toString('latin1').toLowerCase() === name) return raw[at + 1]?.toString('latin1');
  }
  return undefined;
}
