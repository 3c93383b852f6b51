import { failed, type SourceFailure } from './answer.ts';
import { type FetchedResponse, fetchOnce } from './fetch-once.ts';
import { createThrottle, pause, type Throttle, type Turns } from './throttle.ts';

/** What an HTTP client needs from the system. */
export interface HttpDependencies {
  fetch: typeof fetch;
  /** Unix milliseconds. */
  now: () => number;
  /** Rejects when the signal is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
  /** See `userAgentFor`. */
  userAgent: string;
  /** Limit for one `get` in milliseconds, not counting the waits between its requests. */
  timeoutMs?: number;
}

/** A response with an accepted status. */
interface HttpReply {
  status: 'ok';
  code: number;
  header(name: string): string | undefined;
  body: Buffer;
}

interface RequestOptions {
  /** The `Accept` header. */
  accept: string;
  headers?: Record<string, string>;
  /** Status codes that aren't failures; only 200 by default. */
  acceptedStatuses?: readonly number[];
  signal: AbortSignal;
}

export interface HttpClient {
  /**
   * Sends a GET, and again if a short wait may help. Only throws the signal's reason, on abort.
   */
  get(url: URL, options: RequestOptions): Promise<HttpReply | SourceFailure>;
}

interface ClientOptions {
  /** The service's name, for messages. */
  name: string;
  dependencies: HttpDependencies;
  /** Limit for a body after decompression. */
  maxBytes?: number;
  /** If given, requests are sent one at a time, each this long after the end of the last. */
  gapMs?: number;
  /** Other processes to share that gap with. */
  turns?: Turns | undefined;
  /** Whether the service signals a rate limit with an empty 200. */
  emptyMeansRateLimited?: boolean;
}

/** A result, and how long to wait before another try; undefined if there should be none. */
interface Attempt {
  result: HttpReply | SourceFailure;
  retryInMs?: number;
}

const MAX_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MAX_TRIES = 3;
const MAX_REDIRECTS = 3;
/** Longer waits are left to the caller. */
const MAX_WAIT_MS = 5000;
/** The wait after a rate limit that names no time. It doubles with each further one. */
const BACKOFF_MS = 60_000;
const MAX_BACKOFF_MS = 3_600_000;
/** Longer times in a `Retry-After` can't be meant seriously. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/** Not only 429: arXiv's edge servers also throttle with 403 and 406. */
const RATE_LIMITED = new Set([403, 406, 429, 503]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A polite client for one service. It says who asks, stays on the origin it was given, reads no more
 * than it can use, and sends nothing before a time that the service named.
 */
export function createHttpClient({
  name,
  dependencies,
  maxBytes = MAX_BYTES,
  gapMs,
  turns,
  emptyMeansRateLimited = false,
}: ClientOptions): HttpClient {
  const { fetch, now, random, timeoutMs = TIMEOUT_MS } = dependencies;
  const throttle: Throttle =
    gapMs === undefined ? (work) => work() : createThrottle({ ...dependencies, gapMs, turns });
  const cooldown = createCooldown(now);

  async function get(url: URL, options: RequestOptions): Promise<HttpReply | SourceFailure> {
    const { signal } = options;
    const who = `${name}: ${url.origin}${url.pathname}`;
    const time = { leftMs: timeoutMs };
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted();
      const waitMs = cooldown.leftMs();
      if (waitMs > MAX_WAIT_MS) return cooldown.failure(`${who} can't be asked again yet`);
      if (waitMs > 0) await pause(dependencies, waitMs, signal);
      const { result, retryInMs } = await tryOnce(who, url, options, time, tries);
      if (retryInMs === undefined || tries === MAX_TRIES) return result;
      if (retryInMs > 0) await pause(dependencies, retryInMs, signal);
    }
  }

  /** One request, and those it is redirected to. */
  async function tryOnce(
    who: string,
    start: URL,
    { accept, headers: more, acceptedStatuses = [200], signal }: RequestOptions,
    time: { leftMs: number },
    tries: number,
  ): Promise<Attempt> {
    const headers = { 'user-agent': dependencies.userAgent, accept, ...more };
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const response = await throttle(async () => {
        const before = now();
        const fetched = await fetchOnce(url, {
          fetch,
          headers,
          maxBytes,
          timeoutMs: Math.max(time.leftMs, 1),
          wantsBody: (code) => acceptedStatuses.includes(code),
          signal,
        });
        time.leftMs -= Math.max(now() - before, 0);
        return fetched;
      }, signal);
      if ('problem' in response) {
        const result = failed('network', `${who} ${response.problem}`);
        return response.isTransient ? { result, retryInMs: retryDelayMs(tries) } : { result };
      }
      if (!REDIRECTS.has(response.code)) return classify(who, response, acceptedStatuses, tries);
      const location = response.headers.get('location');
      const next = location === null ? null : URL.parse(location, url.href);
      if (next?.origin !== start.origin) {
        return { result: failed('network', `${who} redirected us to another site`) };
      }
      if (redirects === MAX_REDIRECTS) {
        return { result: failed('network', `${who} redirected us too many times`) };
      }
      url = next;
    }
  }

  function classify(
    who: string,
    { code, headers, body }: FetchedResponse,
    acceptedStatuses: readonly number[],
    tries: number,
  ): Attempt {
    const isEmpty = emptyMeansRateLimited && code === 200 && body.length === 0;
    if (RATE_LIMITED.has(code) || isEmpty) {
      cooldown.rateLimited(retryAfterMs(headers, now()));
      const what = isEmpty ? 'an empty body' : String(code);
      const result = cooldown.failure(`${who} answered ${what}: too many requests`);
      return cooldown.leftMs() <= MAX_WAIT_MS ? { result, retryInMs: 0 } : { result };
    }
    cooldown.notRateLimited();
    if (acceptedStatuses.includes(code)) {
      const header = (key: string): string | undefined => headers.get(key) ?? undefined;
      return { result: { status: 'ok', code, header, body } };
    }
    const result = failed('http', `${who} answered ${code}`);
    if (code < 500) return { result };
    const ms = retryAfterMs(headers, now());
    if (ms === undefined) return { result, retryInMs: retryDelayMs(tries) };
    const later = { ...result, retryAt: cooldown.start(ms) };
    return ms <= MAX_WAIT_MS ? { result: later, retryInMs: 0 } : { result: later };
  }

  /** About one second, then about two; random, so that clients don't all come back at once. */
  function retryDelayMs(tries: number): number {
    return Math.round(1000 * tries * (0.5 + random()));
  }

  return { get };
}

