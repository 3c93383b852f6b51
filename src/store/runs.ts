import { setImmediate as breathe } from 'node:timers/promises';
import type { Keyv } from 'keyv';

/** A run of deliveries: who was due when it began. */
export interface Run {
  /** Unix milliseconds. */
  startedAt: number;
  /** In the order in which they are served. */
  channels: string[];
}

/** The run that is under way. */
export interface Runs {
  /** Undefined when none is; after a crash, the one that was interrupted. */
  current(): Run | undefined;
  /**
   * Writes it down, the first channels first. If that is broken off, a part of it is under way: who
   * is missing in it is due all the same once it is finished.
   */
  begin(run: Run): Promise<void>;
  finish(): Promise<void>;
}

/**
 * How many channels are stored as one value. A database page holds a few such rows; a larger value
 * would lie on pages of its own, which every search past it would read.
 */
const PAGE = 40;
/** How many pages are written at once: larger writes would hold up everything else. */
const BLOCK = 100;

/** Reads the run that was interrupted, if there is one. A write stands on disk before it is seen. */
export async function loadRuns(keyv: Keyv<Run>): Promise<Runs> {
  let current: Run | undefined;
  // In the order of the keys, which is that of the run.
  for await (const [, page] of keyv.iterator() as AsyncIterable<[string, Run]>) {
    current ??= { startedAt: page.startedAt, channels: [] };
    current.channels.push(...page.channels);
  }
  let isEmpty = current === undefined;
  return {
    current: () => current,
    async begin({ startedAt, channels }) {
      const pages: { key: string; value: Run }[] = [];
      for (let start = 0; start < channels.length; start += PAGE) {
        const value = { startedAt, channels: channels.slice(start, start + PAGE) };
        pages.push({ key: String(pages.length).padStart(8, '0'), value });
      }
      if (!isEmpty) await keyv.clear();
      isEmpty = false;
      for (let start = 0; start < pages.length; start += BLOCK) {
        await keyv.setMany(pages.slice(start, start + BLOCK));
        await breathe();
      }
      current = { startedAt, channels };
    },
    async finish() {
      await keyv.clear();
      isEmpty = true;
      current = undefined;
    },
  };
}
