import { type Net, pause } from './dependencies.ts';

/** Does `work` when its turn has come. Throws the signal's reason when that is aborted before. */
export type Throttle = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** What the gates of several processes share, so that all of them together are one gate. */
export interface Turns {
  /** The turn, until it is ended; undefined while another process has it. */
  take(): Turn | undefined;
}

export interface Turn {
  /** When the last one ended, Unix milliseconds; -Infinity before the first. */
  lastEnded: number;
  end(at: number): void;
}

/** How often it is looked whether another process has ended its turn. Milliseconds. */
const LOOK_MS = 100;
/** Two minutes: no request takes so long, so whoever still has the turn is stopped or asleep. */
const MAX_LOOKS = 1200;

/**
 * A gate that lets one piece of work through at a time, in the order in which they came, each at
 * least `gapMs` after the end of the one before, whether that went well or not.
 *
 * @param turns where given, those of other processes are waited for as well
 */
export function createThrottle({
  gapMs,
  turns,
  ...net
}: { gapMs: number; turns?: Turns | undefined } & Pick<Net, 'now' | 'sleep'>): Throttle {
  let last: Promise<unknown> = Promise.resolve();
  let endedAt = -Infinity;

  async function pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    // Its own gap before it takes a turn: who waits for one meanwhile comes first.
    await rest(endedAt, signal);
    const turn = await taken(signal);
    try {
      if (turn) await rest(turn.lastEnded, signal);
    } catch (error) {
      turn?.end(turn.lastEnded);
      throw error;
    }
    try {
      return await work();
    } finally {
      endedAt = net.now();
      turn?.end(endedAt);
    }
  }

  async function rest(since: number, signal: AbortSignal): Promise<void> {
    // A clock that was put back must not make the gap longer.
    const wait = Math.min(since + gapMs - net.now(), gapMs);
    if (wait > 0) await pause(net, wait, signal);
  }

  async function taken(signal: AbortSignal): Promise<Turn | undefined> {
    for (let looks = 0; turns && looks < MAX_LOOKS; looks++) {
      const turn = turns.take();
      if (turn) return turn;
      await pause(net, LOOK_MS, signal);
    }
    return undefined;
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
