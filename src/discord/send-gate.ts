import { fitMessage, type FittedMessage, type Message } from '../messages/message.ts';

/** By message: a digest is posted to many channels as the same object, which never changes. */
const fittedMessages = new WeakMap<Message, FittedMessage>();

/**
 * The gate that every message leaves through, whatever it is and wherever it goes: it is fitted to
 * Discord's limits, once. The same message always gives the same object.
 */
export function sendGate(message: Message): FittedMessage {
  let fitted = fittedMessages.get(message);
  if (!fitted) fittedMessages.set(message, (fitted = fitMessage(message)));
  return fitted;
}
