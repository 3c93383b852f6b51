import { openSync, writeSync } from 'node:fs';

/**
 * One clock for Discord and every process under test, kept in a file: a process that's stopped and
 * continued sees the new time at once, as on a real machine. See `clock-preload.ts`.
 */
export interface Clock {
  readonly file: string;
  /** Unix milliseconds. */
  now: () => number;
  /** Moves it forward for all processes. */
  advance: (ms: number) => void;
}

/** @param startAt the initial time, in Unix milliseconds */
export const createClock = (file: string, startAt: number): Clock => {
  const descriptor = openSync(file, 'w');
  const bytes = Buffer.alloc(8);
  let offsetMs = startAt - Date.now();
  const write = (): void => {
    bytes.writeDoubleLE(offsetMs);
    writeSync(descriptor, bytes, 0, 8, 0);
  };
  write();
  return {
    file,
    now: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms;
      write();
    },
  };
};
