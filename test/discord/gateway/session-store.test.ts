import { expect, it } from 'vitest';
import { createSessionStore, reconnectDelay } from '../../../src/discord/gateway/session-store.ts';

it('the delay before reconnecting grows from 1 s to 5 min', () => {
  const waits = Array.from({ length: 14 }, (_, n) => reconnectDelay(n + 1) / 1000);
  expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
});

it('a connection resets the reconnect delay only if it lasted a minute', async () => {
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
    // This really waits, but the test only needs to know for how long.
    void sessions.retrieve(0);
  };
  // Otherwise a connection that drops after each login would log in thousands of times a day.
  for (let n = 0; n < 4; n++) drop(1000);
  expect(waits).toEqual([1000, 2000, 4000]);
  drop(60_000);
  drop(60_000);
  expect(waits).toEqual([1000, 2000, 4000]);
  ending.abort();
});

it('a session is returned while its connection lasts, and never once the gateway is closing', async () => {
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
  expect(await Promise.race([retrieved, new Promise((r) => setTimeout(r, 20, 'waits'))])).toBe(
    'waits',
  );
});
