/** Does a piece of work when its turn has come. */
export type CooperativeQueue = <T>(work: () => T) => Promise<T>;

/**
 * Gives turns to whoever has long work in pieces: one piece at a time, in the order they were asked
 * for, and between two pieces everything else that waits for the event loop.
 */
export function createCooperativeQueue(): CooperativeQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(() => new Promise((go) => setImmediate(go))).then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
