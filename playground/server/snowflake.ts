const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * Creates a generator of Discord ids: milliseconds since 2015 in the high bits, a counter in the
 * low 22. Ids always grow, even if the clock stops or jumps back, since a channel's messages are
 * ordered by id.
 *
 * @param now the clock, in Unix milliseconds
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

/** Compares two ids by age without BigInt: the longer decimal number is the greater. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Whether a value looks like an id: 1 to 20 ASCII digits. */
export const isSnowflake = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,20}$/.test(value);
