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
