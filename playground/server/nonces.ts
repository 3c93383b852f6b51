import type { Message } from './state/types.ts';

/**
 * Remembers for a while which message an author created with which nonce.
 *
 * Discord only says "the past few minutes" and that uniqueness is per author. So the key has no
 * channel, and a bot whose nonce doesn't name the channel loses messages here just as it would
 * there.
 */
export interface Nonces {
  /** The message created with this nonce, if it's still remembered. */
  find: (authorId: string, nonce: string | number) => Message | undefined;
  remember: (authorId: string, nonce: string | number, message: Message) => void;
}

/** @param windowMs how long a nonce is remembered, by the given clock */
export const createNonces = (now: () => number, windowMs: number): Nonces => {
  const known = new Map<string, { message: Message; at: number }>();
  const key = (authorId: string, nonce: string | number) => `${authorId} ${String(nonce)}`;

  const forgetOld = () => {
    for (const [name, { at }] of known) {
      if (now() - at < windowMs) return;
      known.delete(name);
    }
  };

  return {
    find: (authorId, nonce) => {
      forgetOld();
      return known.get(key(authorId, nonce))?.message;
    },
    remember: (authorId, nonce, message) => {
      const name = key(authorId, nonce);
      // Deleted first, so that the map stays ordered by age.
      known.delete(name);
      known.set(name, { message, at: now() });
    },
  };
};
