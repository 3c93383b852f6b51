import type { FittedMessage } from '../../messages/message.ts';

/** The JSON of a message without its last brace, for as long as the message is kept. */
const prepared = new WeakMap<FittedMessage, Buffer>();

/**
 * The body that posts a message. Making 10 KB of JSON costs more than sending it, so it is made
 * once a message; only the nonce differs from channel to channel.
 */
export function postBody(message: FittedMessage, nonce: string): Buffer {
  let start = prepared.get(message);
  if (!start) {
    start = Buffer.from(JSON.stringify(message).slice(0, -1));
    prepared.set(message, start);
  }
  const end = `,"nonce":${JSON.stringify(nonce)},"enforce_nonce":true}`;
  return Buffer.concat([start, Buffer.from(end)]);
}

/** The body that replaces a message; how it arrived once cannot be changed any more. */
export function editBody(message: FittedMessage & { flags?: number }): Buffer {
  return jsonBody({ ...message, flags: undefined });
}

export function jsonBody(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
