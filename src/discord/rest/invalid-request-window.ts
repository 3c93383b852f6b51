/** Discord shuts an address out for 10,000 invalid requests (401, 403, most 429s) in this time. */
const WINDOW_MS = 10 * 60_000;
/** Here they are stopped. */
const MOST = 2000;
/** And go on when so many have left the window, so that they do not stop and go one by one. */
const RELIEF = MOST / 10;

/** The invalid requests of the last ten minutes. */
export interface InvalidRequests {
  note(now: number): void;
  /** The instant until which nothing may be sent; in the past when all is well. */
  blockedUntil(): number;
}

export function createInvalidRequestWindow(): InvalidRequests {
  // The last ones as a ring: where the next one goes is the oldest.
  const times = new Float64Array(MOST).fill(-Infinity);
  let oldest = 0;
  let blockedUntil = -Infinity;
  return {
    note(now) {
      times[oldest] = now;
      oldest = (oldest + 1) % MOST;
      const isFull = (times[oldest] ?? 0) + WINDOW_MS > now;
      if (isFull) blockedUntil = (times[(oldest + RELIEF - 1) % MOST] ?? 0) + WINDOW_MS;
    },
    blockedUntil: () => blockedUntil,
  };
}
