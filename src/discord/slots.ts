/** So many at a time; who comes later waits in line. */
export interface Slots {
  take(): Promise<void>;
  give(): void;
}

export function makeSlots(count: number): Slots {
  let free = count;
  let waiting: (() => void)[] = [];
  // Taken from the front by index: shifting a long array would cost its length each time.
  let next = 0;
  return {
    take() {
      if (free > 0) {
        free--;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    give() {
      const resolve = waiting[next++];
      if (!resolve) {
        free++;
        waiting = [];
        next = 0;
        return;
      }
      resolve();
      if (next > 1000) {
        waiting = waiting.slice(next);
        next = 0;
      }
    },
  };
}
