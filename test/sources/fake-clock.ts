import type { HttpDependencies } from '../../src/sources/dependencies.ts';

/** A world whose clock moves only when somebody sleeps, or the test says so. */
export interface FakeClock {
  dependencies: HttpDependencies;
  /** Unix milliseconds. */
  now: number;
  /** Every sleep, in milliseconds. */
  slept: number[];
}

/** @param at what time it is */
export function createFakeClock(at = '2026-06-13T06:00:00Z', given: Partial<HttpDependencies> = {}): FakeClock {
  const clock: FakeClock = {
    now: Date.parse(at),
    slept: [],
    dependencies: {
      fetch,
      now: () => clock.now,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        clock.slept.push(ms);
        clock.now += ms;
      },
      random: () => 0.5,
      userAgent: 'Paperboy/0 (+https://example.invalid)',
      timeoutMs: 5000,
      ...given,
    },
  };
  return clock;
}

/** A signal that nobody aborts. */
export const neverAborted = (): AbortSignal => new AbortController().signal;
