import { setTimeout as sleep } from 'node:timers/promises';

/** How far away this Discord is. */
export interface LatencyOptions {
  /** From a request's leaving to its answer's coming, in real milliseconds, at least. */
  ms: number;
  /** At most so many milliseconds more, each as likely; 0 unless told. */
  jitterMs?: number;
  /** 0 to 1; `Math.random` unless told. */
  random?: () => number;
}

/** One way between a client and this Discord: resolves on arrival. */
export type Travel = () => Promise<void>;

/**
 * Both ways take their own time, so that requests overtake each other and arrive less evenly than
 * they were sent.
 */
export const createTravel = ({
  ms,
  jitterMs = 0,
  random = Math.random,
}: LatencyOptions): Travel => {
  return () => sleep((ms + jitterMs * random()) / 2, undefined, { ref: false });
};
