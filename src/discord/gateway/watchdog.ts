/** Into how many looks an interval is divided. */
const LOOKS = 4;
/** After how many intervals without a word a connection is given up. */
const INTERVALS = 3;

interface Options {
  /** The usual time between two heartbeats, in milliseconds. */
  intervalMs: number;
  /** Whether there is a reason for the silence. */
  isExcused: () => boolean;
  onSilence: () => void;
}

/**
 * Notices when nothing at all has been heard on a shard for three heartbeat intervals, reconnecting
 * included. It counts its own looks instead of reading a clock, so that a machine which slept has
 * not been silent.
 */
export function createWatchdog({ intervalMs, isExcused, onSilence }: Options) {
  const looks = new Map<number, number>();
  const timer = setInterval(() => {
    if (isExcused()) return;
    for (const [shardId, count] of looks) {
      looks.set(shardId, count + 1);
      if (count + 1 < LOOKS * INTERVALS) continue;
      clearInterval(timer);
      onSilence();
      return;
    }
  }, intervalMs / LOOKS);
  timer.unref();
  return {
    heard: (shardId: number): void => void looks.set(shardId, 0),
    stop: (): void => clearInterval(timer),
  };
}
