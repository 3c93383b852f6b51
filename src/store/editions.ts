import type { Keyv } from 'keyv';

/** By day: the edition of its digest that every message of it shows. */
export interface Editions {
  get(day: string): string | undefined;
  put(day: string, edition: string): Promise<void>;
}

/** Reads all of them; there is one a day. A write stands on disk before it is seen. */
export async function loadEditions(keyv: Keyv<string>): Promise<Editions> {
  const byDay = new Map<string, string>();
  for await (const [day, edition] of keyv.iterator() as AsyncIterable<[string, string]>) {
    byDay.set(day, edition);
  }
  return {
    get: (day) => byDay.get(day),
    async put(day, edition) {
      await keyv.set(day, edition);
      byDay.set(day, edition);
    },
  };
}
