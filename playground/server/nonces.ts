import type { Message } from './state/types.ts';

/**
 * Remembers which message an author created under which nonce, for a while.
 *
 * Discord says only "the past few minutes", and that uniqueness is per author; so the key has no
 * channel, and a bot whose nonce does not name the channel loses messages here as it would there.
 */
export interface Nonces {
  /** The message created under this nonce and not yet forgotten. */
  find: (authorId: string, nonce: string | number) => Message | undefined;
  remember: (authorId: string, nonce: string | number, message: Message) => void;
}

/** @param windowMs how long a nonce is remembered, on the given clock */
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
      // Deleted first, so that the map stays in order of age.
      known.delete(name);
      known.set(name, { message, at: now() });
    },
  };
};
