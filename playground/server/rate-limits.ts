import { createHash } from 'node:crypto';

/** How often a route may be used, per channel (or whatever its major parameter is). */
export interface Bucket {
  limit: number;
  windowMs: number;
}

export interface RateLimitOptions {
  /** Requests in any trailing second, over all routes but those of interactions. */
  global?: number;
  /** Replaces the limits of all routes, e.g. to try a faster Discord. */
  bucket?: Bucket;
  /**
   * The clock of the windows, in milliseconds. Real time unless told, even when the server's own
   * clock is a test's: clients wait in real time for what the headers say.
   */
  now?: () => number;
}

export interface Verdict {
  headers: Record<string, string>;
  /** Set when the request is refused. */
  refusal?: { retry_after: number; global: boolean; message: string };
}

export interface RateLimits {
  /** Counts one request. @param key route and major parameter; @param bucket null for no limit */
  take: (key: string, bucket: Bucket | null, countsGlobally: boolean) => Verdict;
}

const realTime = () => performance.timeOrigin + performance.now();

const refused = (waitMs: number, global: boolean) => ({
  message: 'You are being rate limited.',
  retry_after: Math.max(1, Math.ceil(waitMs)) / 1000,
  global,
});

/** The last `limit` requests, as a ring: the next is allowed when the oldest is over a second ago. */
const createTrailingSecond = (limit: number) => {
  const times = new Float64Array(limit).fill(-Infinity);
  let next = 0;
  return (now: number): number => {
    const waitMs = (times[next] ?? 0) + 1000 - now;
    if (waitMs > 0) return waitMs;
    times[next] = now;
    next = (next + 1) % limit;
    return 0;
  };
};

export const noRateLimits: RateLimits = { take: () => ({ headers: {} }) };

/**
 * Discord's rate limits: a window per route and major parameter that opens with its first request,
 * and one trailing second over everything.
 */
export const createRateLimits = (options: RateLimitOptions): RateLimits => {
  const now = options.now ?? realTime;
  const global = createTrailingSecond(options.global ?? 50);
  const windows = new Map<string, { left: number; endsAt: number }>();
  const names = new Map<string, string>();

  const nameOf = (route: string): string => {
    const known = names.get(route);
    if (known !== undefined) return known;
    const name = createHash('md5').update(route).digest('hex');
    names.set(route, name);
    return name;
  };

  const dropEnded = (at: number) => {
    if (windows.size < 10_000) return;
    for (const [key, { endsAt }] of windows) if (endsAt <= at) windows.delete(key);
  };

  const takeBucket = (key: string, { limit, windowMs }: Bucket, at: number): Verdict => {
    dropEnded(at);
    const open = windows.get(key);
    const window =
      open === undefined || open.endsAt <= at ? { left: limit, endsAt: at + windowMs } : open;
    windows.set(key, window);
    const waitMs = window.endsAt - at;
    const allowed = window.left > 0;
    if (allowed) window.left -= 1;
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(window.left),
      'x-ratelimit-reset': (window.endsAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': (waitMs / 1000).toFixed(3),
      'x-ratelimit-bucket': nameOf(key.slice(0, key.indexOf(' #'))),
    };
    if (allowed) return { headers };
    return {
      headers: {
        ...headers,
        'x-ratelimit-scope': 'user',
        'retry-after': String(Math.ceil(waitMs / 1000)),
      },
      refusal: refused(waitMs, false),
    };
  };

  return {
    take: (key, bucket, countsGlobally) => {
      const at = now();
      const waitMs = countsGlobally ? global(at) : 0;
      if (waitMs > 0)
        return {
          headers: {
            'retry-after': String(Math.ceil(waitMs / 1000)),
            'x-ratelimit-global': 'true',
            'x-ratelimit-scope': 'global',
          },
          refusal: refused(waitMs, true),
        };
      return bucket === null ? { headers: {} } : takeBucket(key, options.bucket ?? bucket, at);
    },
  };
};
