import type { Keyv } from 'keyv';

/** A time that is further ahead than this was noted by a wrong clock. Milliseconds. */
const AHEAD_MS = 24 * 3_600_000;

/** When each day's digest was first seen by this bot. */
export interface Arrivals {
  /** Unix milliseconds; undefined for a day that was not noted since the process began. */
  firstSeen(day: string): number | undefined;
  /**
   * Notes all `days` as seen at `now`, in Unix milliseconds, in one durable write. A day that was
   * noted before, also by an earlier process, keeps its first time, unless that is more than a day
   * after `now`: then the clock was wrong, and the day is seen now. Give only days that have come
   * by this clock, so that one that lags noticeably notes none.
   */
  note(days: readonly string[], now: number): Promise<void>;
}

/** Arrivals by day. Those of the days noted are held in memory; a write stands before it is seen. */
export function arrivalsIn(keyv: Keyv<number>): Arrivals {
  const known = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  async function noteNew(days: readonly string[], now: number): Promise<void> {
    const isNoted = (first: number | undefined): first is number =>
      first !== undefined && first <= now + AHEAD_MS;
    const open = [...new Set(days)].filter((day) => !isNoted(known.get(day)));
    if (open.length === 0) return;
    const stored = await keyv.getMany<number>(open);
    const seen = open.map((key, at) => {
      const first = stored[at];
      return { key, value: isNoted(first) ? first : now };
    });
    const changed = seen.filter(({ value }, at) => value !== stored[at]);
    if (changed.length > 0) await keyv.setMany(changed);
    for (const { key, value } of seen) known.set(key, value);
  }

  return {
    firstSeen: (day) => known.get(day),
    note(days, now) {
      // One after the other: two that know nothing of each other would give a day two first times.
      const noted = turn.then(() => noteNew(days, now));
      turn = noted.catch(() => undefined);
      return noted;
    },
  };
}
