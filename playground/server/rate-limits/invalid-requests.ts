/** How many invalid requests an address may make before Cloudflare shuts it out. */
export interface InvalidRequestOptions {
  /** 10,000 unless told. */
  limit?: number;
  /** In how long, and for how long it shuts out; 10 minutes unless told. */
  windowMs?: number;
}

export interface InvalidRequests {
  /** Counts an answer, if it is one that counts: 401, 403, and 429 unless its scope is `shared`. */
  note: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** How many milliseconds this address is still shut out; 0 for not at all. */
  shutOutMs: () => number;
  /** How many were counted in the window that is running. */
  readonly count: number;
}

/**
 * The counter of invalid requests. Discord counts per address; here there is only one. For how long it
 * shuts out is not documented: here it is as long again as the window.
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
    shutOutMs: () => Math.max(0, shutOutUntil - now()),
    get count() {
      return now() < windowEndsAt ? count : 0;
    },
  };
};
