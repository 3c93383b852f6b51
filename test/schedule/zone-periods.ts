import fc from 'fast-check';
import { zoneTable, ZONES, type ZoneTable } from './zone-table.ts';

const WEEK = 7 * 86_400_000;

/** Two years in a zone, and a table that's a little longer, so that sums don't fall off its ends. */
export interface ZonePeriod {
  zone: string;
  from: number;
  to: number;
  table: ZoneTable;
}

export const periods: readonly ZonePeriod[] = [
  ...ZONES.map((zone) => periodOf(zone, '2023-09-01', '2025-09-01')),
  // A clock that went back over midnight, and a date that was skipped.
  periodOf('America/St_Johns', '2010-06-01', '2012-06-01'),
  periodOf('Pacific/Apia', '2010-06-01', '2012-06-01'),
];

function periodOf(zone: string, first: string, last: string): ZonePeriod {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  return { zone, from, to, table: zoneTable(zone, from - WEEK, to + WEEK) };
}

/** Whole minutes in any of the periods, half of them within a day and a half of a clock change. */
export function instantsIn(periods: readonly ZonePeriod[]) {
  return fc.constantFrom(...periods).chain((period) => {
    const { table, from, to } = period;
    const minutes = (start: number, end: number) =>
      fc.integer({ min: start / 60_000, max: end / 60_000 }).map((minute) => minute * 60_000);
    const near = table.changes.filter((change) => change >= from && change <= to);
    const anywhere = minutes(from, to);
    const changing =
      near.length === 0
        ? anywhere
        : fc
            .constantFrom(...near)
            .chain((change) => minutes(change - 36 * 3_600_000, change + 36 * 3_600_000));
    return fc.oneof(anywhere, changing).map((instant) => ({
      ...period,
      instant,
      [fc.toStringMethod]: () => `${period.zone} ${new Date(instant).toISOString()}`,
    }));
  });
}

/** `HH:MM`, more often in the small hours, when clocks change. */
export const clockTimes = fc
  .tuple(fc.oneof(fc.nat(3), fc.constant(23), fc.nat(23)), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
