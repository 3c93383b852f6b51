import { expect, it } from 'vitest';
import { createSessionStore, reconnectDelay } from '../../../src/discord/gateway/session-store.ts';

it('waits between 1 s and 5 min before reconnecting', () => {
  const waits = Array.from({ length: 14 }, (_, n) => reconnectDelay(n + 1) / 1000);
  expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
});

it('counts a connection as good only after a minute', async () => {
  const waits: number[] = [];
  const ending = new AbortController();
  let now = 0;
  const sessions = createSessionStore({
    signal: ending.signal,
    onWait: (ms) => waits.push(ms),
    now: () => now,
  });
  const drop = (afterMs: number): void => {
    sessions.connected(0);
    now += afterMs;
    sessions.disconnected(0);
    // It waits for real; only that it would is of interest.
    void sessions.retrieve(0);
  };
  // Dropped right after each login, it would log in thousands of times a day.
  for (let n = 0; n < 4; n++) drop(1000);
  expect(waits).toEqual([1000, 2000, 4000]);
  drop(60_000);
  drop(60_000);
  expect(waits).toEqual([1000, 2000, 4000]);
  ending.abort();
});

it('returns the session while the connection stands, and stores none after the end', async () => {
  const ending = new AbortController();
  const sessions = createSessionStore({ signal: ending.signal, onWait: () => undefined });
  const session = { resumeURL: '', sequence: 1, sessionId: 'a', shardCount: 1, shardId: 0 };
  sessions.update(0, session);
  sessions.connected(0);
  expect(await sessions.retrieve(0)).toBe(session);
  sessions.update(0, null);
  expect(await sessions.retrieve(0)).toBeNull();
  sessions.disconnected(0);
  ending.abort();
  const retrieved = sessions.retrieve(0).then(() => 'connects');
  expect(await Promise.race([retrieved, new Promise((r) => setTimeout(r, 20, 'rests'))])).toBe(
    'rests',
  );
});
