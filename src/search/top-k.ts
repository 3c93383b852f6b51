/** The first `count` of the items in an order, without putting all of them in order. */
export function topK<T>(items: readonly T[], count: number, compare: (a: T, b: T) => number): T[] {
  // Insertion pays where most items are turned away at the first comparison.
  if (count * 8 > items.length) return items.toSorted(compare).slice(0, count);
  const first: T[] = [];
  for (const item of items) {
    const last = first.at(-1);
    if (first.length === count && (last === undefined || compare(item, last) >= 0)) continue;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(item, first[middle] as T) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}
