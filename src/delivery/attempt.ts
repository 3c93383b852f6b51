import type { Day } from '../digest/types.ts';
import type { Message } from '../messages/message.ts';
import { deliveryNonce } from './nonce.ts';
import type { Reason } from './reason.ts';
import type { Answer, Refusal, Sender } from './sender.ts';
import { NONCE_MS, type Times } from './clock.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 16_000;

/** One post that is to happen exactly once. */
export interface Post {
  day: Day;
  channelId: string;
  message: Message;
  /** What is tried once if Discord refuses the content of `message`. */
  fallback: () => Message | undefined;
  isUrgent: boolean;
  /**
   * When its nonce was first used at the earliest, in Unix milliseconds, if an earlier process may
   * have sent it; undefined when this is the first time for sure.
   */
  usedAt: number | undefined;
}

export type PostOutcome =
  | { kind: 'sent'; messageId: string; isShort: boolean; attempts: number }
  /** Where `isOpen`, an earlier attempt may have been posted all the same. */
  | (Refusal & { isOpen: boolean })
  /** It surely was not posted, and may be tried again after a while. */
  | { kind: 'later'; reason: Reason }
  /** It may have been posted; the history decides once the nonce is no longer known. */
  | { kind: 'open'; reason: Reason };

interface Parts {
  sender: Sender;
  times: Times;
  /** Ends the waiting between two attempts. */
  signal: AbortSignal;
}

/**
 * Posts one message, and repeats what got no clear answer with the same nonce, after growing waits
 * with jitter, for as long as Discord surely remembers the nonce. Never throws for what Discord
 * answers or fails to answer.
 */
export async function attempt(post: Post, { sender, times, signal }: Parts): Promise<PostOutcome> {
  const { channelId, isUrgent } = post;
  const nonce = deliveryNonce(sender.botId(), post.day, channelId, 0);
  let first = post.usedAt === undefined ? undefined : sightOf(post.usedAt);
  const mayGo = (): boolean => first === undefined || ageOf(first) < NONCE_MS;
  let message = post.message;
  let isShort = false;
  let wasUnarchived = false;
  let openReason: Reason | undefined;

  for (let attempts = 1; ; attempts++) {
    const started = sightOf(times.now());
    const answer = await sender.post(channelId, message, nonce, { isUrgent, mayGo });
    switch (answer.kind) {
      case 'done':
        return { kind: 'sent', messageId: answer.messageId, isShort, attempts };
      case 'later':
        return openReason === undefined && post.usedAt === undefined
          ? { kind: 'later', reason: answer.reason }
          : { kind: 'open', reason: openReason ?? answer.reason };
      case 'unsure':
        openReason = answer.reason;
        first ??= started;
        if (!(await mayRepeat(attempts, first))) return { kind: 'open', reason: openReason };
        continue;
      case 'refused':
        if (answer.why === 'archived' && !wasUnarchived) {
          wasUnarchived = true;
          if (await isDone(sender.unarchive(channelId))) continue;
        }
        if (answer.why === 'content' && !isShort) {
          const fallback = post.fallback();
          if (fallback) {
            isShort = true;
            message = fallback;
            continue;
          }
        }
        return { ...answer, isOpen: openReason !== undefined || post.usedAt !== undefined };
    }
  }

  /** An instant on both clocks: one may be set, the other stands still while the machine sleeps. */
  function sightOf(instant: number): { now: number; elapsed: number } {
    return { now: instant, elapsed: times.elapsed() - Math.max(0, times.now() - instant) };
  }

  /** Milliseconds, by whichever clock says more; without end if the clock was put back. */
  function ageOf({ now, elapsed }: { now: number; elapsed: number }): number {
    const byClock = times.now() - now;
    return byClock < 0 ? Infinity : Math.max(byClock, times.elapsed() - elapsed);
  }

  async function mayRepeat(
    attempts: number,
    since: { now: number; elapsed: number },
  ): Promise<boolean> {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
    const wait = longest * (0.5 + times.random() / 2);
    if (isUrgent && attempts > 1) return false;
    if (ageOf(since) + wait >= NONCE_MS) return false;
    return times.sleep(wait, signal).then(
      () => true,
      () => false,
    );
  }
}

async function isDone(answer: Promise<Answer>): Promise<boolean> {
  return (await answer).kind === 'done';
}
