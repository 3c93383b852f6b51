import { createHash } from 'node:crypto';
import { createTrailingWindow } from './trailing-window.ts';

/** How often a route may be used, per channel or other top-level resource. */
export interface Bucket {
  limit: number;
  windowMs: number;
}

export interface RateLimitOptions {
  /** Requests in any trailing second, over all routes except those of interactions. Default: 50. */
  global?: number;
  /** Replaces the limits of all routes, for example to try a faster Discord. */
  bucket?: Bucket;
  /**
   * The clock for the windows, in milliseconds. Default: real time, even if a test sets the
   * server's clock, since clients wait in real time for what the headers say.
   */
  now?: () => number;
}

/**
 * `user`: this bot was too fast in one bucket. `global`: too fast overall. `shared`: others were
 * too fast on a shared resource.
 */
export type Scope = 'user' | 'global' | 'shared';

interface Verdict {
  headers: Record<string, string>;
  /** The body of the 429, if the request is refused. */
  refusal?: { message: string; retry_after: number; global: boolean };
}

/** What a request counts towards. */
interface Counted {
  /** Names the bucket: the route's method and path. */
  route: string;
  /** The top-level resource: the id of a channel or guild, or of a webhook with its token. */
  resource: string;
  /** null for no limit. */
  bucket: Bucket | null;
  countsGlobally: boolean;
}

export interface RateLimits {
  /** Counts a request, and returns the headers for its response. */
  take: (counted: Counted) => Verdict;
  /** Refuses this resource's requests (with `global`, all) for a while, whatever was counted. */
  block: (scope: Scope, counted: Counted, waitMs: number) => void;
}

interface Window {
  limit: number;
  left: number;
  endsAt: number;
}

const realTime = () => performance.timeOrigin + performance.now();

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const sentences: Record<Scope, string> = {
  user: 'You are being rate limited.',
  global: 'You are being rate limited.',
  shared: 'The resource is being rate limited.',
};

const refused = (scope: Scope, waitMs: number, bucketHeaders: Record<string, string>): Verdict => ({
  headers: {
    ...bucketHeaders,
    // Whole seconds, as in the documentation's examples.
    'retry-after': String(Math.ceil(waitMs / 1000)),
    ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    'x-ratelimit-scope': scope,
  },
  refusal: {
    message: sentences[scope],
    retry_after: Math.max(1, Math.ceil(waitMs)) / 1000,
    global: scope === 'global',
  },
});

/** A map of entries that expire; they're removed now and then, at constant cost per entry. */
const createEnding = <T extends { endsAt: number }>() => {
  const entries = new Map<string, T>();
  let sweepAbove = 10_000;
  return {
    get: (key: string, at: number): T | undefined => {
      const entry = entries.get(key);
      return entry !== undefined && entry.endsAt > at ? entry : undefined;
    },
    set: (key: string, entry: T, at: number): void => {
      entries.set(key, entry);
      if (entries.size <= sweepAbove) return;
      for (const [old, { endsAt }] of entries) if (endsAt <= at) entries.delete(old);
      sweepAbove = Math.max(10_000, 2 * entries.size);
    },
  };
};

/**
 * Discord's rate limits: a window per bucket and top-level resource that opens with its first
 * request, and a strict trailing second over everything.
 *
 * @param options false turns everything off except `block`
 */
export const createRateLimits = (options: RateLimitOptions | false): RateLimits => {
  const { now = realTime, global: perSecond = 50, bucket: forAll } = options || {};
  const trailingSecond = createTrailingWindow(options === false ? Infinity : perSecond, 1000);
  const windows = createEnding<Window>();
  const shared = createEnding<{ endsAt: number }>();
  const names = new Map<string, string>();
  let globallyBlockedUntil = 0;

  const nameOf = (route: string): string => {
    const known = names.get(route);
    if (known !== undefined) return known;
    const name = createHash('md5').update(route).digest('hex');
    names.set(route, name);
    return name;
  };

  const keyOf = ({ route, resource }: Counted): string => `${route} ${resource}`;

  const bucketOf = ({ bucket }: Counted): Bucket | null => {
    if (options === false || bucket === null) return null;
    return forAll ?? bucket;
  };

  const headersOf = (route: string, window: Window, at: number): Record<string, string> => ({
    'x-ratelimit-limit': String(window.limit),
    'x-ratelimit-remaining': String(window.left),
    'x-ratelimit-reset': seconds(window.endsAt),
    'x-ratelimit-reset-after': seconds(window.endsAt - at),
    'x-ratelimit-bucket': nameOf(route),
  });

  /** The open window, or a new one that starts with this request. */
  const windowOf = (counted: Counted, at: number): Window | null => {
    const key = keyOf(counted);
    const open = windows.get(key, at);
    const bucket = bucketOf(counted);
    if (open !== undefined || bucket === null) return open ?? null;
    const opened = { limit: bucket.limit, left: bucket.limit, endsAt: at + bucket.windowMs };
    windows.set(key, opened, at);
    return opened;
  };

  const takeShared = (counted: Counted, window: Window | null, at: number): Verdict | undefined => {
    const block = shared.get(keyOf(counted), at);
    if (block === undefined) return undefined;
    const headers = window === null ? {} : headersOf(counted.route, window, at);
    return refused('shared', block.endsAt - at, headers);
  };

  return {
    take: (counted) => {
      const at = now();
      if (counted.countsGlobally) {
        const waitMs = Math.max(globallyBlockedUntil - at, 0) || trailingSecond(at);
        if (waitMs > 0) return refused('global', waitMs, {});
      }
      const window = windowOf(counted, at);
      const elsewhere = takeShared(counted, window, at);
      if (elsewhere !== undefined) return elsewhere;
      if (window === null) return { headers: {} };
      const allowed = window.left > 0;
      if (allowed) window.left -= 1;
      const headers = headersOf(counted.route, window, at);
      return allowed ? { headers } : refused('user', window.endsAt - at, headers);
    },
    block: (scope, counted, waitMs) => {
      const at = now();
      const endsAt = at + waitMs;
      if (scope === 'global') globallyBlockedUntil = endsAt;
      else if (scope === 'shared') shared.set(keyOf(counted), { endsAt }, at);
      else {
        const limit = bucketOf(counted)?.limit ?? 1;
        windows.set(keyOf(counted), { limit, left: 0, endsAt }, at);
      }
    },
  };
};
