import { setTimeout as sleep } from 'node:timers/promises';
import type { RateLimiter } from '../../../src/discord/rest/rate-limiter.ts';
import type { ResponseSignal } from '../../../src/discord/rest/circuit-breaker.ts';

/** A rate limiter without a limit of its own, which records its calls. */
export interface FakeRateLimiter extends Pick<
  RateLimiter,
  'acquire' | 'report' | 'pausedForMs' | 'stop'
> {
  /** What was reported, in order. */
  signals: ResponseSignal[];
  /** How many requests it let start, urgent ones apart. */
  acquired: { usual: number; urgent: number };
  pause(ms: number): void;
}

export function createFakeRateLimiter(): FakeRateLimiter {
  let until = 0;
  let isStopped = false;
  const signals: ResponseSignal[] = [];
  const acquired = { usual: 0, urgent: 0 };
  const pausedForMs = (): number => Math.max(0, until - performance.now());
  const pause = (ms: number): void => {
    until = Math.max(until, performance.now() + ms);
  };
  return {
    signals,
    acquired,
    pause,
    pausedForMs,
    stop: () => (isStopped = true),
    async acquire(isUrgent = false) {
      while (!isStopped && pausedForMs() > 0) await sleep(Math.min(20, pausedForMs()));
      if (isStopped) throw new Error('stopped');
      acquired[isUrgent ? 'urgent' : 'usual']++;
    },
    report(signal) {
      signals.push(signal);
      if (signal.kind === 'revoked') isStopped = true;
      if (
        signal.kind === 'limited' &&
        (signal.scope === 'global' || signal.scope === 'cloudflare')
      ) {
        pause(signal.retryAfterMs);
      }
    },
  };
}
