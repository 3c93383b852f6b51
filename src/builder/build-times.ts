import { addDays, localDate } from '../digest/day.ts';
import type { Day } from '../digest/types.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** When a day begins, in UTC as all of Hugging Face's days. Unix milliseconds. */
export const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

/** When a day is over. */
export const overAt = (day: Day): number => startOf(day) + DAY_MS;

/** When its papers have been voted on long enough for a first try. */
export const firstTryAt = (day: Day): number => overAt(day) + 6 * HOUR_MS;

/** Until when papers that arXiv does not know yet hold up the digest. */
export const holdUntil = (day: Day): number => firstTryAt(day) + 6 * HOUR_MS;

/** What is counted of a paper is counted from here on: it may have been spoken of before its day. */
export const countedSince = (day: Day): Date => new Date(startOf(day) - 7 * DAY_MS);

/** Between these two the counts may be read once more: as late as a digest is news. */
export const refreshFrom = (day: Day): number => overAt(day) + DAY_MS;
export const refreshUntil = (day: Day): number => refreshFrom(day) + 6 * HOUR_MS;

/** The last day that is over. */
export const lastFinished = (now: number): Day => addDays(localDate(now, 'UTC'), -1);
