import { setTimeout as sleep } from 'node:timers/promises';

/** How long queued requests may wait during shutdown. */
const QUEUE_GRACE_MS = 3000;
/** How long requests in flight may take during shutdown. */
const REQUEST_GRACE_MS = 6000;

/** What runs. The functions that stop work resolve when the work in progress is done. */
interface RunningParts {
  stopTicks: () => Promise<void>;
  builder: { stop(): Promise<void> };
  paperLookup: { stop: () => void } | undefined;
  delivery: { stop(): Promise<void> };
  rateLimiter: { pausedForMs(): number; stop(): void };
  discord: { idle(): Promise<void>; abort(): Promise<void>; close(): Promise<void> };
  archive: { close(): Promise<void> };
  stopBackups: () => Promise<void>;
  store: { close(): Promise<void> };
  lock: { release(): void };
}

/**
 * Accepts no new work, lets the work in progress finish within about seven seconds, and closes
 * everything. A post that doesn't finish leaves its stored intent, which the next start looks into.
 */
export async function shutDown(parts: RunningParts): Promise<void> {
  const { rateLimiter, discord } = parts;
  await parts.stopTicks();
  const built = parts.builder.stop();
  parts.paperLookup?.stop();
  const delivered = parts.delivery.stop();
  // Queued requests get their turn, but a long pause isn't waited out.
  const isPaused = rateLimiter.pausedForMs() > QUEUE_GRACE_MS;
  const forceTimer = setTimeout(() => rateLimiter.stop(), isPaused ? 0 : QUEUE_GRACE_MS);
  const abortTimer = setTimeout(() => void discord.abort(), REQUEST_GRACE_MS);
  const finished = Promise.allSettled([delivered, discord.idle()]);
  await Promise.race([finished, sleep(REQUEST_GRACE_MS + 1000, undefined, { ref: false })]);
  clearTimeout(forceTimer);
  clearTimeout(abortTimer);
  rateLimiter.stop();
  await built;
  await discord.close();
  await parts.archive.close();
  await parts.stopBackups();
  await parts.store.close();
  parts.lock.release();
}
