import { createHash } from 'node:crypto';
import type { Day } from '../digest/types.ts';
import type { Message } from '../messages/message.ts';
import type { Reason } from './reason.ts';
import type { Refusal, Sender } from './sender.ts';

/** Delivery's clocks, timers and chance. Passed in, so that tests can bring their own. */
export interface Clock {
  /** Unix milliseconds. People set this clock, and machines sleep through it. */
  now(): number;
  /** Milliseconds on a clock that only goes forward, like `performance.now()`. Measures waits. */
  elapsed(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/** One post that must happen exactly once. */
interface Post {
  day: Day;
  channelId: string;
  message: Message;
  /** The message to try once if Discord refuses the content of `message`. */
  fallback: () => Message | undefined;
  isUrgent: boolean;
  /**
   * The earliest time at which an earlier process may have used the nonce, in Unix milliseconds;
   * undefined if none can have.
   */
  nonceUsedAt: number | undefined;
}

type PostOutcome =
  | { kind: 'sent'; messageId: string; isShort: boolean; attempts: number }
  /** If `isUnconfirmed`, an earlier attempt may have been posted all the same. */
  | (Refusal & { isUnconfirmed: boolean })
  /** It definitely wasn't posted, and can be tried again later. */
  | { kind: 'later'; reason: Reason }
  /** It may have been posted. Once the nonce has expired, the channel's history decides. */
  | { kind: 'unconfirmed'; reason: Reason };

interface Dependencies {
  sender: Sender;
  clock: Clock;
  /** Ends the wait between two attempts. */
  signal: AbortSignal;
}

/**
 * For how long Discord can be trusted to recognise a repeated nonce. Its documentation says "the
 * past few minutes".
 */
const NONCE_MS = 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 16_000;

/**
 * Posts one message. An attempt without a clear answer is repeated with the same nonce, after
 * growing waits with jitter, for as long as Discord recognises the nonce. Never throws for anything
 * Discord answers or fails to answer.
 */
export async function attempt(post: Post, dependencies: Dependencies): Promise<PostOutcome> {
  const { sender, clock } = dependencies;
  const { channelId, isUrgent, nonceUsedAt } = post;
  const nonce = deliveryNonce(sender.botId(), post.day, channelId, 0);
  let firstUse = nonceUsedAt === undefined ? undefined : instantAt(nonceUsedAt, clock);
  const mayGo = (): boolean => firstUse === undefined || ageOf(firstUse, clock) < NONCE_MS;
  let { message } = post;
  let isShort = false;
  let wasUnarchived = false;
  let unsureReason: Reason | undefined;

  for (let attempts = 1; ; attempts++) {
    const startedAt = instantAt(clock.now(), clock);
    const answer = await sender.post(channelId, message, nonce, { isUrgent, mayGo });
    switch (answer.kind) {
      case 'done':
        return { kind: 'sent', messageId: answer.messageId, isShort, attempts };
      case 'later':
        return unsureReason === undefined && nonceUsedAt === undefined
          ? { kind: 'later', reason: answer.reason }
          : { kind: 'unconfirmed', reason: unsureReason ?? answer.reason };
      case 'unsure':
        unsureReason = answer.reason;
        firstUse ??= startedAt;
        if (isUrgent && attempts > 1) return { kind: 'unconfirmed', reason: unsureReason };
        if (await backOff(attempts, firstUse, dependencies)) continue;
        return { kind: 'unconfirmed', reason: unsureReason };
      case 'refused':
        if (answer.why === 'archived' && !wasUnarchived) {
          wasUnarchived = true;
          if ((await sender.unarchive(channelId)).kind === 'done') continue;
        }
        if (answer.why === 'content' && !isShort) {
          const fallback = post.fallback();
          if (fallback) {
            isShort = true;
            message = fallback;
            continue;
          }
        }
        return {
          ...answer,
          isUnconfirmed: unsureReason !== undefined || nonceUsedAt !== undefined,
        };
    }
  }
}

/** Waits before the next attempt. Returns false if the nonce would expire first, or when aborted. */
async function backOff(
  attempts: number,
  firstUse: Instant,
  { clock, signal }: Dependencies,
): Promise<boolean> {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
  const wait = longest * (0.5 + clock.random() / 2);
  if (ageOf(firstUse, clock) + wait >= NONCE_MS) return false;
  return clock.sleep(wait, signal).then(
    () => true,
    () => false,
  );
}

/** A moment on both clocks: one can be set, the other stops while the machine sleeps. */
interface Instant {
  now: number;
  elapsed: number;
}

function instantAt(now: number, clock: Clock): Instant {
  return { now, elapsed: clock.elapsed() - Math.max(0, clock.now() - now) };
}

/** Milliseconds, by the clock that shows more; infinite if the clock was put back. */
function ageOf({ now, elapsed }: Instant, clock: Clock): number {
  const byClock = clock.now() - now;
  return byClock < 0 ? Infinity : Math.max(byClock, clock.elapsed() - elapsed);
}

/** Whether Discord still recognises a nonce first used at `at`; not if the clock was put back. */
export function isNonceKnown(at: number, now: number): boolean {
  const age = now - at;
  return age >= 0 && age < NONCE_MS;
}

/**
 * The nonce of one digest in one channel. It's the same in every attempt, so that Discord, asked to
 * enforce it, creates one message from repeated requests. It contains the channel because Discord
 * compares nonces per author. 25 characters, the most Discord accepts.
 */
export function deliveryNonce(botId: string, day: string, channelId: string, part: number): string {
  const identity = [botId, day, channelId, part].join('|');
  return createHash('sha256').update(identity).digest('base64url').slice(0, 25);
}
