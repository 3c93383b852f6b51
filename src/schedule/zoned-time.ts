/** Times of day in IANA time zones, daylight saving included. All instants are Unix milliseconds. */

import { ianaName } from '../digest/day.ts';

export { localDate } from '../digest/day.ts';

/**
 * The instant at which a local clock shows `time` on `date`. Where the clock shows it twice (it was
 * put back) the first; where it never does (it was put forward) the instant of the jump, which may
 * already lie on the next date.
 *
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 */
export function instantOf(date: string, time: string, timeZone: string): number {
  return showing(date, time, timeZone, 'earlier');
}

/** As `instantOf`, but the second instant where the clock shows the time twice. */
export function lastInstantOf(date: string, time: string, timeZone: string): number {
  return showing(date, time, timeZone, 'later');
}

function showing(
  date: string,
  time: string,
  timeZone: string,
  disambiguation: 'earlier' | 'later',
): number {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const zone = ianaName(timeZone);
  const shown = wanted.toZonedDateTime(zone, { disambiguation });
  if (shown.toPlainDateTime().equals(wanted)) return shown.epochMilliseconds;
  // The clock skips it, and Temporal takes as long before or after the gap as it lies within it.
  const before = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? before.epochMilliseconds;
}
