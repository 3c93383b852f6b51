/**
 * Preloaded into the measured process (`node --import`), which doesn't know about it: responds to
 * `{ meter: 'start' }` and `{ meter: 'read' }` from the parent process with what was used since the
 * last start.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Metered {
  cpuMs: number;
  /** The maximum since the process began, in bytes. */
  rssMax: number;
  /** The current value, in bytes. */
  rss: number;
  /** Event-loop delay, in milliseconds. */
  delayP99: number;
  delayMax: number;
}

/** The histogram contains the time between samples, which is this much without any delay. */
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
