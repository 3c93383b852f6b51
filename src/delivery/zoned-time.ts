/** Local calendars of IANA time zones, daylight saving included. All instants are Unix milliseconds. */

const MINUTE = 60_000;
const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a thousand times using one, so each zone's is made once. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The wall clock in `timeZone`, as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The local date at `instant`, `YYYY-MM-DD`. */
export function localDate(instant: number, timeZone: string): string {
  return new Date(wallClock(instant, timeZone)).toISOString().slice(0, 10);
}

/**
 * The instant at which a local clock shows `time` on `date`. Where the clock shows it twice (it was
 * put back) the first; where it never does (it was put forward) the instant of the jump, which may
 * already lie on the next date.
 *
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 */
export function instantOf(date: string, time: string, timeZone: string): number {
  return showing(date, time, timeZone, 0);
}

/** As `instantOf`, but the second instant where the clock shows the time twice. */
export function lastInstantOf(date: string, time: string, timeZone: string): number {
  return showing(date, time, timeZone, -1);
}

function showing(date: string, time: string, timeZone: string, which: 0 | -1): number {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  // A zone's offset changes at most once within a day: the day before and the day after hold both.
  const offsets = [-DAY, DAY].map((by) => wallClock(wanted + by, timeZone) - (wanted + by));
  const candidates = [...new Set(offsets)].map((offset) => wanted - offset).sort((a, b) => a - b);
  const exact = candidates.filter((instant) => wallClock(instant, timeZone) === wanted).at(which);
  return exact ?? jump(Math.min(...candidates), Math.max(...candidates), wanted, timeZone);
}

/** The first minute in [from, to] whose wall clock is past `wanted`: the end of the gap. */
function jump(from: number, to: number, wanted: number, timeZone: string): number {
  let low = from - MINUTE;
  let high = to;
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (wallClock(middle, timeZone) > wanted) high = middle;
    else low = middle;
  }
  return high;
}
