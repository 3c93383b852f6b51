import { addDays } from '../../src/digest/day.ts';

/** Zones with unusual clock changes, and some ordinary ones. */
export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns', // Put back over midnight until 2011.
  'America/Santiago', // Puts its clocks forward at midnight.
  'America/Nuuk', // Puts its clocks forward to midnight.
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe', // Its daylight saving is half an hour.
  'Pacific/Apia', // Had no 30 December 2011.
  'Pacific/Chatham',
  'Pacific/Honolulu',
  'Africa/Casablanca',
] as const;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** From `instant` until the next span, local time is UTC plus `offset`. Milliseconds. */
interface Span {
  instant: number;
  offset: number;
}

/**
 * A zone's calendar, worked out differently than in the source: from the list of its offsets between
 * two instants, as `Intl` spells them out, with nothing but sums.
 */
export function zoneTable(timeZone: string, from: number, to: number) {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const read = (instant: number): number => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name ?? '') ?? [];
    if (sign === undefined) return 0;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  };
  const spans: Span[] = [{ instant: from, offset: read(from) }];
  for (let at = from + DAY; at < to + DAY; at += DAY) {
    const offset = read(at);
    if (offset === spans.at(-1)?.offset) continue;
    let [low, high] = [at - DAY, at];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (read(middle) === offset) high = middle;
      else low = middle;
    }
    spans.push({ instant: high, offset });
  }

  const offsetAt = (instant: number): number =>
    spans.findLast((span) => span.instant <= instant)?.offset ?? NaN;
  const wall = (instant: number): string => iso(instant + offsetAt(instant));

  /** Every instant at which the clock shows this; empty in a gap. */
  function showings(date: string, time: string): number[] {
    const wanted = Date.parse(`${date}T${time}Z`);
    const offsets = new Set(spans.map(({ offset }) => offset));
    return [...offsets]
      .map((offset) => wanted - offset)
      .filter((instant) => instant + offsetAt(instant) === wanted)
      .sort((a, b) => a - b);
  }

  /** When the clock jumped past this without showing it. */
  function gap(date: string, time: string): number {
    const wanted = Date.parse(`${date}T${time}Z`);
    const after = spans.find(
      ({ instant, offset }, at) =>
        instant + (spans[at - 1]?.offset ?? Infinity) <= wanted && wanted < instant + offset,
    );
    return after?.instant ?? NaN;
  }

  const first = (date: string, time: string): number => showings(date, time)[0] ?? gap(date, time);
  const last = (date: string, time: string): number =>
    showings(date, time).at(-1) ?? gap(date, time);
  const endOf = (date: string): number => first(addDays(date, 1), '00:00');

  return {
    /** When the clock goes forward or back. */
    changes: spans.slice(1).map(({ instant }) => instant),
    wall,
    showings,
    first,
    last,
    /** The latest date that the clock has shown by then. */
    dateOf(instant: number): string {
      const shown = spans
        .filter((span) => span.instant <= instant && span.instant > instant - DAY)
        .map((span) => wall(span.instant - 1).slice(0, 10));
      return [wall(instant).slice(0, 10), ...shown].sort().at(-1) ?? '';
    },
    /** The channel's hour. In a gap: the jump, or a minute earlier if that's on the next date. */
    hour: (date: string, time: string): number => Math.min(first(date, time), endOf(date) - MINUTE),
    /** The dates that exist between the two instants, in whole or in part. */
    dates(): string[] {
      const dates: string[] = [];
      const end = wall(to).slice(0, 10);
      for (let date = wall(from).slice(0, 10); date <= end; date = addDays(date, 1)) {
        if (endOf(date) > first(date, '00:00')) dates.push(date);
      }
      return dates;
    },
  };
}

export type ZoneTable = ReturnType<typeof zoneTable>;

/** `2021-05-05T09:00` */
function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16);
}
