const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * A source of Discord ids: milliseconds since 2015 in the high bits, a counter in the low 22.
 * Ids only ever grow, even when the clock stands still or jumps back, because a channel's
 * messages are ordered by them.
 *
 * @param now the clock, in milliseconds since 1970
 */
export const createSnowflakes = (now: () => number): (() => string) => {
  let lastMs = 0;
  let counter = 0n;
  return () => {
    const ms = Math.max(Math.floor(now()) - DISCORD_EPOCH_MS, lastMs, 1);
    counter = ms === lastMs ? counter + 1n : 0n;
    lastMs = ms;
    return ((BigInt(ms) << 22n) + counter).toString();
  };
};

/** Orders two ids by age without BigInt: of two decimal numbers the longer one is the greater. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Whether a value can be an id at all: 1 to 20 ASCII digits. */
export const isSnowflake = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,20}$/.test(value);
