import { byDayThenRank, type Place } from '../archive/entry.ts';

/**
 * Each paper once, as its newest digest has it.
 *
 * @param repeated the ids of all papers that may be there more than once; the fewer, the faster
 */
export function newestPerPaper<T>(
  items: Iterable<T>,
  placeOf: (item: T) => Place,
  repeated: ReadonlySet<string>,
): T[] {
  const alone: T[] = [];
  const newest = new Map<string, T>();
  for (const item of items) {
    const place = placeOf(item);
    if (!repeated.has(place.arxivId)) {
      alone.push(item);
      continue;
    }
    const before = newest.get(place.arxivId);
    if (before === undefined || byDayThenRank(place, placeOf(before)) < 0) {
      newest.set(place.arxivId, item);
    }
  }
  return [...alone, ...newest.values()];
}
