import type { Archive } from './archive/types.ts';
import type { SeenDay } from './schedule/plan.ts';
import type { FirstSeen } from './store/first-seen.ts';

/** The archive's days that have come. A digest for a day in the future waits for its day. */
export interface ArrivedDays {
  /** Newest first; at most `limit`. */
  newest(limit?: number): string[];
  /** Oldest first, each with the time it was first seen. Notes the days that are new. */
  seenDays(): Promise<SeenDay[]>;
}

/** @param now Unix milliseconds */
export function createArrivedDays(
  archive: Pick<Archive, 'newest' | 'days' | 'writtenAt'>,
  firstSeen: FirstSeen,
  now: () => number,
): ArrivedDays {
  function newest(limit?: number): string[] {
    const newestDay = archive.newest()?.day ?? '';
    return archive
      .days()
      .filter((day) => day <= newestDay)
      .slice(0, limit);
  }
  return {
    newest,
    async seenDays() {
      const days = newest().reverse();
      await firstSeen.note(days, now(), (day) => archive.writtenAt(day));
      return days.map((day) => ({ day, firstSeen: firstSeen.get(day) ?? now() }));
    },
  };
}
