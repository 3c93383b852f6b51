import type { Limited } from './rate-limit-headers.ts';
import { createInvalidRequestWindow } from './invalid-request-window.ts';
import type { Reason } from '../../delivery/reason.ts';

/** What became of a request, as far as it says something about those to come. */
export type Observation =
  /** Any answer of Discord's that is not below. */
  | { kind: 'answered' }
  /** 5xx, timeout, reset, closed, truncated: Discord may be down. */
  | { kind: 'failed' }
  /** 403: counts as an invalid request. */
  | { kind: 'denied' }
  /** 401: the token is void, and nothing more may be sent. */
  | { kind: 'revoked' }
  | ({ kind: 'limited' } & Limited);

/** So many failures without an answer between them mean that Discord is down. */
const FAILURES = 5;
/** The first pause while Discord is down, before jitter; each further one is twice as long. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A probe of which nothing was heard for so long is given up. */
const PROBE_LOST_MS = 30_000;

/** Whether requests may go, as far as the answers to earlier ones tell. Instants are the caller's. */
export interface Health {
  /** The instant before which no request may start; Infinity when none ever may. */
  blockedUntil(): number;
  /** A request starts. */
  started(now: number): void;
  observe(seen: Observation, now: number): void;
  /** Why requests are held up. */
  reason(now: number): Reason | undefined;
  counts(): { limited: number; invalid: number; pauses: number };
}

/**
 * Reads the signs. After a pause one request goes as a probe, and the others follow when Discord has
 * answered something; requests that were under way when a pause began may answer too.
 *
 * @param random 0 to 1, for the length of pauses while Discord is down (full jitter)
 */
export function createCircuitBreaker(random: () => number): Health {
  const invalid = createInvalidRequestWindow();
  const counts = { limited: 0, invalid: 0, pauses: 0 };
  let isRevoked = false;
  let limitedUntil = -Infinity;
  let limitedBy: 'global' | 'cloudflare' = 'global';
  let failures = 0;
  let downUntil = -Infinity;
  let downPauses = 0;
  // Which of the two pauses has not been followed by an answer yet.
  let isLimited = false;
  let isDown = false;
  let probedAt = -Infinity;

  const pausedUntil = (): number => Math.max(limitedUntil, downUntil);

  function pause(now: number): void {
    if (now >= pausedUntil()) counts.pauses++;
    probedAt = -Infinity;
  }

  function noteInvalid(now: number): void {
    counts.invalid++;
    const wasBlocked = invalid.blockedUntil() > now;
    invalid.note(now);
    if (!wasBlocked && invalid.blockedUntil() > now) counts.pauses++;
  }

  function answered(now: number): void {
    failures = 0;
    isDown = false;
    downPauses = 0;
    downUntil = -Infinity;
    // An answer to an earlier request does not end what Discord said to wait.
    if (now >= limitedUntil) isLimited = false;
  }

  function failed(now: number): void {
    failures++;
    // Those that were under way when the pause began tell nothing new.
    if (now < pausedUntil()) return;
    const isProbing = isDown || isLimited;
    if (!isProbing && failures < FAILURES) return;
    pause(now);
    isDown = true;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** downPauses++);
    downUntil = now + random() * longest;
  }

  function limited(
    { scope, retryAfterMs }: Extract<Observation, { kind: 'limited' }>,
    now: number,
  ): void {
    counts.limited++;
    if (scope !== 'shared') noteInvalid(now);
    if (scope === 'user' || scope === 'shared') {
      // One channel's limit says nothing about the others: another probe may go.
      probedAt = -Infinity;
      return;
    }
    pause(now);
    const waitMs = retryAfterMs >= 0 && retryAfterMs < Infinity ? retryAfterMs : FIRST_PAUSE_MS;
    if (!isLimited || now + waitMs > limitedUntil) limitedBy = scope;
    isLimited = true;
    limitedUntil = Math.max(limitedUntil, now + waitMs);
  }

  return {
    blockedUntil() {
      if (isRevoked) return Infinity;
      const until = Math.max(pausedUntil(), invalid.blockedUntil());
      return isDown || isLimited ? Math.max(until, probedAt + PROBE_LOST_MS) : until;
    },
    started(now) {
      if (isDown || isLimited) probedAt = now;
    },
    observe(seen, now) {
      switch (seen.kind) {
        case 'answered':
          answered(now);
          break;
        case 'denied':
          noteInvalid(now);
          answered(now);
          break;
        case 'revoked':
          noteInvalid(now);
          isRevoked = true;
          break;
        case 'failed':
          failed(now);
          break;
        case 'limited':
          limited(seen, now);
          break;
      }
    },
    reason(now) {
      if (isRevoked) return { code: 'token-rejected' };
      if (invalid.blockedUntil() > now) return { code: 'invalid-requests' };
      if (isLimited) return { code: limitedBy === 'global' ? 'global-limit' : 'cloudflare' };
      return isDown ? { code: 'discord-down' } : undefined;
    },
    counts: () => ({ ...counts }),
  };
}
