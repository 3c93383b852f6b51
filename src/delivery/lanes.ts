/** Bounds how much is under way at once. */
export interface Lanes {
  /** Resolves when there is a free lane, and takes it. */
  enter(): Promise<void>;
  leave(): void;
  /** Resolves when nothing is under way. */
  empty(): Promise<void>;
}

/** @param count how many things may be under way; one caller enters at a time, as a loop does */
export function makeLanes(count: number): Lanes {
  let taken = 0;
  let entering: (() => void) | undefined;
  let emptying: (() => void)[] = [];
  return {
    async enter() {
      while (taken >= count) await new Promise<void>((resolve) => (entering = resolve));
      taken++;
    },
    leave() {
      taken--;
      entering?.();
      entering = undefined;
      if (taken === 0) {
        emptying.forEach((resolve) => resolve());
        emptying = [];
      }
    },
    empty: () =>
      taken === 0 ? Promise.resolve() : new Promise<void>((resolve) => emptying.push(resolve)),
  };
}
