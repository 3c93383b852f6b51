import type { Reason } from '../../delivery/reason.ts';
import { createCircuitBreaker, type ResponseSignal } from './circuit-breaker.ts';

/** Decides when requests to Discord start: evenly spaced, and not during a pause. */
export interface RateLimiter {
  /**
   * Resolves when the next request may start: urgent ones (a person waits) first, otherwise in the
   * order of the calls. Afterwards, `report` the response.
   *
   * @throws RateLimiterStopped (as a rejection) once stopped, also for those already waiting
   */
  acquire(isUrgent?: boolean): Promise<void>;
  /** Takes note of a response. 'revoked' stops the rate limiter. */
  report(signal: ResponseSignal): void;
  /** Milliseconds until requests may start: 0 when they may, Infinity when they never will. */
  pausedForMs(): number;
  /** Why it is paused or stopped; undefined while it runs. */
  reason(): Reason | undefined;
  /** So far: 429 responses, requests that Discord counts as invalid, pauses. */
  counts(): { limited: number; invalid: number; pauses: number };
  /** Rejects all waiters, present and future. */
  stop(): void;
}

/** The rate limiter was stopped, so the request may not start. */
export class RateLimiterStopped extends Error {
  override name = 'RateLimiterStopped';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`no more requests may start: ${reason.code}`);
    this.reason = reason;
  }
}

/** A clock that never jumps, unlike the wall clock. */
export interface MonotonicClock {
  /** Milliseconds since an arbitrary instant. */
  now(): number;
  /** Calls back once, after at least that many milliseconds. Returns how to cancel it. */
  after(ms: number, run: () => void): () => void;
}

interface Options {
  /** Requests a second, on average. Discord allows 50 in any trailing second. */
  perSecond?: number;
  clock?: MonotonicClock;
  /** Returns 0 to 1. */
  random?: () => number;
  /** Called when `reason()` changes; the end of a pause is noticed when the next request goes. */
  onChange?: (reason: Reason | undefined) => void;
}

const processClock: MonotonicClock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Creates the rate limiter that all of the bot's requests share, except replies to interactions. */
export function createRateLimiter(options: Options = {}): RateLimiter {
  const { perSecond = 48, clock = processClock, random = Math.random, onChange } = options;
  const schedule = createGcra(perSecond);
  const breaker = createCircuitBreaker(random);
  const waiters = createWaiters();
  const timer = createWakeTimer(clock, startDue);
  let stopReason: Reason | undefined;
  let knownReason: Reason | undefined;

  const reason = (now: number): Reason | undefined => stopReason ?? breaker.reason(now);

  function noticeChange(now: number): void {
    const current = reason(now);
    if (current?.code === knownReason?.code) return;
    knownReason = current;
    onChange?.(current);
  }

  /** Starts the requests that are due, and sets the timer for the next. */
  function startDue(now: number): void {
    while (waiters.count() > 0) {
      const at = Math.max(schedule.nextAt(), breaker.blockedUntil());
      if (at > now) {
        timer.wakeAt(at, now);
        return;
      }
      schedule.use(now);
      breaker.requestStarted(now);
      noticeChange(now);
      waiters.next()?.resolve();
    }
  }

  function stop(why: Reason, now: number): void {
    stopReason ??= why;
    timer.cancel();
    noticeChange(now);
    for (let waiter = waiters.next(); waiter; waiter = waiters.next()) {
      waiter.reject(new RateLimiterStopped(stopReason));
    }
  }

  return {
    acquire(isUrgent = false) {
      if (stopReason !== undefined) return Promise.reject(new RateLimiterStopped(stopReason));
      const waiter: Waiter = Promise.withResolvers();
      waiters.add(waiter, isUrgent);
      startDue(clock.now());
      return waiter.promise;
    },
    report(signal) {
      const now = clock.now();
      breaker.report(signal, now);
      if (signal.kind === 'revoked') stop({ code: 'token-rejected' }, now);
      noticeChange(now);
      startDue(now);
    },
    pausedForMs() {
      if (stopReason !== undefined) return Infinity;
      return Math.max(0, breaker.blockedUntil() - clock.now());
    },
    reason: () => reason(clock.now()),
    counts: () => breaker.counts(),
    stop: () => stop({ code: 'shutting-down' }, clock.now()),
  };
}

type Waiter = PromiseWithResolvers<void>;

/** Two queues: urgent waiters come before all others. */
function createWaiters() {
  const urgent: Waiter[] = [];
  const others: Waiter[] = [];
  return {
    count: (): number => urgent.length + others.length,
    add: (waiter: Waiter, isUrgent: boolean) => void (isUrgent ? urgent : others).push(waiter),
    next: (): Waiter | undefined => urgent.shift() ?? others.shift(),
  };
}

/**
 * How much of the time lost to a late timer may be made up for. At 48 a second this keeps 51 starts
 * at least 1,021 ms apart, so that requests which the network delays by 20 ms more or less than each
 * other never arrive as 51 within Discord's trailing second.
 */
const CATCH_UP_MS = 20;

/**
 * The generic cell rate algorithm (GCRA): a request is due every `1000 / perSecond` milliseconds,
 * counted from when the last one was due, so a late start doesn't lower the mean rate. A start that
 * is later than `CATCH_UP_MS` restarts the schedule.
 */
function createGcra(perSecond: number) {
  const interval = 1000 / perSecond;
  let nextAt = -Infinity;
  return {
    /** When the next request is due; in the past when requests are late. */
    nextAt: (): number => nextAt,
    /** A request starts. */
    use(now: number): void {
      nextAt = Math.max(nextAt, now - CATCH_UP_MS) + interval;
    },
  };
}

/** Waking up costs more than starting a request: at a thousand a second, four start at a time. */
const TICK_MS = 4;
/** The longest that Node's timers can wait; with more, they fire after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A single timer, which fires at the earliest instant it was set to. */
function createWakeTimer(clock: MonotonicClock, onWake: (now: number) => void) {
  let timer: { at: number; cancel: () => void } | undefined;
  return {
    wakeAt(at: number, now: number): void {
      if (timer && timer.at <= at) return;
      timer?.cancel();
      const ms = Math.min(Math.max(Math.ceil(at - now), TICK_MS), LONGEST_TIMER_MS);
      const cancel = clock.after(ms, () => {
        timer = undefined;
        onWake(clock.now());
      });
      timer = { at, cancel };
    },
    cancel(): void {
      timer?.cancel();
      timer = undefined;
    },
  };
}
