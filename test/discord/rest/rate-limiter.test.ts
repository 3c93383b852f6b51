import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTrailingWindow } from '../../../playground/server/rate-limits/trailing-window.ts';
import { createRateLimiter, RateLimiterStopped } from '../../../src/discord/rest/rate-limiter.ts';
import type { ResponseSignal } from '../../../src/discord/rest/circuit-breaker.ts';
import { type FakeClock, createFakeClock } from './fake-clock.ts';

const ANSWERED: ResponseSignal = { kind: 'answered' };
const FAILED: ResponseSignal = { kind: 'failed' };
const DENIED: ResponseSignal = { kind: 'denied' };
const limited = (
  scope: 'user' | 'global' | 'shared' | 'cloudflare',
  retryAfterMs: number,
): ResponseSignal => ({ kind: 'limited', scope, retryAfterMs });

interface Setting {
  perSecond?: number;
  lateBy?: () => number;
  random?: () => number;
}

/** A rate limiter on a fake clock, and when its requests start. */
function setUp({ perSecond = 48, lateBy, random = () => 1 }: Setting = {}) {
  const clock = createFakeClock(lateBy);
  const reasons: (string | undefined)[] = [];
  const rateLimiter = createRateLimiter({
    perSecond,
    clock,
    random,
    onChange: (reason) => reasons.push(reason?.code),
  });
  const starts: { at: number; name: string }[] = [];
  const errors: unknown[] = [];
  const acquire = (count: number, name = '', urgent = false): void => {
    for (let n = 0; n < count; n++) {
      rateLimiter.acquire(urgent).then(
        () => starts.push({ at: clock.now(), name }),
        (error: unknown) => errors.push(error),
      );
    }
  };
  return { clock, rateLimiter, starts, errors, reasons, acquire };
}

/** How many requests started by an instant. */
async function startedBy(
  { clock, starts }: { clock: FakeClock; starts: unknown[] },
  instant: number,
): Promise<number> {
  await clock.runTo(instant);
  return starts.length;
}

/** Returns these values in turn, so that every run has the same late timers. */
function sequence(...values: number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
}

describe('the rate limiter', () => {
  it('starts the first request at once and spaces out the others evenly', async () => {
    const harness = setUp();
    harness.acquire(200);
    expect(await startedBy(harness, 0)).toBe(1);
    expect(await startedBy(harness, 21)).toBe(2);
    expect(await startedBy(harness, 1000)).toBe(49);
    expect(await startedBy(harness, 2000)).toBe(97);
  });

  it('keeps its mean rate although every timer is late', async () => {
    const harness = setUp({ lateBy: sequence(0.4, 2.7, 12, 1.1, 19, 0) });
    harness.acquire(10_000);
    expect(await startedBy(harness, 100_000)).toBeGreaterThanOrEqual(4799);
    expect(harness.starts.length).toBeLessThanOrEqual(4801);
  });

  it('makes up for only a little of the time lost to a very late timer', async () => {
    let late = 0;
    const harness = setUp({ lateBy: () => late });
    harness.acquire(100);
    await harness.clock.runTo(200);
    late = 500;
    await harness.clock.runTo(230);
    late = 0;
    const before = harness.starts.length;
    await harness.clock.runTo(1000);
    const [first = 0, second = 0, third = 0] = harness.starts.slice(before).map(({ at }) => at);
    expect(first).toBeGreaterThan(700);
    expect(second - first).toBeLessThan(5);
    expect(third - second).toBeGreaterThan(15);
  });

  it('keeps to the strict limit of a Discord that requests reach with jitter', async () => {
    const harness = setUp({ lateBy: sequence(0, 3, 18, 1, 0, 2, 9, 20, 0) });
    harness.acquire(10_000);
    await harness.clock.runTo(200_000);
    const jitter = sequence(20, 3, 0, 11, 19, 7, 0, 20, 14, 1, 5);
    const arrivals = harness.starts.map(({ at }) => at + jitter()).sort((a, b) => a - b);
    const limit = createTrailingWindow(50, 1000);
    expect(arrivals.filter((at) => limit(at) > 0)).toEqual([]);
    expect(arrivals.length / 200).toBeGreaterThan(0.95 * 50);
  });

  it('starts several requests per timer tick when a thousand a second are allowed', async () => {
    const harness = setUp({ perSecond: 960, lateBy: sequence(0, 1, 0.3, 7) });
    harness.acquire(20_000);
    expect(await startedBy(harness, 10_000)).toBeGreaterThanOrEqual(9590);
    const limit = createTrailingWindow(1000, 1000);
    expect(harness.starts.filter(({ at }) => limit(at) > 0)).toEqual([]);
  });

  it('starts requests that a person waits for first', async () => {
    const harness = setUp();
    harness.acquire(3, 'run');
    harness.acquire(2, 'person', true);
    await harness.clock.runTo(200);
    expect(harness.starts.map(({ name }) => name)).toEqual([
      'run',
      'person',
      'person',
      'run',
      'run',
    ]);
  });

  it('saves up no more than that little while idle', async () => {
    const harness = setUp();
    await harness.clock.runTo(5000);
    harness.acquire(100);
    expect(await startedBy(harness, 5019)).toBe(2);
    expect(await startedBy(harness, 6000)).toBeLessThanOrEqual(50);
  });
});

