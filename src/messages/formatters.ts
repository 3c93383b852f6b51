import { time, TimestampStyles, type TimestampStylesString } from '../discord/api.ts';

/** A timestamp that Discord shows in the reader's own time zone and language. */
const stamp = (at: Date | number, style: TimestampStylesString): string =>
  time(new Date(at), style);

/** "Wednesday, 5 May 2021 09:00". @param at a Date or Unix milliseconds, as for those below */
export const inFull = (at: Date | number): string => stamp(at, TimestampStyles.FullDateShortTime);

/** "5 May 2021 09:00". */
export const inShort = (at: Date | number): string => stamp(at, TimestampStyles.LongDateShortTime);

/** "5 May 2021". */
export const onDay = (at: Date | number): string => stamp(at, TimestampStyles.LongDate);

/** "in 3 hours". */
export const relative = (at: Date | number): string => stamp(at, TimestampStyles.RelativeTime);
