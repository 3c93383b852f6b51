/** Runs `work` when its turn comes. Rejects with the signal's reason if aborted before that. */
export type Throttle = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Shared by the throttles of several processes, so that together they act as one. */
export interface Turns {
  /** Takes the turn; undefined while another process has it. */
  take(): Turn | undefined;
}

export interface Turn {
  /** When the last turn ended, in Unix milliseconds; -Infinity before the first. */
  lastEnded: number;
  end(at: number): void;
}

/** How a throttle tells the time and waits. */
interface ThrottleClock {
  /** Unix milliseconds. */
  now: () => number;
  /** Rejects when the signal is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How often to check whether another process has ended its turn, in milliseconds. */
const POLL_MS = 100;
/** Two minutes. No request takes that long, so a process still holding the turn hangs or sleeps. */
const MAX_POLLS = 1200;

/**
 * A throttle that runs one piece of work at a time, in order of arrival. Each starts at least
 * `gapMs` after the end of the one before, whether that succeeded or not.
 *
 * @param turns if given, it also waits for other processes
 */
export function createThrottle({
  gapMs,
  turns,
  ...clock
}: { gapMs: number; turns?: Turns | undefined } & ThrottleClock): Throttle {
  let last: Promise<unknown> = Promise.resolve();
  let endedAt = -Infinity;

  async function run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    // Our own gap comes first, so that a waiting process can take the turn meanwhile.
    await waitForGap(endedAt, signal);
    const turn = await takeTurn(signal);
    try {
      if (turn) await waitForGap(turn.lastEnded, signal);
    } catch (error) {
      turn?.end(turn.lastEnded);
      throw error;
    }
    try {
      return await work();
    } finally {
      endedAt = clock.now();
      turn?.end(endedAt);
    }
  }

  async function waitForGap(since: number, signal: AbortSignal): Promise<void> {
    // If the clock was set back, the gap mustn't get longer.
    const wait = Math.min(since + gapMs - clock.now(), gapMs);
    if (wait > 0) await pause(clock, wait, signal);
  }

  async function takeTurn(signal: AbortSignal): Promise<Turn | undefined> {
    for (let polls = 0; turns && polls < MAX_POLLS; polls++) {
      const turn = turns.take();
      if (turn) return turn;
      await pause(clock, POLL_MS, signal);
    }
    return undefined;
  }

  return (work, signal) => {
    const done = last.then(() => run(work, signal));
    last = done.catch(() => undefined);
    return rejectOnAbort(done, signal);
  };
}

/** Sleeps. An abort always rejects with the signal's own reason, whatever `sleep` rejects with. */
export async function pause(
  { sleep }: Pick<ThrottleClock, 'sleep'>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** An aborted caller doesn't have to wait until those before it are done. */
function rejectOnAbort<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void done.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
