import { setTimeout as sleep } from 'node:timers/promises';
import type { RateLimiter } from '../../src/discord/rest/rate-limiter.ts';
import type { Observation } from '../../src/discord/rest/circuit-breaker.ts';

/** A pace without any limit of its own, that notes what it is told. */
export interface TestPace extends Pick<RateLimiter, 'take' | 'observe' | 'pausedForMs' | 'stop'> {
  /** What it was told, in order. */
  seen: Observation[];
  /** How many requests it let go, urgent ones apart. */
  taken: { usual: number; urgent: number };
  pause(ms: number): void;
}

export function openPace(): TestPace {
  let until = 0;
  let isStopped = false;
  const seen: Observation[] = [];
  const taken = { usual: 0, urgent: 0 };
  const pausedForMs = (): number => Math.max(0, until - performance.now());
  const pause = (ms: number): void => {
    until = Math.max(until, performance.now() + ms);
  };
  return {
    seen,
    taken,
    pause,
    pausedForMs,
    stop: () => (isStopped = true),
    async take(urgent = false) {
      while (!isStopped && pausedForMs() > 0) await sleep(Math.min(20, pausedForMs()));
      if (isStopped) throw new Error('stopped');
      taken[urgent ? 'urgent' : 'usual']++;
    },
    observe(what) {
      seen.push(what);
      if (what.kind === 'revoked') isStopped = true;
      if (what.kind === 'limited' && (what.scope === 'global' || what.scope === 'cloudflare')) {
        pause(what.retryAfterMs);
      }
    },
  };
}
