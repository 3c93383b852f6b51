import { fitMessage, type FittedMessage, type Message } from '../messages/message.ts';

/** One digest is posted to many channels as one and the same object. Messages are never changed. */
const fitted = new WeakMap<Message, FittedMessage>();

/**
 * The only way out: every message that Paperboy says is fitted to Discord's limits here, whatever
 * it is and whichever way it takes. A message that was fitted before gives the same object.
 */
export function sendGate<Result>(
  message: Message,
  send: (fitted: FittedMessage) => Result,
): Result {
  let ready = fitted.get(message);
  if (!ready) fitted.set(message, (ready = fitMessage(message)));
  return send(ready);
}
