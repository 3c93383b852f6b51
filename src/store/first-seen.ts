import type { Keyv } from 'keyv';

/** A time further in the future than this was noted by a wrong clock. Milliseconds. */
const MAX_AHEAD_MS = 24 * 3_600_000;

/** How often the last look at the digests is written down. Milliseconds. */
const LOOK_MS = 60_000;
/** The key of the last look, among those of the days. */
const LOOKED = 'looked';

/** When each day's digest was first there, as far as this bot can tell. */
export interface FirstSeen {
  /** Unix milliseconds; undefined for a day not noted since the process started. */
  get(day: string): number | undefined;
  /**
   * Notes all `days` as there at `now`, in Unix milliseconds, in one durable write. A new one was
   * first there when it was written, but not before the last look at the digests, even by an
   * earlier process, and not after `now`. A day noted before keeps its time, unless that is more
   * than a day after `now`: then the clock was wrong, and the day counts as seen now. Pass only
   * days that have begun by this clock, so that a clock that is far behind notes none.
   *
   * @param writtenAt when a day's digest was written, in Unix milliseconds; undefined if unknown
   */
  note(
    days: readonly string[],
    now: number,
    writtenAt?: (day: string) => number | undefined,
  ): Promise<void>;
}

/** Keeps the times of the noted days in memory, where they appear once they're on disk. */
export function createFirstSeen(keyv: Keyv<number>): FirstSeen {
  const known = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();

  async function noteNew(
    days: readonly string[],
    now: number,
    writtenAt: (day: string) => number | undefined,
  ): Promise<void> {
    const isNoted = (time: number | undefined): time is number =>
      time !== undefined && time <= now + MAX_AHEAD_MS;
    const open = [...new Set(days)].filter((day) => !isNoted(known.get(day)));
    const looked = known.get(LOOKED);
    const isLookDue = looked === undefined || Math.abs(now - looked) >= LOOK_MS;
    if (open.length === 0 && !isLookDue) return;

    const [before, ...stored] = await keyv.getMany<number>([LOOKED, ...open]);
    const since = looked ?? before ?? now;
    const seen = open.map((key, index) => {
      const first = stored[index];
      if (isNoted(first)) return { key, value: first };
      return { key, value: Math.min(now, Math.max(writtenAt(key) ?? now, since)) };
    });
    const changed = seen.filter(({ value }, index) => value !== stored[index]);
    await keyv.setMany([...changed, { key: LOOKED, value: now }]);
    for (const { key, value } of seen) known.set(key, value);
    known.set(LOOKED, now);
  }

  return {
    get: (day) => known.get(day),
    note(days, now, writtenAt = () => undefined) {
      // One after the other: two at once could each give a day a first time.
      const noted = last.then(() => noteNew(days, now, writtenAt));
      last = noted.catch(() => undefined);
      return noted;
    },
  };
}
