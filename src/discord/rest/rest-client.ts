import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Later, Urgency } from '../../delivery/sender.ts';
import { OperatorError } from '../../operator-error.ts';
import type { RateLimitHit } from './circuit-breaker.ts';
import {
  classifyError,
  classifyResponse,
  type RestResult,
  TOKEN_REJECTED,
  TOKEN_REJECTED_MESSAGE,
} from './classify-response.ts';
import { createHttp } from './http.ts';
import type { RateLimiter } from './rate-limiter.ts';

interface RestRequest extends Urgency {
  method: 'GET' | 'POST' | 'PATCH';
  /** The part after the API's version, such as `/channels/1/messages`. */
  path: string;
  /** JSON, made only when it is sent, so that waiting requests take up no memory. */
  body?: () => Buffer;
  /** Reads the JSON of a success, instead of parsing it. Returns undefined if it can't. */
  read?: (json: Buffer) => unknown;
}

/** Sends every request to Discord's REST API, except replies to interactions. */
export interface RestClient {
  /** Sends a request. Repeats it only if Discord certainly didn't carry it out. Never rejects. */
  request(request: RestRequest): Promise<RestResult>;
  close(): Promise<void>;
}

interface Options {
  /** Base URL of Discord's API, without the version. */
  api: string;
  token: string;
  userAgent: string;
  rateLimiter: Pick<RateLimiter, 'acquire' | 'report' | 'pausedForMs'>;
  /** Called once, when the token turns out to be void. */
  onRevoked: (error: OperatorError) => void;
  /** Ends waiting. */
  signal: AbortSignal;
  /**
   * The most requests in flight at a time, not counting urgent ones. As many as start in a second
   * allow for answers that take a second, and are the most that can still arrive after the token was
   * revoked.
   */
  maxConcurrent: number;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** A longer wait for one resource's limit is left to the caller. */
const LONGEST_WAIT_MS = 10_000;
/** A request that was rate limited this many times is left to the caller. */
const MAX_ATTEMPTS = 4;
/** How long a request may wait while a person waits for it. */
const LONGEST_URGENT_WAIT_MS = 2000;

const TOO_LATE: Later = { kind: 'later', reason: { code: 'waited-too-long' }, afterMs: 0 };

/** The process is about to end, so there's no point in asking again soon. */
const SHUTTING_DOWN: Later = {
  kind: 'later',
  reason: { code: 'shutting-down' },
  afterMs: 60_000,
};

/**
 * A client of Discord's REST API that goes through the rate limiter, and distinguishes what was
 * rejected, what didn't happen and what may have happened. It repeats only what certainly wasn't
 * carried out (429).
 */
export function createRestClient(options: Options): RestClient {
  const { rateLimiter, onRevoked, signal, maxConcurrent, timeoutMs = TIMEOUT_MS } = options;
  const { origin, pathname } = new URL(options.api);
  const base = `${pathname.replace(/\/$/, '')}/v10`;
  const http = createHttp({ origin, connections: maxConcurrent + 8, timeoutMs });
  const queue = pLimit(maxConcurrent);
  const headers = ['authorization', `Bot ${options.token}`, 'user-agent', options.userAgent];
  const jsonHeaders = [...headers, 'content-type', 'application/json'];
  let isRevoked = false;

  /** Sends a request once, as soon as the rate limiter lets it. */
  async function attempt(request: RestRequest): Promise<RestResult | RateLimitHit> {
    const { isUrgent = false } = request;
    const pausedMs = isUrgent ? rateLimiter.pausedForMs() : 0;
    if (pausedMs > LONGEST_URGENT_WAIT_MS) return mustWait(pausedMs);
    try {
      await rateLimiter.acquire(isUrgent);
    } catch {
      return isRevoked ? TOKEN_REJECTED : SHUTTING_DOWN;
    }
    // It may have been revoked while this request waited.
    if (isRevoked) return TOKEN_REJECTED;
    if (request.mayGo?.() === false) return TOO_LATE;
    return exchange(request);
  }

  async function exchange(request: RestRequest): Promise<RestResult | RateLimitHit> {
    const { method, path, body, read } = request;
    const classified = await http
      .exchange({
        method,
        path: base + path,
        headers: body ? jsonHeaders : headers,
        ...(body ? { body: body() } : {}),
      })
      .then(
        (response) => classifyResponse(response, read),
        (error: unknown) => classifyError(error, timeoutMs),
      );
    rateLimiter.report(classified.signal);
    if (classified.signal.kind === 'revoked' && !isRevoked) {
      isRevoked = true;
      onRevoked(new OperatorError(TOKEN_REJECTED_MESSAGE));
    }
    return 'result' in classified ? classified.result : classified.signal;
  }

  return {
    async request(request) {
      const isUrgent = request.isUrgent === true;
      const longestWaitMs = isUrgent ? LONGEST_URGENT_WAIT_MS : LONGEST_WAIT_MS;
      for (let attempts = 1; ; attempts++) {
        // A person's request doesn't queue behind deliveries.
        const result = await (isUrgent ? attempt(request) : queue(() => attempt(request)));
        if (!('scope' in result)) return result;
        const { scope, retryAfterMs } = result;
        const isOneResource = scope === 'user' || scope === 'shared';
        const isTooLong = isOneResource && retryAfterMs > longestWaitMs;
        if (isTooLong || attempts === MAX_ATTEMPTS) return mustWait(retryAfterMs);
        // Other channels don't wait for this one. Limits that hold up all of them are the rate
        // limiter's job.
        if (!isOneResource) continue;
        const wasStopped = await sleep(retryAfterMs, false, { signal }).catch(() => true);
        if (wasStopped) return SHUTTING_DOWN;
      }
    },
    close: () => http.close(),
  };
}

function mustWait(afterMs: number): Later {
  return { kind: 'later', reason: { code: 'must-wait' }, afterMs };
}
