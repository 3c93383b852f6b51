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

/** A pace on a fake clock, and when its requests start. */
function setUp({ perSecond = 48, lateBy, random = () => 1 }: Setting = {}) {
  const clock = createFakeClock(lateBy);
  const told: (string | undefined)[] = [];
  const rateLimiter = createRateLimiter({
    perSecond,
    clock,
    random,
    onChange: (reason) => told.push(reason?.code),
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
  return { clock, rateLimiter, starts, errors, told, acquire };
}

/** How many requests started by an instant. */
async function startedBy(
  { clock, starts }: { clock: FakeClock; starts: unknown[] },
  instant: number,
): Promise<number> {
  await clock.runTo(instant);
  return starts.length;
}

/** The same late timers in each run. */
function sequence(...values: number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
}

describe('the rate limiter', () => {
  it('starts the first request at once and spaces out the others evenly', async () => {
    const lab = setUp();
    lab.acquire(200);
    expect(await startedBy(lab, 0)).toBe(1);
    expect(await startedBy(lab, 21)).toBe(2);
    expect(await startedBy(lab, 1000)).toBe(49);
    expect(await startedBy(lab, 2000)).toBe(97);
  });

  it('keeps its mean rate although every timer is late', async () => {
    const lab = setUp({ lateBy: sequence(0.4, 2.7, 12, 1.1, 19, 0) });
    lab.acquire(10_000);
    expect(await startedBy(lab, 100_000)).toBeGreaterThanOrEqual(4799);
    expect(lab.starts.length).toBeLessThanOrEqual(4801);
  });

  it('makes up for only a little of what a very late timer cost', async () => {
    let late = 0;
    const lab = setUp({ lateBy: () => late });
    lab.acquire(100);
    await lab.clock.runTo(200);
    late = 500;
    await lab.clock.runTo(230);
    late = 0;
    const before = lab.starts.length;
    await lab.clock.runTo(1000);
    const [first = 0, second = 0, third = 0] = lab.starts.slice(before).map(({ at }) => at);
    expect(first).toBeGreaterThan(700);
    expect(second - first).toBeLessThan(5);
    expect(third - second).toBeGreaterThan(15);
  });

  it('keeps to the strict limit of a Discord that requests reach with jitter', async () => {
    const lab = setUp({ lateBy: sequence(0, 3, 18, 1, 0, 2, 9, 20, 0) });
    lab.acquire(10_000);
    await lab.clock.runTo(200_000);
    const jitter = sequence(20, 3, 0, 11, 19, 7, 0, 20, 14, 1, 5);
    const arrivals = lab.starts.map(({ at }) => at + jitter()).sort((a, b) => a - b);
    const limit = createTrailingWindow(50, 1000);
    expect(arrivals.filter((at) => limit(at) > 0)).toEqual([]);
    expect(arrivals.length / 200).toBeGreaterThan(0.95 * 50);
  });

  it('starts several requests per timer tick when a thousand a second are allowed', async () => {
    const lab = setUp({ perSecond: 960, lateBy: sequence(0, 1, 0.3, 7) });
    lab.acquire(20_000);
    expect(await startedBy(lab, 10_000)).toBeGreaterThanOrEqual(9590);
    const limit = createTrailingWindow(1000, 1000);
    expect(lab.starts.filter(({ at }) => limit(at) > 0)).toEqual([]);
  });

  it('starts requests that a person waits for first', async () => {
    const lab = setUp();
    lab.acquire(3, 'run');
    lab.acquire(2, 'person', true);
    await lab.clock.runTo(200);
    expect(lab.starts.map(({ name }) => name)).toEqual(['run', 'person', 'person', 'run', 'run']);
  });

  it('saves up no more than that while idle', async () => {
    const lab = setUp();
    await lab.clock.runTo(5000);
    lab.acquire(100);
    expect(await startedBy(lab, 5019)).toBe(2);
    expect(await startedBy(lab, 6000)).toBeLessThanOrEqual(50);
  });
});

describe('the rate limiter when told to wait', () => {
  it.each(['global', 'cloudflare'] as const)(
    'sends one probe after the wait (%s), and the rest when it is answered',
    async (scope) => {
      const lab = setUp();
      lab.acquire(100);
      await lab.clock.runTo(50);
      const before = lab.starts.length;
      lab.rateLimiter.report(limited(scope, 3000));
      expect(lab.rateLimiter.pausedForMs()).toBe(3000);
      expect(lab.rateLimiter.reason()).toEqual({
        code: scope === 'global' ? 'global-limit' : 'cloudflare',
      });
      expect(await startedBy(lab, 3049)).toBe(before);
      expect(await startedBy(lab, 5000)).toBe(before + 1);
      expect(lab.rateLimiter.pausedForMs()).toBeGreaterThan(0);
      lab.rateLimiter.report(ANSWERED);
      expect(lab.rateLimiter.pausedForMs()).toBe(0);
      expect(lab.rateLimiter.reason()).toBeUndefined();
      expect(await startedBy(lab, 6000)).toBeGreaterThan(before + 45);
      expect(lab.told).toHaveLength(2);
    },
  );

  it('waits for the longest time it was given', async () => {
    const lab = setUp();
    lab.rateLimiter.report(limited('global', 3000));
    lab.rateLimiter.report(limited('global', 1000));
    expect(lab.rateLimiter.pausedForMs()).toBe(3000);
    lab.rateLimiter.report(limited('cloudflare', 9000));
    expect(lab.rateLimiter.pausedForMs()).toBe(9000);
    expect(lab.rateLimiter.reason()).toEqual({ code: 'cloudflare' });
    lab.rateLimiter.report(limited('global', 10));
    expect(lab.rateLimiter.reason()).toEqual({ code: 'cloudflare' });
    expect(lab.rateLimiter.counts()).toEqual({ limited: 4, invalid: 4, pauses: 1 });
  });

  it("doesn't take the answer to an earlier request for the end of the wait", async () => {
    const lab = setUp();
    lab.acquire(10);
    const before = await startedBy(lab, 30);
    lab.rateLimiter.report(limited('cloudflare', 3000));
    lab.rateLimiter.report(ANSWERED);
    expect(await startedBy(lab, 3029)).toBe(before);
    expect(await startedBy(lab, 4000)).toBe(before + 1);
  });

  it('lets other requests go when only one channel has reached its limit', async () => {
    const lab = setUp();
    lab.acquire(100);
    lab.rateLimiter.report(limited('user', 60_000));
    lab.rateLimiter.report(limited('shared', 60_000));
    expect(lab.rateLimiter.pausedForMs()).toBe(0);
    expect(await startedBy(lab, 1000)).toBe(49);
    expect(lab.rateLimiter.counts()).toEqual({ limited: 2, invalid: 1, pauses: 0 });
  });

  it('sends one probe per pause while Cloudflare blocks it', async () => {
    const { clock, rateLimiter, starts } = setUp();
    const bannedUntil = 600_000;
    const send = async (): Promise<void> => {
      await rateLimiter.acquire();
      starts.push({ at: clock.now(), name: '' });
      const isBanned = clock.now() > 1000 && clock.now() < bannedUntil;
      const seen = isBanned ? limited('cloudflare', 60_000) : ANSWERED;
      clock.at(clock.now() + 100, () => rateLimiter.report(seen));
    };
    for (let n = 0; n < 1000; n++) void send();
    await clock.runTo(1000);
    const before = starts.length;
    await clock.runTo(bannedUntil - 1);
    // Those that were under way until the first answer, then one a minute.
    expect(starts.length - before).toBeLessThanOrEqual(5 + 10);
    await clock.runTo(bannedUntil + 90_000);
    expect(starts).toHaveLength(1000);
  });

  it('waits a second when it is given no number', () => {
    const lab = setUp();
    lab.rateLimiter.report(limited('global', NaN));
    expect(lab.rateLimiter.pausedForMs()).toBe(1000);
  });
});

describe('the rate limiter while Discord is down', () => {
  it('sends single probes, less and less often, until one is answered', async () => {
    const lab = setUp();
    lab.acquire(1000);
    await lab.clock.runTo(100);
    for (let n = 0; n < 4; n++) lab.rateLimiter.report(FAILED);
    expect(lab.rateLimiter.reason()).toBeUndefined();
    lab.rateLimiter.report(FAILED);
    expect(lab.rateLimiter.reason()).toEqual({ code: 'discord-down' });
    // Those that were under way already.
    for (let n = 0; n < 20; n++) lab.rateLimiter.report(FAILED);
    const waits = [];
    for (let probe = 0; probe < 9; probe++) {
      waits.push(lab.rateLimiter.pausedForMs() / 1000);
      const before = lab.starts.length;
      await lab.clock.runTo(lab.clock.now() + lab.rateLimiter.pausedForMs());
      await lab.clock.runTo(lab.clock.now() + 200);
      expect(lab.starts.length).toBe(before + 1);
      lab.rateLimiter.report(FAILED);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    lab.rateLimiter.report(ANSWERED);
    expect(lab.rateLimiter.pausedForMs()).toBe(0);
    const before = lab.starts.length;
    expect(await startedBy(lab, lab.clock.now() + 1000)).toBeGreaterThan(before + 45);
    for (let n = 0; n < 5; n++) lab.rateLimiter.report(FAILED);
    expect(lab.rateLimiter.pausedForMs()).toBe(1000);
    expect(lab.told).toEqual(['discord-down', undefined, 'discord-down']);
  });

  it('waits a random part of each pause', () => {
    const lab = setUp({ random: () => 0.3 });
    for (let n = 0; n < 5; n++) lab.rateLimiter.report(FAILED);
    expect(lab.rateLimiter.pausedForMs()).toBeCloseTo(300);
  });

  it("doesn't pause when an answer came between the failures", () => {
    const lab = setUp();
    for (let n = 0; n < 40; n++) lab.rateLimiter.report(n % 5 === 4 ? DENIED : FAILED);
    expect(lab.told).toEqual([]);
  });

  it("gives up on a probe that wasn't answered for half a minute", async () => {
    const lab = setUp();
    for (let n = 0; n < 5; n++) lab.rateLimiter.report(FAILED);
    lab.acquire(100);
    expect(await startedBy(lab, 30_999)).toBe(1);
    expect(await startedBy(lab, 31_001)).toBe(2);
    expect(await startedBy(lab, 60_999)).toBe(2);
  });

  it("sends another probe when the first one hit a channel's limit", async () => {
    const lab = setUp();
    lab.acquire(10);
    lab.rateLimiter.report(limited('global', 1000));
    expect(await startedBy(lab, 1500)).toBe(2);
    lab.rateLimiter.report(limited('user', 5000));
    expect(await startedBy(lab, 2000)).toBe(3);
  });
});

describe('invalid requests', () => {
  it('stop everything at 2,000 within ten minutes, until a tenth of them have expired', async () => {
    const lab = setUp();
    for (let n = 0; n < 1999; n++) {
      lab.clock.at(n * 100, () => lab.rateLimiter.report(n % 2 ? DENIED : limited('user', 1)));
    }
    await lab.clock.runTo(199_950);
    for (let n = 0; n < 5000; n++) lab.rateLimiter.report(limited('shared', 1));
    expect(lab.rateLimiter.reason()).toBeUndefined();
    lab.rateLimiter.report(DENIED);
    expect(lab.rateLimiter.reason()).toEqual({ code: 'invalid-requests' });
    expect(lab.rateLimiter.pausedForMs()).toBe(600_000 + 199 * 100 - 199_950);
    lab.acquire(100);
    expect(await startedBy(lab, 619_899)).toBe(0);
    expect(await startedBy(lab, 620_900)).toBeGreaterThan(45);
    expect(lab.rateLimiter.reason()).toBeUndefined();
    expect(lab.told).toHaveLength(2);
    expect(lab.rateLimiter.counts()).toMatchObject({ invalid: 2000, pauses: 1 });
  });

  it('stop nothing when spread over a longer time', async () => {
    const lab = setUp();
    for (let n = 0; n < 6000; n++) lab.clock.at(n * 301, () => lab.rateLimiter.report(DENIED));
    await lab.clock.runTo(6000 * 301);
    expect(lab.told).toEqual([]);
    expect(lab.rateLimiter.counts().invalid).toBe(6000);
  });
});

describe('a stopped rate limiter', () => {
  it('rejects all waiters with the reason when the token is void', async () => {
    const lab = setUp();
    lab.acquire(100);
    await lab.clock.runTo(100);
    const before = lab.starts.length;
    lab.rateLimiter.report({ kind: 'revoked' });
    lab.acquire(5, '', true);
    lab.rateLimiter.report(ANSWERED);
    expect(await startedBy(lab, 3_600_000)).toBe(before);
    expect(lab.errors).toHaveLength(105 - before);
    expect(lab.errors.every((error) => error instanceof RateLimiterStopped)).toBe(true);
    expect(lab.errors[0]).toMatchObject({ reason: { code: 'token-rejected' } });
    expect(lab.rateLimiter.pausedForMs()).toBe(Infinity);
    expect(lab.told).toEqual(['token-rejected']);
    expect(lab.clock.pending).toBe(0);
  });

  it('leaves no timer behind when the operator stops it', async () => {
    const lab = setUp();
    lab.acquire(3);
    lab.rateLimiter.stop();
    await lab.clock.runTo(1000);
    expect(lab.starts).toHaveLength(1);
    expect(lab.errors).toHaveLength(2);
    await expect(lab.rateLimiter.acquire()).rejects.toThrow(RateLimiterStopped);
    expect(lab.clock.pending).toBe(0);
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
