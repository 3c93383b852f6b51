/** How many invalid requests an IP address may make before Cloudflare bans it. */
export interface InvalidRequestOptions {
  /** Default: 10,000. */
  limit?: number;
  /** In which time, and how long the ban lasts. Default: 10 minutes. */
  windowMs?: number;
}

export interface InvalidRequests {
  /** Counts a response if it's 401, 403, or 429 with a scope other than `shared`. */
  note: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** How many milliseconds this address is still banned; 0 if it isn't. */
  bannedForMs: () => number;
  /** How many were counted in the current window. */
  readonly count: number;
}

/**
 * The counter of invalid requests. Discord counts per IP address; here there's only one. How long a
 * ban lasts isn't documented; here it's as long as the window.
 *
 * @param now in milliseconds
 */
export const createInvalidRequests = (
  now: () => number,
  { limit = 10_000, windowMs = 600_000 }: InvalidRequestOptions,
): InvalidRequests => {
  let count = 0;
  let windowEndsAt = 0;
  let shutOutUntil = -Infinity;

  const startOver = (at: number): void => {
    if (at < windowEndsAt) return;
    count = 0;
    windowEndsAt = at + windowMs;
  };

  return {
    note: (status, headers) => {
      const counts =
        status === 401 ||
        status === 403 ||
        (status === 429 && headers['x-ratelimit-scope'] !== 'shared');
      if (!counts) return;
      const at = now();
      startOver(at);
      count += 1;
      if (count < limit) return;
      shutOutUntil = at + windowMs;
      windowEndsAt = shutOutUntil;
      count = 0;
    },
    bannedForMs: () => Math.max(0, shutOutUntil - now()),
    get count() {
      return now() < windowEndsAt ? count : 0;
    },
  };
};