/** How long a service must be left alone. */
function createCooldown(now: () => number) {
  let endsAt = -Infinity;
  let lengthMs = 0;
  let rateLimits = 0;

  function start(ms: number): Date {
    lengthMs = ms;
    endsAt = now() + ms;
    return new Date(endsAt);
  }

  return {
    start,
    leftMs(): number {
      // If the clock was set back, the cooldown mustn't get longer.
      endsAt = Math.min(endsAt, now() + lengthMs);
      return endsAt - now();
    },
    rateLimited(retryAfter: number | undefined): void {
      const ms = retryAfter ?? Math.min(BACKOFF_MS * 2 ** rateLimits, MAX_BACKOFF_MS);
      rateLimits++;
      start(Math.max(ms, 1000));
    },
    notRateLimited(): void {
      rateLimits = 0;
    },
    failure: (message: string): SourceFailure => ({
      ...failed('rate-limited', message),
      retryAt: new Date(endsAt),
    }),
  };
}

/**
 * How long a response says to wait before the next request, in milliseconds; undefined if it doesn't
 * say. Reads `Retry-After` (seconds or a date) and Hugging Face's `RateLimit` (`"api";r=0;t=55`),
 * and takes the longer one, but at most a day.
 *
 * @param now Unix milliseconds
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @see https://huggingface.co/docs/hub/rate-limits
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const waits = [
    readRetryAfter(headers.get('retry-after')?.trim() ?? '', now),
    readRateLimit(headers.get('ratelimit') ?? ''),
  ].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.min(Math.max(...waits), MAX_RETRY_AFTER_MS);
}

function readRetryAfter(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse accepts too much, even numbers; dates in HTTP begin with a weekday.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

/** If no requests remain, the window ends in `t` seconds. */
function readRateLimit(text: string): number | undefined {
  const [, remaining, seconds] = /;\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})/.exec(text) ?? [];
  return remaining !== undefined && Number(remaining) === 0 ? Number(seconds) * 1000 : undefined;
}
