import fc from 'fast-check';
import { zoneTable, ZONES, type ZoneTable } from './zone-table.ts';

const WEEK = 7 * 86_400_000;

/** Two years of a zone, and a table that is a little wider, so that sums do not fall off its ends. */
export interface ZoneWorld {
  zone: string;
  from: number;
  to: number;
  table: ZoneTable;
}

export const tables: readonly ZoneWorld[] = [
  ...ZONES.map((zone) => worldOf(zone, '2023-09-01', '2025-09-01')),
  // A clock that went back over midnight, and a date that was left out.
  worldOf('America/St_Johns', '2010-06-01', '2012-06-01'),
  worldOf('Pacific/Apia', '2010-06-01', '2012-06-01'),
];

function worldOf(zone: string, first: string, last: string): ZoneWorld {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  return { zone, from, to, table: zoneTable(zone, from - WEEK, to + WEEK) };
}

/** Whole minutes in any of the worlds, every other one within a day and a half of a change. */
export function instantsIn(worlds: readonly ZoneWorld[]) {
  return fc.constantFrom(...worlds).chain((world) => {
    const { table, from, to } = world;
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
      ...world,
      instant,
      [fc.toStringMethod]: () => `${world.zone} ${new Date(instant).toISOString()}`,
    }));
  });
}

/** `HH:MM`, more often in the small hours, when clocks change. */
export const clockTimes = fc
  .tuple(fc.oneof(fc.nat(3), fc.constant(23), fc.nat(23)), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
