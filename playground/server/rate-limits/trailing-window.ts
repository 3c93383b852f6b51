/**
 * Allows `limit` events in any trailing window: the last ones are kept as a ring, and the next is
 * allowed once the oldest of them has left the window.
 *
 * @returns a function that counts one event and returns 0, or counts none and returns how many
 *   milliseconds are to be waited
 */
export const createTrailingWindow = (
  limit: number,
  windowMs: number,
): ((now: number) => number) => {
  if (limit === Infinity) return () => 0;
  const times = new Float64Array(limit).fill(-Infinity);
  let next = 0;
  return (now) => {
    const waitMs = (times[next] ?? 0) + windowMs - now;
    if (waitMs > 0) return waitMs;
    times[next] = now;
    next = (next + 1) % limit;
    return 0;
  };
};
