/** When more of an answer than this cannot be read, the rest is not believed either. */
const MAX_MALFORMED = 0.3;

/** What could be read of an answer's items. */
export interface Sifted<T> {
  read: T[];
  malformed: number;
  /** Too many were malformed. */
  isUnbelievable: boolean;
  /** A sentence about those that are left out, where there are any. */
  remarks: string[];
}

/**
 * Reads an answer's items one by one.
 *
 * @param read gives undefined for what is malformed
 */
export function sift<Item, T>(
  items: readonly Item[],
  read: (item: Item) => T | undefined,
): Sifted<T> {
  const good = items.map(read).filter((item) => item !== undefined);
  const malformed = items.length - good.length;
  return {
    read: good,
    malformed,
    isUnbelievable: malformed > items.length * MAX_MALFORMED,
    remarks:
      malformed === 0 ? [] : [`${malformed} of ${items.length} items were malformed and left out`],
  };
}
