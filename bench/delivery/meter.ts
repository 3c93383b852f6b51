/**
 * Preloaded into what is measured (`node --import`), which knows nothing of it: answers the parent
 * process's `{ meter: 'start' }` and `{ meter: 'read' }` with what was used since the last start.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Metered {
  cpuMs: number;
  /** Since the process began, in bytes. */
  rssMax: number;
  /** At this moment. */
  rss: number;
  /** By how much the event loop was late, in milliseconds. */
  delayP99: number;
  delayMax: number;
}

/** The histogram holds the time from one sample to the next, this much when nothing is late. */
const RESOLUTION_MS = 10;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let before = process.cpuUsage();

const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

process.on('message', (message) => {
  const { meter } = (message ?? {}) as { meter?: 'start' | 'read' };
  if (meter === undefined) return;
  const { user, system } = process.cpuUsage(before);
  const metered: Metered = {
    cpuMs: (user + system) / 1000,
    rssMax: process.resourceUsage().maxRSS * 1024,
    rss: process.memoryUsage.rss(),
    delayP99: late(delay.percentile(99)),
    delayMax: late(delay.max),
  };
  if (meter === 'start') {
    before = process.cpuUsage();
    delay.reset();
  }
  process.send?.(metered);
});
