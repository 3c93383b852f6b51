import type { APIGatewayBotInfo } from 'discord.js';
import { expect, it } from 'vitest';
import { createIdentifyThrottler } from '../../../src/discord/gateway/identify-throttler.ts';

const info = (remaining: number, reset_after = 0, shards = 1): APIGatewayBotInfo => ({
  url: '',
  shards,
  session_start_limit: { total: 1000, remaining, reset_after, max_concurrency: 16 },
});

/** A throttler that fetches these answers, the last one forever. */
function throttlerWith(...answers: APIGatewayBotInfo[]) {
  const waits: [remaining: number, resetMs: number][] = [];
  let fetches = 0;
  const throttler = createIdentifyThrottler({
    fetchInfo: async () => answers[Math.min(fetches++, answers.length - 1)] ?? info(0),
    onLow: (...wait) => waits.push(wait),
  });
  return { throttler, waits, fetches: () => fetches };
}
const never = new AbortController().signal;

it('a connection may identify while many identifies are left, which is asked each time', async () => {
  const { throttler, waits, fetches } = throttlerWith(info(1000));
  await throttler.waitForIdentify(0, never);
  await throttler.waitForIdentify(1, never);
  expect(fetches()).toBe(2);
  expect(waits).toEqual([]);
});

it.concurrent(
  'the identify throttler waits for the reset when few are left, and reports it',
  async () => {
    const { throttler, waits } = throttlerWith(info(10, 20), info(1000));
    const waiting = throttler.waitForIdentify(0, never);
    await expect.poll(() => throttler.isWaiting()).toBe(true);
    await waiting;
    expect(waits).toEqual([[10, 20]]);
    expect(throttler.isWaiting()).toBe(false);
  },
);

it.concurrent(
  'the identify throttler leaves some for a manual restart, however many shards there are',
  async () => {
    const enough = throttlerWith(info(26, 0, 16));
    await enough.throttler.untilAllowed(undefined, never);
    expect(enough.waits).toEqual([]);
    const few = throttlerWith(info(25, 20, 16), info(1000));
    await few.throttler.untilAllowed(undefined, never);
    expect(few.waits).toEqual([[25, 20]]);
  },
);

it('waiting to identify ends with the connection that waits', async () => {
  const { throttler } = throttlerWith(info(0, 60_000));
  const closed = new AbortController();
  const waiting = throttler.waitForIdentify(0, closed.signal);
  closed.abort();
  await expect(waiting).rejects.toThrow();
});

it('discord.js never identifies after the identify throttler failed', async () => {
  const throttler = createIdentifyThrottler({
    fetchInfo: () => Promise.reject(new Error('the token is void')),
    onLow: () => undefined,
  });
  const waiting = throttler.waitForIdentify(0, never).then(
    () => 'identifies',
    () => 'identifies',
  );
  expect(await Promise.race([waiting, new Promise((r) => setTimeout(r, 20, 'waits'))])).toBe(
    'waits',
  );
});
