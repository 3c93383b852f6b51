import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, RateLimiterStopped } from '../../../src/discord/rest/rate-limiter.ts';
import type { ResponseSignal } from '../../../src/discord/rest/circuit-breaker.ts';
import { createFakeClock } from './fake-clock.ts';

/** A request that started. */
interface Start {
  at: number;
  id: number;
}

const limited = fc.record({
  kind: fc.constant('limited' as const),
  scope: fc.constantFrom('user', 'global', 'shared', 'cloudflare'),
  retryAfterMs: fc.integer({ min: 0, max: 5000 }),
});
const anySignal: fc.Arbitrary<ResponseSignal> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'answered' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'failed' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'denied' as const }) },
  { weight: 1, arbitrary: limited },
);
const gap = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 700, noNaN: true }));
const acquireStep = fc.record({
  kind: fc.constant('acquire' as const),
  gap,
  count: fc.integer({ min: 1, max: 60 }),
  isUrgent: fc.boolean(),
});
const reportStep = fc.record({ kind: fc.constant('report' as const), gap, signal: anySignal });
const steps = fc.array(fc.oneof(acquireStep, reportStep), { minLength: 1, maxLength: 60 });
/** How late timers are, and the random numbers; both used in turn. */
const lateness = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 200 })),
  { minLength: 1, maxLength: 20 },
);
const random = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
const scenario = fc.record({ steps, lateness, random });
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

function cycle(values: readonly number[]): () => number {
  let next = 0;
  return () => values[next++ % values.length] ?? 0;
}

/** Plays a scenario and records what happened, in order. */
async function play({ steps, lateness, random }: Scenario) {
  const clock = createFakeClock(cycle(lateness));
  const rateLimiter = createRateLimiter({ clock, random: cycle(random) });
  const starts: Start[] = [];
  const reports: { at: number; signal: ResponseSignal }[] = [];
  const stopped: unknown[] = [];
  const waiting: { id: number; isUrgent: boolean }[] = [];
  const outOfTurn: Start[] = [];
  let ids = 0;

  function start(id: number): void {
    const next = waiting.find(({ isUrgent }) => isUrgent) ?? waiting[0];
    if (next?.id !== id) outOfTurn.push({ at: clock.now(), id });
    const index = waiting.findIndex((other) => other.id === id);
    waiting.splice(index, 1);
    starts.push({ at: clock.now(), id });
  }
  function acquire(isUrgent: boolean): void {
    const id = ids++;
    waiting.push({ id, isUrgent });
    rateLimiter.acquire(isUrgent).then(
      () => start(id),
      (error: unknown) => stopped.push(error),
    );
  }
  function report(signal: ResponseSignal): void {
    reports.push({ at: clock.now(), signal });
    rateLimiter.report(signal);
  }

  for (const step of steps) {
    await clock.runTo(clock.now() + step.gap);
    if (step.kind === 'report') report(step.signal);
    else for (let n = 0; n < step.count; n++) acquire(step.isUrgent);
  }
  return { clock, rateLimiter, starts, reports, stopped, waiting, outOfTurn, acquire, report };
}

const isAnswer = ({ kind }: ResponseSignal): boolean => kind === 'answered' || kind === 'denied';
const isFailure = ({ kind }: ResponseSignal): boolean => kind === 'failed' || kind === 'limited';

const holds = (check: (scenario: Scenario) => Promise<void>, numRuns = 150): Promise<void> =>
  fc.assert(fc.asyncProperty(scenario, check), { numRuns });

describe('the rate limiter under any load and answers', () => {
  it('starts at most 50 requests in any second', () =>
    holds(async (scenario) => {
      const { clock, starts } = await play(scenario);
      await clock.runTo(clock.now() + 5000);
      for (const [index, { at }] of starts.entries()) {
        const earlier = starts[index - 50];
        // Also when the network holds up the last of them by 20 ms less than the first.
        if (earlier) expect(at - earlier.at).toBeGreaterThan(1020);
      }
    }));

  it('starts urgent requests first, then those that waited longest', () =>
    holds(async (scenario) => {
      const { clock, outOfTurn } = await play(scenario);
      await clock.runTo(clock.now() + 5000);
      expect(outOfTurn).toEqual([]);
    }));

  it('starts every request in the end once Discord answers again', () =>
    holds(async (scenario) => {
      const { clock, report, waiting } = await play(scenario);
      // Each timer may be late by 0.2 s; no pause is longer than 60 s.
      const patience = clock.now() + 70_000 + waiting.length * 250;
      while (waiting.length > 0 && clock.now() < patience) {
        await clock.runTo(clock.now() + 50);
        report({ kind: 'answered' });
      }
      expect(waiting).toEqual([]);
    }));

  it('starts every request in the end even if no answer is ever reported', () =>
    holds(async (scenario) => {
      const { clock, waiting } = await play(scenario);
      await clock.runTo(clock.now() + 70_000 + waiting.length * 30_250);
      expect(waiting).toEqual([]);
    }, 50));

  it('starts nothing before the time that Discord said to wait until', () =>
    holds(async (scenario) => {
      const { clock, starts, reports } = await play(scenario);
      await clock.runTo(clock.now() + 20_000);
      for (const { at, signal } of reports) {
        if (signal.kind !== 'limited') continue;
        if (signal.scope === 'user' || signal.scope === 'shared') continue;
        const until = at + signal.retryAfterMs;
        // A request at the very instant of the signal started before it.
        expect(starts.filter((start) => start.at > at && start.at < until)).toEqual([]);
      }
    }));

  it('has at most one request in flight between a wait and the first answer', () =>
    holds(async (scenario) => {
      const { clock, starts, reports } = await play(scenario);
      await clock.runTo(clock.now() + 100_000);
      for (const { at, signal } of reports) {
        if (signal.kind !== 'limited') continue;
        if (signal.scope === 'user' || signal.scope === 'shared') continue;
        const until = at + signal.retryAfterMs;
        const answer = reports.find((other) => other.at >= until && isAnswer(other.signal));
        const probes = starts.filter(
          (start) => start.at > at && start.at >= until && start.at < (answer?.at ?? Infinity),
        );
        for (const [index, probe] of probes.entries()) {
          const earlier = probes[index - 1];
          if (!earlier || probe.at - earlier.at > 29_999) continue;
          const between = reports.filter(
            (other) => other.at >= earlier.at && other.at <= probe.at && isFailure(other.signal),
          );
          expect(between).not.toEqual([]);
        }
      }
    }));

  it('starts nothing once the token is void', () =>
    holds(async (scenario) => {
      const { clock, rateLimiter, starts, stopped, waiting, acquire } = await play(scenario);
      const before = starts.length;
      rateLimiter.report({ kind: 'revoked' });
      for (let n = 0; n < 3; n++) acquire(n === 1);
      rateLimiter.report({ kind: 'answered' });
      await clock.runTo(clock.now() + 100_000);
      expect(starts).toHaveLength(before);
      expect(stopped).toHaveLength(waiting.length);
      expect(stopped.every((error) => error instanceof RateLimiterStopped)).toBe(true);
    }));
});