describe('the rate limiter when told to wait', () => {
  it.each(['global', 'cloudflare'] as const)(
    'sends one probe after the wait (%s), and the rest when it is answered',
    async (scope) => {
      const harness = setUp();
      harness.acquire(100);
      await harness.clock.runTo(50);
      const before = harness.starts.length;
      harness.rateLimiter.report(limited(scope, 3000));
      expect(harness.rateLimiter.pausedForMs()).toBe(3000);
      expect(harness.rateLimiter.reason()).toEqual({
        code: scope === 'global' ? 'global-limit' : 'cloudflare',
      });
      expect(await startedBy(harness, 3049)).toBe(before);
      expect(await startedBy(harness, 5000)).toBe(before + 1);
      expect(harness.rateLimiter.pausedForMs()).toBeGreaterThan(0);
      harness.rateLimiter.report(ANSWERED);
      expect(harness.rateLimiter.pausedForMs()).toBe(0);
      expect(harness.rateLimiter.reason()).toBeUndefined();
      expect(await startedBy(harness, 6000)).toBeGreaterThan(before + 45);
      expect(harness.reasons).toHaveLength(2);
    },
  );

  it('waits for the longest time it was told', async () => {
    const harness = setUp();
    harness.rateLimiter.report(limited('global', 3000));
    harness.rateLimiter.report(limited('global', 1000));
    expect(harness.rateLimiter.pausedForMs()).toBe(3000);
    harness.rateLimiter.report(limited('cloudflare', 9000));
    expect(harness.rateLimiter.pausedForMs()).toBe(9000);
    expect(harness.rateLimiter.reason()).toEqual({ code: 'cloudflare' });
    harness.rateLimiter.report(limited('global', 10));
    expect(harness.rateLimiter.reason()).toEqual({ code: 'cloudflare' });
    expect(harness.rateLimiter.counts()).toEqual({ limited: 4, invalid: 4, pauses: 1 });
  });

  it("doesn't take the answer to an earlier request for the end of the wait", async () => {
    const harness = setUp();
    harness.acquire(10);
    const before = await startedBy(harness, 30);
    harness.rateLimiter.report(limited('cloudflare', 3000));
    harness.rateLimiter.report(ANSWERED);
    expect(await startedBy(harness, 3029)).toBe(before);
    expect(await startedBy(harness, 4000)).toBe(before + 1);
  });

  it('lets other requests go when only one channel has reached its limit', async () => {
    const harness = setUp();
    harness.acquire(100);
    harness.rateLimiter.report(limited('user', 60_000));
    harness.rateLimiter.report(limited('shared', 60_000));
    expect(harness.rateLimiter.pausedForMs()).toBe(0);
    expect(await startedBy(harness, 1000)).toBe(49);
    expect(harness.rateLimiter.counts()).toEqual({ limited: 2, invalid: 1, pauses: 0 });
  });

  it('sends one probe per pause while Cloudflare blocks it', async () => {
    const { clock, rateLimiter, starts } = setUp();
    const bannedUntil = 600_000;
    const send = async (): Promise<void> => {
      await rateLimiter.acquire();
      starts.push({ at: clock.now(), name: '' });
      const isBanned = clock.now() > 1000 && clock.now() < bannedUntil;
      const signal = isBanned ? limited('cloudflare', 60_000) : ANSWERED;
      clock.at(clock.now() + 100, () => rateLimiter.report(signal));
    };
    for (let n = 0; n < 1000; n++) void send();
    await clock.runTo(1000);
    const before = starts.length;
    await clock.runTo(bannedUntil - 1);
    // Those in flight until the first answer, then one a minute.
    expect(starts.length - before).toBeLessThanOrEqual(5 + 10);
    await clock.runTo(bannedUntil + 90_000);
    expect(starts).toHaveLength(1000);
  });

  it('waits a second when the time is not a number', () => {
    const harness = setUp();
    harness.rateLimiter.report(limited('global', NaN));
    expect(harness.rateLimiter.pausedForMs()).toBe(1000);
  });
});

