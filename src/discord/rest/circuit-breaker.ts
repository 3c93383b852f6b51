import type { Reason } from '../../delivery/reason.ts';

/** A 429: which limit was hit, and how long to wait. */
export interface RateLimitHit {
  /**
   * user: this bot's limit for one resource; global: this bot's limit for everything; shared: one
   * resource's limit for all bots together; cloudflare: not Discord answered but Cloudflare in front
   * of it, which blocks the whole IP address.
   */
  scope: 'user' | 'global' | 'shared' | 'cloudflare';
  retryAfterMs: number;
}

/** What a response says about the requests to come. */
export type ResponseSignal =
  /** Any answer of Discord's that isn't listed below. */
  | { kind: 'answered' }
  /** 5xx, timeout, reset, closed, truncated: Discord may be down. */
  | { kind: 'failed' }
  /** 403: counts as an invalid request. */
  | { kind: 'denied' }
  /** 401: the token is void, and nothing more may be sent. */
  | { kind: 'revoked' }
  | ({ kind: 'limited' } & RateLimitHit);

/** This many failures in a row mean that Discord is down. */
const FAILURES = 5;
/** The first pause while Discord is down, before jitter; each further one is twice as long. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A probe that isn't answered for this long is given up. */
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Decides from the responses so far whether requests may go. All instants are milliseconds on the
 * caller's clock.
 */
interface CircuitBreaker {
  /** No request may start before this instant; Infinity: none ever may. */
  blockedUntil(): number;
  requestStarted(now: number): void;
  report(signal: ResponseSignal, now: number): void;
  /** Why requests are held up; undefined if they aren't. */
  reason(now: number): Reason | undefined;
  counts(): { limited: number; invalid: number; pauses: number };
}

/** There are two kinds of pause, which can overlap; each ends with an answer after its time. */
interface State {
  isRevoked: boolean;
  /** Requested by Discord or Cloudflare. */
  isLimited: boolean;
  limitedBy: 'global' | 'cloudflare';
  limitedUntil: number;
  /** Because Discord seems to be down. */
  isDown: boolean;
  downUntil: number;
  downPauses: number;
  /** In a row. */
  failures: number;
  probedAt: number;
  readonly invalidRequests: InvalidRequestWindow;
  readonly counts: { limited: number; invalid: number; pauses: number };
}

/**
 * Creates a circuit breaker. After a pause, one request goes as a probe. The others follow once
 * Discord has answered any request, even one that was in flight when the pause began.
 *
 * @param random returns 0 to 1, for the length of pauses while Discord is down (full jitter)
 */
export function createCircuitBreaker(random: () => number): CircuitBreaker {
  const state: State = {
    isRevoked: false,
    isLimited: false,
    limitedBy: 'global',
    limitedUntil: -Infinity,
    isDown: false,
    downUntil: -Infinity,
    downPauses: 0,
    failures: 0,
    probedAt: -Infinity,
    invalidRequests: createInvalidRequestWindow(),
    counts: { limited: 0, invalid: 0, pauses: 0 },
  };
  return {
    blockedUntil() {
      if (state.isRevoked) return Infinity;
      const until = Math.max(pausedUntil(state), state.invalidRequests.blockedUntil());
      return isProbing(state) ? Math.max(until, state.probedAt + PROBE_TIMEOUT_MS) : until;
    },
    requestStarted(now) {
      if (isProbing(state)) state.probedAt = now;
    },
    report(signal, now) {
      switch (signal.kind) {
        case 'answered':
          onAnswered(state, now);
          break;
        case 'denied':
          onInvalid(state, now);
          onAnswered(state, now);
          break;
        case 'revoked':
          onInvalid(state, now);
          state.isRevoked = true;
          break;
        case 'failed':
          onFailed(state, now, random);
          break;
        case 'limited':
          onLimited(state, signal, now);
          break;
      }
    },
    reason(now) {
      if (state.isRevoked) return { code: 'token-rejected' };
      if (state.invalidRequests.blockedUntil() > now) return { code: 'invalid-requests' };
      if (state.isLimited) {
        return { code: state.limitedBy === 'global' ? 'global-limit' : 'cloudflare' };
      }
      return state.isDown ? { code: 'discord-down' } : undefined;
    },
    counts: () => ({ ...state.counts }),
  };
}

function pausedUntil({ limitedUntil, downUntil }: State): number {
  return Math.max(limitedUntil, downUntil);
}

/** Whether a pause hasn't been followed by an answer yet. */
function isProbing({ isDown, isLimited }: State): boolean {
  return isDown || isLimited;
}

function startPause(state: State, now: number): void {
  if (now >= pausedUntil(state)) state.counts.pauses++;
  state.probedAt = -Infinity;
}

function onAnswered(state: State, now: number): void {
  state.failures = 0;
  state.isDown = false;
  state.downPauses = 0;
  state.downUntil = -Infinity;
  // The answer to an earlier request doesn't end a wait that Discord asked for.
  if (now >= state.limitedUntil) state.isLimited = false;
}

function onInvalid(state: State, now: number): void {
  const { counts, invalidRequests } = state;
  counts.invalid++;
  const wasBlocked = invalidRequests.blockedUntil() > now;
  invalidRequests.note(now);
  if (!wasBlocked && invalidRequests.blockedUntil() > now) counts.pauses++;
}

function onFailed(state: State, now: number, random: () => number): void {
  state.failures++;
  // Requests that were in flight when the pause began say nothing new.
  if (now < pausedUntil(state)) return;
  if (!isProbing(state) && state.failures < FAILURES) return;
  startPause(state, now);
  state.isDown = true;
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** state.downPauses++);
  state.downUntil = now + random() * longest;
}

function onLimited(state: State, { scope, retryAfterMs }: RateLimitHit, now: number): void {
  state.counts.limited++;
  if (scope !== 'shared') onInvalid(state, now);
  if (scope === 'user' || scope === 'shared') {
    // One resource's limit says nothing about the others: another probe may go.
    state.probedAt = -Infinity;
    return;
  }
  startPause(state, now);
  const waitMs = retryAfterMs >= 0 && retryAfterMs < Infinity ? retryAfterMs : FIRST_PAUSE_MS;
  if (!state.isLimited || now + waitMs > state.limitedUntil) state.limitedBy = scope;
  state.isLimited = true;
  state.limitedUntil = Math.max(state.limitedUntil, now + waitMs);
}

/** Discord blocks an IP address after 10,000 invalid requests (401, 403, most 429s) in this time. */
const WINDOW_MS = 10 * 60_000;
/** Requests stop at this many. */
const MAX_INVALID = 2000;
/** They resume when this many have left the window, rather than going on one by one. */
const RELIEF = MAX_INVALID / 10;

/** Counts the invalid requests of the last ten minutes. */
interface InvalidRequestWindow {
  note(now: number): void;
  /** Nothing may be sent before this instant; in the past when there were few. */
  blockedUntil(): number;
}

function createInvalidRequestWindow(): InvalidRequestWindow {
  // A ring of the last ones; the next one overwrites the oldest.
  const times = new Float64Array(MAX_INVALID).fill(-Infinity);
  let oldest = 0;
  let blockedUntil = -Infinity;
  return {
    note(now) {
      times[oldest] = now;
      oldest = (oldest + 1) % MAX_INVALID;
      const isFull = (times[oldest] ?? 0) + WINDOW_MS > now;
      if (isFull) blockedUntil = (times[(oldest + RELIEF - 1) % MAX_INVALID] ?? 0) + WINDOW_MS;
    },
    blockedUntil: () => blockedUntil,
  };
}
