import type { Day } from './types.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `text` is a day that exists: `2021-02-28` is one, `2021-02-30` is not. */
export function isDay(text: string): text is Day {
  const match = DAY.exec(text);
  if (!match) return false;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  const there = new Date(Date.UTC(year, month - 1, date));
  // Date.UTC rolls 30 February over into March; a real day comes back as it went in.
  return there.getUTCMonth() === month - 1 && there.getUTCDate() === date;
}

/** The latest date that any place on Earth has at `now`, in Unix milliseconds: UTC+14's. */
export function latestDate(now: number): Day {
  return new Date(now + 14 * 3_600_000).toISOString().slice(0, 10);
}

/** `day` moved by whole days: `addDays('2021-02-28', 1)` is `2021-03-01`. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
