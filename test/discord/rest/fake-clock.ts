import type { MonotonicClock } from '../../../src/discord/rest/rate-limiter.ts';

interface Due {
  at: number;
  run: () => void;
}

/** A clock that stands still until it is told to run; every timer of the pace may come late. */
export interface FakeClock extends MonotonicClock {
  /** Does something at an instant, exactly then. */
  at(instant: number, run: () => void): void;
  /** Lets time pass, until nothing is left to happen before that instant. */
  runTo(instant: number): Promise<void>;
  readonly pending: number;
}

/** @param lateBy how many milliseconds late the next timer is */
export function createFakeClock(lateBy: () => number = () => 0): FakeClock {
  let now = 0;
  const queue: Due[] = [];

  function add(due: Due): void {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((queue[middle]?.at ?? 0) <= due.at) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, due);
  }

  return {
    now: () => now,
    after(ms, run) {
      const due = { at: now + Math.max(1, ms) + lateBy(), run };
      add(due);
      return () => {
        const index = queue.indexOf(due);
        if (index !== -1) queue.splice(index, 1);
      };
    },
    at: (instant, run) => add({ at: instant, run }),
    async runTo(instant) {
      await settle();
      for (let next = queue[0]; next && next.at <= instant; next = queue[0]) {
        queue.shift();
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = Math.max(now, instant);
    },
    get pending() {
      return queue.length;
    },
  };
}

/** Lets everything that waits for a promise go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
}
