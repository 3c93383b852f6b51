import type { MonotonicClock } from '../../../src/discord/rest/rate-limiter.ts';

interface Due {
  at: number;
  run: () => void;
}

/** A clock that only moves when told to; every timer may be late. */
export interface FakeClock extends MonotonicClock {
  /** Does something at exactly that instant. */
  at(instant: number, run: () => void): void;
  /** Lets time pass until that instant, running everything that is due by then. */
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
      await runMicrotasks();
      for (let next = queue[0]; next && next.at <= instant; next = queue[0]) {
        queue.shift();
        now = Math.max(now, next.at);
        next.run();
        await runMicrotasks();
      }
      now = Math.max(now, instant);
    },
    get pending() {
      return queue.length;
    },
  };
}

/** Lets everything that awaits a resolved promise continue. */
async function runMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await Promise.resolve();
}
