import { createCircuitBreaker, type Observation } from './circuit-breaker.ts';
import { createSlots } from './gcra.ts';
import type { Reason } from '../../delivery/reason.ts';

/** When requests to Discord start: evenly, and not while Discord says or shows that they must not. */
export interface RateLimiter {
  /**
   * Resolves when the next request may start. Urgent ones (a person waits) go first, otherwise the
   * order is that of asking. Whoever is let go says afterwards what came of it, with `observe`.
   *
   * @throws PaceStopped (as a rejection) once stopped, also for those who were waiting
   */
  take(urgent?: boolean): Promise<void>;
  /** What became of a request. After 'revoked' the pace is stopped. */
  observe(seen: Observation): void;
  /** Milliseconds until requests go again: 0 when they go, Infinity when they never will. */
  pausedForMs(): number;
  /** Why it is paused or stopped; undefined while it runs. */
  reason(): Reason | undefined;
  /** So far: answers of 429, requests that Discord counts as invalid, pauses. */
  counts(): { limited: number; invalid: number; pauses: number };
  /** Lets nobody go any more. */
  stop(): void;
}

/** No request may start any more. */
export class RateLimiterStopped extends Error {
  override name = 'PaceStopped';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`no request may start any more: ${reason.code}`);
    this.reason = reason;
  }
}

/** Time as the pace sees it. Must be monotonic: nobody may put it forward or back. */
export interface MonotonicClock {
  /** Milliseconds since whenever. */
  now(): number;
  /** Calls back once, that many milliseconds from now or later. Returns how to cancel it. */
  after(ms: number, run: () => void): () => void;
}

interface Options {
  /** Requests a second, on average. Discord allows 50 in any trailing second. */
  perSecond?: number;
  clock?: MonotonicClock;
  /** 0 to 1. */
  random?: () => number;
  /** Hears each change of `reason()`; that time ended a pause is noticed when the next one goes. */
  onChange?: (reason: Reason | undefined) => void;
}

type Waiting = PromiseWithResolvers<void>;

/** Waking up costs more than letting somebody go: at a thousand a second, four go at a time. */
const TICK_MS = 4;
/** The longest that Node's timers can wait; they take longer for 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `performance.now()` does not move with the wall clock. */
const processClock: MonotonicClock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Builds the one pace that all requests of a bot keep to. */
export function createRateLimiter(options: Options = {}): RateLimiter {
  const { perSecond = 48, clock = processClock, random = Math.random, onChange } = options;
  const slots = createSlots(perSecond);
  const health = createCircuitBreaker(random);
  const urgent: Waiting[] = [];
  const others: Waiting[] = [];
  let stopped: Reason | undefined;
  let timer: { at: number; cancel: () => void } | undefined;
  let toldReason: Reason | undefined;

  const reason = (now: number): Reason | undefined => stopped ?? health.reason(now);

  function tell(now: number): void {
    const current = reason(now);
    if (current?.code === toldReason?.code) return;
    toldReason = current;
    onChange?.(current);
  }

  /** Lets go whoever may, and sets the timer for the next. */
  function release(now: number): void {
    while (urgent.length + others.length > 0) {
      const at = Math.max(slots.due(), health.blockedUntil());
      if (at > now) {
        wakeAt(at, now);
        return;
      }
      slots.use(now);
      health.started(now);
      tell(now);
      (urgent.shift() ?? others.shift())?.resolve();
    }
  }

  function wakeAt(at: number, now: number): void {
    if (timer && timer.at <= at) return;
    timer?.cancel();
    const ms = Math.min(Math.max(Math.ceil(at - now), TICK_MS), LONGEST_TIMER_MS);
    const cancel = clock.after(ms, () => {
      timer = undefined;
      release(clock.now());
    });
    timer = { at, cancel };
  }

  function end(why: Reason, now: number): void {
    stopped ??= why;
    timer?.cancel();
    timer = undefined;
    tell(now);
    for (;;) {
      const waiting = urgent.shift() ?? others.shift();
      if (!waiting) return;
      waiting.reject(new RateLimiterStopped(stopped));
    }
  }

  return {
    take(isUrgent = false) {
      if (stopped !== undefined) return Promise.reject(new RateLimiterStopped(stopped));
      const waiting: Waiting = Promise.withResolvers();
      (isUrgent ? urgent : others).push(waiting);
      release(clock.now());
      return waiting.promise;
    },
    observe(seen) {
      const now = clock.now();
      health.observe(seen, now);
      if (seen.kind === 'revoked') end({ code: 'token-rejected' }, now);
      tell(now);
      release(now);
    },
    pausedForMs() {
      if (stopped !== undefined) return Infinity;
      return Math.max(0, health.blockedUntil() - clock.now());
    },
    reason: () => reason(clock.now()),
    counts: () => health.counts(),
    stop: () => end({ code: 'shutting-down' }, clock.now()),
  };
}
