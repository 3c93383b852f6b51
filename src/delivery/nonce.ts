import { createHash } from 'node:crypto';

/**
 * The nonce of one digest in one channel: the same in every attempt, so that Discord, told to
 * enforce it, makes one message of a repeated request. It names the channel since Discord compares
 * nonces per author. 25 characters, the most that Discord takes.
 */
export function deliveryNonce(botId: string, day: string, channelId: string, part: number): string {
  const identity = [botId, day, channelId, part].join('|');
  return createHash('sha256').update(identity).digest('base64url').slice(0, 25);
}
