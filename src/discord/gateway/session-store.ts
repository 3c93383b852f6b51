import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionInfo } from 'discord.js';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 5 * 60_000;
/** A connection that lasted this long counts as good. */
const STABLE_MS = 60_000;

/** Milliseconds to wait before the `n`-th attempt in a row, counted from 1: none, 1 s, 2 s, up to 5 min. */
export function reconnectDelay(n: number): number {
  return n <= 1 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (n - 2), LONGEST_DELAY_MS);
}

interface Options {
  signal: AbortSignal;
  onWait: (waitMs: number) => void;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/**
 * Keeps the sessions that can be resumed, and slows down reconnecting. discord.js tries again every
 * half second forever, but asks for the session before each connection; so that is where it waits.
 */
export function createSessionStore({ signal, onWait, now = () => performance.now() }: Options) {
  const sessions = new Map<number, SessionInfo>();
  const connections = new Map<number, { isDown: boolean; failures: number; upSince: number }>();

  function connectionOf(shardId: number) {
    let connection = connections.get(shardId);
    if (!connection) {
      connection = { isDown: false, failures: 0, upSince: Infinity };
      connections.set(shardId, connection);
    }
    return connection;
  }

  return {
    async retrieve(shardId: number): Promise<SessionInfo | null> {
      const connection = connectionOf(shardId);
      if (connection.isDown) {
        connection.isDown = false;
        const waitMs = reconnectDelay(connection.failures);
        if (waitMs > 0) onWait(waitMs);
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
        // Once aborted, the connection that would follow must not be made.
        if (signal.aborted) await new Promise(() => undefined);
      }
      return sessions.get(shardId) ?? null;
    },
    update(shardId: number, session: SessionInfo | null): void {
      if (session) sessions.set(shardId, session);
      else sessions.delete(shardId);
    },
    /** A session began or was resumed. */
    connected(shardId: number): void {
      connectionOf(shardId).upSince = now();
    },
    /** The connection ended, or could not be made. */
    disconnected(shardId: number): void {
      const connection = connectionOf(shardId);
      if (now() - connection.upSince >= STABLE_MS) connection.failures = 0;
      connection.upSince = Infinity;
      connection.isDown = true;
      connection.failures++;
    },
  };
}
