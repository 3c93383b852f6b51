import type { QuietHours } from '../store/subscriptions.ts';
import { localDayOf } from './local-day.ts';

/**
 * Whether quiet hours are on at `instant`, in Unix milliseconds. They last from the first time that
 * the clock shows `from` to the last time that it shows `to`; so where the clock is put back they
 * are not interrupted, and whenever it shows a quiet time they are on.
 */
export function isQuiet(instant: number, timeZone: string, quiet: QuietHours | undefined): boolean {
  return quietEnd(instant, timeZone, quiet) !== undefined;
}

/** `instant`, or the end of the quiet hours that it falls into; Unix milliseconds. */
export function afterQuiet(
  instant: number,
  timeZone: string,
  quiet: QuietHours | undefined,
): number {
  let at = instant;
  // Once more, since a clock that is put back can let two nights' hours overlap.
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
  for (const begun of [today, today.before()]) {
    const end = (from < to ? begun : begun.after()).last(to);
    if (begun.first(from) <= instant && instant < end) return end;
  }
  return undefined;
}
