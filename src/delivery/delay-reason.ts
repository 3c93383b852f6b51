import type { RateLimiter } from '../discord/rest/rate-limiter.ts';
import type { Clock } from './attempt.ts';
import type { Reason } from './reason.ts';

/** A digest this late comes with a reason. */
const LATE_MS = 2 * 60_000;
/** Ticks are a minute apart. After such a gap the machine was asleep, or the clock was changed. */
const ASLEEP_MS = 150_000;

/** What may have delayed a delivery. Instants are Unix milliseconds. */
export interface DelayContext {
  /** When this process started to deliver. */
  startedAt: number;
  /** When it last noticed that the clock had moved on without it. */
  wokeAt: number | undefined;
  hadAccessProblem: boolean;
  attempts: number;
  /** Why the rate limiter paused meanwhile; undefined if it didn't. */
  pauseReason: Reason | undefined;
}

/**
 * Why a digest came later than the channel's hour; undefined if it didn't.
 *
 * @param due when the digest was due
 * @param hour the channel's hour on the date on which it was due; usually the same as `due`
 * @param at when it was posted
 */
export function delayReasonOf(
  due: number,
  hour: number,
  at: number,
  context: DelayContext,
): Reason | undefined {
  const { startedAt, wokeAt, hadAccessProblem, attempts, pauseReason } = context;
  if (at - due > LATE_MS) {
    if (hadAccessProblem) return { code: 'had-no-access' };
    if (startedAt > due) return { code: 'not-running' };
    if (wokeAt !== undefined && wokeAt > due) return { code: 'asleep' };
    if (pauseReason !== undefined) return pauseReason;
    if (attempts > 1) return { code: 'no-answer-at-first' };
    return { code: 'many-due' };
  }
  if (due - hour <= LATE_MS) return undefined;
  // A digest that's there when the process starts may have appeared at any time before.
  if (Math.abs(due - startedAt) < LATE_MS) return { code: 'not-running' };
  return { code: 'appeared-late' };
}

interface Dependencies {
  clock: Clock;
  rateLimiter: Pick<RateLimiter, 'counts'>;
  /** Why the rate limiter last paused. */
  lastPause: () => Reason | undefined;
}

/** Keeps track of what delays all deliveries alike. */
export function createDelayTracker({ clock, rateLimiter, lastPause }: Dependencies) {
  const startedAt = clock.now();
  let lastTickAt = startedAt;
  let wokeAt: number | undefined;
  let pausesBefore = 0;
  return {
    onTick: (): void => {
      const now = clock.now();
      if (now - lastTickAt > ASLEEP_MS) wokeAt = now;
      lastTickAt = now;
    },
    onRunStart: (): void => {
      pausesBefore = rateLimiter.counts().pauses;
    },
    context: (): Pick<DelayContext, 'startedAt' | 'wokeAt' | 'pauseReason'> => ({
      startedAt,
      wokeAt,
      pauseReason: rateLimiter.counts().pauses > pausesBefore ? lastPause() : undefined,
    }),
  };
}
