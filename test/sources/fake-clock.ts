import type { HttpDependencies } from '../../src/sources/http.ts';

/** Dependencies of an HTTP client with a clock that only moves when the client sleeps or the test sets it. */
export interface FakeClock {
  dependencies: HttpDependencies;
  /** Unix milliseconds. */
  now: number;
  /** The length of each sleep, in milliseconds. */
  slept: number[];
}

/** @param at the time at the start */
export function createFakeClock(
  at = '2026-06-13T06:00:00Z',
  overrides: Partial<HttpDependencies> = {},
): FakeClock {
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
      ...overrides,
    },
  };
  return clock;
}

/** A signal that is never aborted. */
export const neverAborted = (): AbortSignal => new AbortController().signal;
