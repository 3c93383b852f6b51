import type { QuietHours } from '../store/subscriptions.ts';
import { localDayOf } from './local-day.ts';

/**
 * Whether `instant` (Unix milliseconds) is within quiet hours. They last from the first time the
 * clock shows `from` until the last time it shows `to`: a clock that goes back doesn't interrupt
 * them, and they apply whenever it shows a quiet time.
 */
export function isQuiet(instant: number, timeZone: string, quiet: QuietHours | undefined): boolean {
  return quietEnd(instant, timeZone, quiet) !== undefined;
}

/** `instant`, or the end of the quiet hours it falls into; Unix milliseconds. */
export function afterQuiet(
  instant: number,
  timeZone: string,
  quiet: QuietHours | undefined,
): number {
  let at = instant;
  // More than once, since the quiet hours of two nights can overlap when the clock goes back.
  for (;;) {
    const end = quietEnd(at, timeZone, quiet);
    if (end === undefined) return at;
    at = end;
  }
}

function quietEnd(
  instant: number,
  timeZone: string,
  quiet: QuietHours | undefined,
): number | undefined {
  if (!quiet || quiet.from === quiet.to) return undefined;
  const { from, to } = quiet;
  const today = localDayOf(instant, timeZone);
  for (const startDay of [today, today.before()]) {
    const end = (from < to ? startDay : startDay.after()).last(to);
    if (startDay.first(from) <= instant && instant < end) return end;
  }
  return undefined;
}
