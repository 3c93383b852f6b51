import type { Keyv } from 'keyv';

/** A time that is further ahead than this was noted by a wrong clock. Milliseconds. */
const AHEAD_MS = 24 * 3_600_000;

/** How often it is written down that the digests were looked at. Milliseconds. */
const LOOK_MS = 60_000;
/** The key of that among those of the days. */
const LOOKED = 'looked';

/** When each day's digest was first there, as far as this bot can tell. */
export interface Arrivals {
  /** Unix milliseconds; undefined for a day that was not noted since the process began. */
  firstSeen(day: string): number | undefined;
  /**
   * Notes all `days` as there at `now`, in Unix milliseconds, in one durable write. One that is new
   * came when it was written, but not before the digests were last looked at, also by an earlier
   * process, and not after `now`. A day that was noted before keeps its first time, unless that is
   * more than a day after `now`: then the clock was wrong, and the day is seen now. Give only days
   * that have come by this clock, so that one that lags noticeably notes none.
   *
   * @param writtenAt when a day's digest was written, in Unix milliseconds; undefined: nobody knows
   */
  note(
    days: readonly string[],
    now: number,
    writtenAt?: (day: string) => number | undefined,
  ): Promise<void>;
}

/** Arrivals by day. Those of the days noted are held in memory; a write stands before it is seen. */
export function arrivalsIn(keyv: Keyv<number>): Arrivals {
  const known = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  async function noteNew(
    days: readonly string[],
    now: number,
    writtenAt: (day: string) => number | undefined,
  ): Promise<void> {
    const isNoted = (first: number | undefined): first is number =>
      first !== undefined && first <= now + AHEAD_MS;
    const open = [...new Set(days)].filter((day) => !isNoted(known.get(day)));
    const looked = known.get(LOOKED);
    const isLookDue = looked === undefined || Math.abs(now - looked) >= LOOK_MS;
    if (open.length === 0 && !isLookDue) return;

    const [before, ...stored] = await keyv.getMany<number>([LOOKED, ...open]);
    const since = looked ?? before ?? now;
    const seen = open.map((key, at) => {
      const first = stored[at];
      if (isNoted(first)) return { key, value: first };
      return { key, value: Math.min(now, Math.max(writtenAt(key) ?? now, since)) };
    });
    const changed = seen.filter(({ value }, at) => value !== stored[at]);
    await keyv.setMany([...changed, { key: LOOKED, value: now }]);
    for (const { key, value } of seen) known.set(key, value);
    known.set(LOOKED, now);
  }

  return {
    firstSeen: (day) => known.get(day),
    note(days, now, writtenAt = () => undefined) {
      // One after the other: two that know nothing of each other would give a day two first times.
      const noted = turn.then(() => noteNew(days, now, writtenAt));
      turn = noted.catch(() => undefined);
      return noted;
    },
  };
}
