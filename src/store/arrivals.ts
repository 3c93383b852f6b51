import type { Keyv } from 'keyv';

/** When each day's digest was first seen by this bot. */
export interface Arrivals {
  /** Unix milliseconds; undefined for a day that was not noted since the process began. */
  firstSeen(day: string): number | undefined;
  /**
   * Notes all `days` as seen at `now`, in Unix milliseconds, in one durable write. A day that was
   * noted before, also by an earlier process, keeps its first time.
   */
  note(days: readonly string[], now: number): Promise<void>;
}

/** Arrivals by day. Those of the days noted are held in memory; a write stands before it is seen. */
export function arrivalsIn(keyv: Keyv<number>): Arrivals {
  const known = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  async function noteNew(days: readonly string[], now: number): Promise<void> {
    const unknown = [...new Set(days)].filter((day) => !known.has(day));
    if (unknown.length === 0) return;
    const stored = await keyv.getMany<number>(unknown);
    const seen = unknown.map((day, at) => ({ key: day, value: stored[at] ?? now }));
    const fresh = seen.filter((_, at) => stored[at] === undefined);
    if (fresh.length > 0) await keyv.setMany(fresh);
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
