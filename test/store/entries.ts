import type { Keyv } from 'keyv';

/** Everything the iterator yields, in its order. */
export async function entriesOf<T>(keyv: Keyv<T>): Promise<[string, T][]> {
  const entries: [string, T][] = [];
  for await (const entry of keyv.iterator()) entries.push(entry as [string, T]);
  return entries;
}
