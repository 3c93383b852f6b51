/**
 * Keeps what was asked for last.
 *
 * @param size how many things
 * @returns the thing of that key, made where it is not at hand; undefined is not kept
 */
export function createLru<T>(
  size: number,
): (key: string, make: () => T | undefined) => T | undefined {
  const kept = new Map<string, T>();
  return (key, make) => {
    const value = kept.get(key) ?? make();
    if (value === undefined) return undefined;
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= size) break;
      kept.delete(oldest);
    }
    return value;
  };
}
