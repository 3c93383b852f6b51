/** Runs a piece of work when its turn comes, and returns its result. */
export type CooperativeQueue = <T>(work: () => T) => Promise<T>;

/**
 * Lets long work run in pieces without blocking the process: one piece at a time, first come, first
 * served, with the rest of the event loop running between two pieces.
 */
export function createCooperativeQueue(): CooperativeQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const piece = last.then(() => new Promise((resolve) => setImmediate(resolve))).then(work);
    last = piece.catch(() => undefined);
    return piece;
  };
}
