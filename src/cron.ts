import { schedule } from 'node-cron';

/**
 * How late a minute may be noticed, in milliseconds. By default node-cron skips a minute that it
 * notices over a second late, as on a busy machine, and what was due would wait for the next one.
 */
const TOLERANCE_MS = 59_000;

/**
 * Calls `tick` at each full minute, in UTC: in a zone that sets its clock back, an hour of minutes
 * would be skipped. For the same reason the process's own zone must be UTC; see preload.cjs.
 *
 * @returns stops it
 */
export function everyMinute(tick: () => void): () => Promise<void> {
  const task = schedule('* * * * *', tick, {
    timezone: 'UTC',
    missedExecutionTolerance: TOLERANCE_MS,
  });
  return async () => {
    await task.destroy();
  };
}

interface Ticks {
  /** Delivers what is due. Safe to call at any time, like `build`. */
  deliver: () => Promise<void>;
  /** Builds what is due. */
  build: () => Promise<void>;
  onArchiveChange: (listener: () => void) => void;
  /** How long the archive must not have changed before its newest digest is delivered, in ms. */
  debounceMs: number;
}

/**
 * Starts what Paperboy does by itself: it builds and delivers now and every minute, and delivers
 * soon after the archive has changed. One timer serves all channels.
 *
 * @returns stops it
 */
export function startTicks({
  deliver,
  build,
  onArchiveChange,
  debounceMs,
}: Ticks): () => Promise<void> {
  void deliver();
  void build();
  // A digest that appears after a channel's hour is delivered when it appears. But when many appear
  // at once, as in a checkout of an archive, only the last of them is the newest.
  let debounce: NodeJS.Timeout | undefined;
  onArchiveChange(() => {
    clearTimeout(debounce);
    debounce = setTimeout(() => {
      debounce = undefined;
      void deliver();
    }, debounceMs);
  });
  const stopMinutes = everyMinute(() => {
    if (!debounce) void deliver();
    void build();
  });
  return async () => {
    clearTimeout(debounce);
    await stopMinutes();
  };
}
