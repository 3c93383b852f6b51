import { setTimeout as sleep } from 'node:timers/promises';

/** The network latency to simulate. */
export interface LatencyOptions {
  /** The minimum round-trip time, in real milliseconds. */
  ms: number;
  /** Up to this many milliseconds more, evenly distributed. Default: 0. */
  jitterMs?: number;
  /** Returns 0 to 1. Default: `Math.random`. */
  random?: () => number;
}

/** One way between a client and this Discord: resolves on arrival. */
export type Travel = () => Promise<void>;

/**
 * Each way takes its own time, so that requests overtake each other and arrive less evenly than
 * they were sent.
 */
export const createTravel = ({
  ms,
  jitterMs = 0,
  random = Math.random,
}: LatencyOptions): Travel => {
  return () => sleep((ms + jitterMs * random()) / 2, undefined, { ref: false });
};
