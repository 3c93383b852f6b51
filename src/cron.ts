import { schedule } from 'node-cron';

/**
 * How late a minute may be noticed, in milliseconds. node-cron drops one that is noticed a second
 * late unless told otherwise, as on a machine that is busy; whoever waits for it would wait for a
 * minute more.
 */
const TOLERANCE_MS = 59_000;

/**
 * Calls `tick` at each full minute, in UTC: in a zone that puts its clock back, an hour of minutes
 * would be left out. For the same reason the process's own zone must be UTC; see preload.cjs.
 *
 * @returns ends it
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
