import type { Net } from '../../src/sources/dependencies.ts';

/** A world whose clock moves only when somebody sleeps, or the test says so. */
export interface World {
  net: Net;
  /** Unix milliseconds. */
  now: number;
  /** Every sleep, in milliseconds. */
  slept: number[];
}

/** @param at what time it is */
export function createWorld(at = '2026-06-13T06:00:00Z', given: Partial<Net> = {}): World {
  const world: World = {
    now: Date.parse(at),
    slept: [],
    net: {
      fetch,
      now: () => world.now,
      sleep: async (ms, signal) => {
        signal.throwIfAborted();
        world.slept.push(ms);
        world.now += ms;
      },
      random: () => 0.5,
      userAgent: 'Paperboy/0 (+https://example.invalid)',
      timeoutMs: 5000,
      ...given,
    },
  };
  return world;
}

/** A signal that nobody aborts. */
export const calm = (): AbortSignal => new AbortController().signal;
