import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionInfo } from 'discord.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** A connection that held for this long was a good one. */
const HELD_MS = 60_000;

/** How long to wait before the `n`-th try in a row, counted from 1: none, 1 s, 2 s, up to 5 min. */
export function waitBefore(n: number): number {
  return n <= 1 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (n - 2), LONGEST_WAIT_MS);
}

interface Options {
  signal: AbortSignal;
  onWait: (waitMs: number) => void;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * Keeps the sessions that can be resumed, and slows reconnecting down. discord.js tries again
 * every half second for ever; but it asks for the session before each connection, and waits.
 */
export function createSessionStore({ signal, onWait, now = () => performance.now() }: Options) {
  const sessions = new Map<number, SessionInfo>();
  const lines = new Map<number, { isDown: boolean; failures: number; upSince: number }>();

  function lineOf(shardId: number) {
    let line = lines.get(shardId);
    if (!line) lines.set(shardId, (line = { isDown: false, failures: 0, upSince: Infinity }));
    return line;
  }

  return {
    async retrieve(shardId: number): Promise<SessionInfo | null> {
      const line = lineOf(shardId);
      if (line.isDown) {
        line.isDown = false;
        const waitMs = waitBefore(line.failures);
        if (waitMs > 0) onWait(waitMs);
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
        // It was told to end: the connection that would come next must not be made.
        if (signal.aborted) await new Promise(() => undefined);
      }
      return sessions.get(shardId) ?? null;
    },
    update(shardId: number, session: SessionInfo | null): void {
      if (session) sessions.set(shardId, session);
      else sessions.delete(shardId);
    },
    /** A session began or went on. */
    up(shardId: number): void {
      lineOf(shardId).upSince = now();
    },
    /** The connection ended, or could not be made. */
    down(shardId: number): void {
      const line = lineOf(shardId);
      if (now() - line.upSince >= HELD_MS) line.failures = 0;
      line.upSince = Infinity;
      line.isDown = true;
      line.failures++;
    },
  };
}
