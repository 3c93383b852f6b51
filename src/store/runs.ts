import type { Keyv } from 'keyv';

/** A run of deliveries that is under way: who was due when it began. */
export interface Run {
  /** Unix milliseconds. */
  startedAt: number;
  /** In the order in which they are served. */
  channels: string[];
}

/** The run that is under way, if any; after a crash, the one that was interrupted. */
export interface Runs {
  current(): Promise<Run | undefined>;
  begin(run: Run): Promise<void>;
  finish(): Promise<void>;
}

const KEY = 'current';

export function runsIn(keyv: Keyv<Run>): Runs {
  return {
    current: () => keyv.get(KEY),
    async begin(run) {
      await keyv.set(KEY, run);
    },
    async finish() {
      await keyv.delete(KEY);
    },
  };
}
