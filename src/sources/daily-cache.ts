import type { Day } from '../digest/types.ts';
import { utcDay } from './utc-day.ts';

/** What was asked for today, by its id. */
export interface Remembered<T> {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
}

/**
 * Remembers values until the day ends in UTC.
 *
 * @param max of more, the oldest are forgotten
 * @param now Unix milliseconds
 */
export function rememberForToday<T>({
  max,
  now,
}: {
  max: number;
  now: () => number;
}): Remembered<T> {
  const values = new Map<string, T>();
  let day: Day | undefined;
  const today = (): Map<string, T> => {
    if (day !== utcDay(now())) values.clear();
    day = utcDay(now());
    return values;
  };
  return {
    get: (id) => today().get(id),
    set(id, value) {
      today().set(id, value);
      const [oldest] = values.keys();
      if (values.size > max && oldest !== undefined) values.delete(oldest);
    },
  };
}
