import { type Net, pause } from './net.ts';

/** Does `work` when its turn has come. Throws the signal's reason when that is aborted before. */
export type Gate = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * A gate that lets one piece of work through at a time, in the order in which they came, each at
 * least `gapMs` after the end of the one before, whether that went well or not.
 */
export function makeGate({ gapMs, ...net }: { gapMs: number } & Pick<Net, 'now' | 'sleep'>): Gate {
  let last: Promise<unknown> = Promise.resolve();
  let endedAt = -Infinity;

  async function pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    // A clock that was put back must not make the gap longer.
    const wait = Math.min(endedAt + gapMs - net.now(), gapMs);
    if (wait > 0) await pause(net, wait, signal);
    try {
      return await work();
    } finally {
      endedAt = net.now();
    }
  }

  return (work, signal) => {
    const turn = last.then(() => pass(work, signal));
    last = turn.catch(() => undefined);
    return unlessAborted(turn, signal);
  };
}

/** Whoever is aborted while others have their turn need not wait for the end of the queue. */
function unlessAborted<T>(turn: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
