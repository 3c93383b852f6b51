import { type Dispatcher, Pool } from 'undici';

/** What came back, whole. */
export interface HttpAnswer {
  status: number;
  /** A header's value, by its name in small letters. */
  header(name: string): string | undefined;
  body: Buffer;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers: string[];
  body?: Buffer;
}

interface Options {
  /** Scheme, host and port. */
  origin: string;
  /** How many requests are under way at a time, each on a connection of its own. */
  connections: number;
  /** From the request to the last byte of its answer, in milliseconds. */
  timeoutMs: number;
}

export interface Http {
  /** One request, never repeated. Rejects unless the whole answer came in time. */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** The request took longer than it may. It may have been carried out. */
export class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/**
 * A pool of kept connections. It is driven by undici's own callbacks: its promises cost about as
 * much processor time a request as everything else that a post needs.
 */
export function makeHttp({ origin, connections, timeoutMs }: Options): Http {
  // The one deadline below is all the time that there is.
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
        pool.dispatch(request, makeHandler(timeoutMs, resolve, reject));
      }),
    close: () => pool.destroy(),
  };
}

function makeHandler(
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
      // Its time ran out while it waited for a connection: it must not be sent any more.
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
