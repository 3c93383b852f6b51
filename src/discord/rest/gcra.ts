/**
 * How much of the time lost to a late timer may be made up for. At 48 a second this keeps 51 starts
 * at least 1,021 ms apart, so that requests which the network holds up by 20 ms more or less than
 * each other never arrive as 51 in Discord's trailing second.
 */
const CATCH_UP_MS = 20;

/** When requests may start: one every `1000 / perSecond` milliseconds, counted from the last due one. */
export interface Slots {
  /** The instant at which the next request is due; in the past when requests are late. */
  due(): number;
  /** A request starts now. */
  use(now: number): void;
}

/**
 * An absolute schedule: a start that is late moves nothing, so that the mean rate is exact; one that
 * is later than can be made up for starts the schedule anew. (The generic cell rate algorithm.)
 */
export function createSlots(perSecond: number): Slots {
  const interval = 1000 / perSecond;
  let next = -Infinity;
  return {
    due: () => next,
    use(now) {
      next = Math.max(next, now - CATCH_UP_MS) + interval;
    },
  };
}
