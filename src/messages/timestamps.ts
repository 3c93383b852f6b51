import { time, TimestampStyles, type TimestampStylesString } from '../discord/api.ts';

// Timestamps that Discord shows in the reader's own time zone and language. Each takes a Date or
// Unix milliseconds.

/** "Wednesday, 5 May 2021 09:00". */
export const fullDateTime = (at: Date | number): string =>
  format(at, TimestampStyles.FullDateShortTime);

/** "5 May 2021 09:00". */
export const longDateTime = (at: Date | number): string =>
  format(at, TimestampStyles.LongDateShortTime);

/** "5 May 2021". */
export const longDate = (at: Date | number): string => format(at, TimestampStyles.LongDate);

/** "in 3 hours". */
export const relativeTime = (at: Date | number): string => format(at, TimestampStyles.RelativeTime);

function format(at: Date | number, style: TimestampStylesString): string {
  return time(new Date(at), style);
}
