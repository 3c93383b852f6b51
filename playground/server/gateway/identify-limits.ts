import { createTrailingWindow } from '../rate-limits/trailing-window.ts';

export interface IdentifyLimitOptions {
  /**
   * How many identifies are allowed in 5 seconds; more get op 9. Discord gives 1 to most bots and
   * 16 to large ones. Default: 16, so that a test can restart its bot at once.
   */
  maxConcurrency?: number;
  /**
   * How many identifies are allowed in 24 hours, over all shards; one more ends every session and
   * resets the token.
   */
  perDay?: number;
}

export interface IdentifyLimits {
  /** Counts an Identify. */
  take: () => 'allowed' | 'too-soon' | 'used-up';
  /** How often the bot has identified in total. */
  readonly count: number;
  /** `session_start_limit` of `GET /gateway/bot`. */
  describe: () => {
    total: number;
    remaining: number;
    reset_after: number;
    max_concurrency: number;
  };
}

const DAY_MS = 86_400_000;

/**
 * Discord's limits for Identify.
 *
 * @param now the server's clock, for the limit per day
 * @param wireNow the clock for the limit per 5 seconds, which clients wait for in real time
 */
export const createIdentifyLimits = (
  now: () => number,
  wireNow: () => number,
  { maxConcurrency = 16, perDay = 1000 }: IdentifyLimitOptions,
): IdentifyLimits => {
  const fiveSeconds = createTrailingWindow(maxConcurrency, 5000);
  let count = 0;
  let today = 0;
  let dayEndsAt = -Infinity;

  const startOver = (): void => {
    if (now() < dayEndsAt) return;
    today = 0;
    dayEndsAt = -Infinity;
  };

  return {
    take: () => {
      if (fiveSeconds(wireNow()) > 0) return 'too-soon';
      startOver();
      if (today === 0) dayEndsAt = now() + DAY_MS;
      count += 1;
      today += 1;
      if (today <= perDay) return 'allowed';
      // The new token starts a new day.
      today = 0;
      return 'used-up';
    },
    get count() {
      return count;
    },
    describe: () => {
      startOver();
      return {
        total: perDay,
        remaining: perDay - today,
        reset_after: today === 0 ? 0 : dayEndsAt - now(),
        max_concurrency: maxConcurrency,
      };
    },
  };
};