describe('the rate limiter while Discord is down', () => {
  it('sends single probes, less and less often, until one is answered', async () => {
    const harness = setUp();
    harness.acquire(1000);
    await harness.clock.runTo(100);
    for (let n = 0; n < 4; n++) harness.rateLimiter.report(FAILED);
    expect(harness.rateLimiter.reason()).toBeUndefined();
    harness.rateLimiter.report(FAILED);
    expect(harness.rateLimiter.reason()).toEqual({ code: 'discord-down' });
    // Requests that were in flight already.
    for (let n = 0; n < 20; n++) harness.rateLimiter.report(FAILED);
    const waits = [];
    for (let probe = 0; probe < 9; probe++) {
      waits.push(harness.rateLimiter.pausedForMs() / 1000);
      const before = harness.starts.length;
      await harness.clock.runTo(harness.clock.now() + harness.rateLimiter.pausedForMs());
      await harness.clock.runTo(harness.clock.now() + 200);
      expect(harness.starts.length).toBe(before + 1);
      harness.rateLimiter.report(FAILED);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    harness.rateLimiter.report(ANSWERED);
    expect(harness.rateLimiter.pausedForMs()).toBe(0);
    const before = harness.starts.length;
    expect(await startedBy(harness, harness.clock.now() + 1000)).toBeGreaterThan(before + 45);
    for (let n = 0; n < 5; n++) harness.rateLimiter.report(FAILED);
    expect(harness.rateLimiter.pausedForMs()).toBe(1000);
    expect(harness.reasons).toEqual(['discord-down', undefined, 'discord-down']);
  });

  it('waits a random part of each pause', () => {
    const harness = setUp({ random: () => 0.3 });
    for (let n = 0; n < 5; n++) harness.rateLimiter.report(FAILED);
    expect(harness.rateLimiter.pausedForMs()).toBeCloseTo(300);
  });

  it("doesn't pause when an answer came between the failures", () => {
    const harness = setUp();
    for (let n = 0; n < 40; n++) harness.rateLimiter.report(n % 5 === 4 ? DENIED : FAILED);
    expect(harness.reasons).toEqual([]);
  });

  it("gives up on a probe that wasn't answered for half a minute", async () => {
    const harness = setUp();
    for (let n = 0; n < 5; n++) harness.rateLimiter.report(FAILED);
    harness.acquire(100);
    expect(await startedBy(harness, 30_999)).toBe(1);
    expect(await startedBy(harness, 31_001)).toBe(2);
    expect(await startedBy(harness, 60_999)).toBe(2);
  });

  it("sends another probe when the first one hit a channel's limit", async () => {
    const harness = setUp();
    harness.acquire(10);
    harness.rateLimiter.report(limited('global', 1000));
    expect(await startedBy(harness, 1500)).toBe(2);
    harness.rateLimiter.report(limited('user', 5000));
    expect(await startedBy(harness, 2000)).toBe(3);
  });
});

describe('invalid requests', () => {
  it('stop everything at 2,000 within ten minutes, until a tenth of them have expired', async () => {
    const harness = setUp();
    for (let n = 0; n < 1999; n++) {
      harness.clock.at(n * 100, () =>
        harness.rateLimiter.report(n % 2 ? DENIED : limited('user', 1)),
      );
    }
    await harness.clock.runTo(199_950);
    for (let n = 0; n < 5000; n++) harness.rateLimiter.report(limited('shared', 1));
    expect(harness.rateLimiter.reason()).toBeUndefined();
    harness.rateLimiter.report(DENIED);
    expect(harness.rateLimiter.reason()).toEqual({ code: 'invalid-requests' });
    expect(harness.rateLimiter.pausedForMs()).toBe(600_000 + 199 * 100 - 199_950);
    harness.acquire(100);
    expect(await startedBy(harness, 619_899)).toBe(0);
    expect(await startedBy(harness, 620_900)).toBeGreaterThan(45);
    expect(harness.rateLimiter.reason()).toBeUndefined();
    expect(harness.reasons).toHaveLength(2);
    expect(harness.rateLimiter.counts()).toMatchObject({ invalid: 2000, pauses: 1 });
  });

  it('stop nothing when spread over a longer time', async () => {
    const harness = setUp();
    for (let n = 0; n < 6000; n++)
      harness.clock.at(n * 301, () => harness.rateLimiter.report(DENIED));
    await harness.clock.runTo(6000 * 301);
    expect(harness.reasons).toEqual([]);
    expect(harness.rateLimiter.counts().invalid).toBe(6000);
  });
});

describe('a stopped rate limiter', () => {
  it('rejects all waiters with the reason when the token is void', async () => {
    const harness = setUp();
    harness.acquire(100);
    await harness.clock.runTo(100);
    const before = harness.starts.length;
    harness.rateLimiter.report({ kind: 'revoked' });
    harness.acquire(5, '', true);
    harness.rateLimiter.report(ANSWERED);
    expect(await startedBy(harness, 3_600_000)).toBe(before);
    expect(harness.errors).toHaveLength(105 - before);
    expect(harness.errors.every((error) => error instanceof RateLimiterStopped)).toBe(true);
    expect(harness.errors[0]).toMatchObject({ reason: { code: 'token-rejected' } });
    expect(harness.rateLimiter.pausedForMs()).toBe(Infinity);
    expect(harness.reasons).toEqual(['token-rejected']);
    expect(harness.clock.pending).toBe(0);
  });

  it('leaves no timer when the operator stops it', async () => {
    const harness = setUp();
    harness.acquire(3);
    harness.rateLimiter.stop();
    await harness.clock.runTo(1000);
    expect(harness.starts).toHaveLength(1);
    expect(harness.errors).toHaveLength(2);
    await expect(harness.rateLimiter.acquire()).rejects.toThrow(RateLimiterStopped);
    expect(harness.clock.pending).toBe(0);
  });
});

describe('a process clock that changes', () => {
  afterEach(() => vi.useRealTimers());

  it('holds nothing up when it is put forward or back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const rateLimiter = createRateLimiter({ perSecond: 100 });
    const startedAt = performance.now();
    for (const date of ['2031-01-01', '1999-01-01', '2021-05-05', '2020-01-01', '2022-01-01']) {
      await rateLimiter.acquire();
      vi.setSystemTime(Date.parse(date));
    }
    expect(performance.now() - startedAt).toBeGreaterThan(5);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    rateLimiter.stop();
  });
});
