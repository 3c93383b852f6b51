/**
 * Allows `limit` events in any trailing window: the last ones are kept in a ring, and the next is
 * allowed once the oldest has left the window.
 *
 * @returns a function that counts an event and returns 0, or returns how many milliseconds to wait
 * and counts nothing
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
