import type { ServerResponse } from 'node:http';
import { send, sendTruncated, type Reply } from '../http/reply.ts';
import type { FaultAnswer } from './faults.ts';

/** The faults that only change a condition; the server then responds by itself. */
export type Condition = Extract<FaultAnswer, { rateLimit: unknown } | 'revoke-token'>;

export const isCondition = (answer: FaultAnswer): answer is Condition =>
  answer === 'revoke-token' || (typeof answer === 'object' && 'rateLimit' in answer);

/**
 * Sends a fault's response.
 *
 * @param truth the response there would have been
 */
export const deliver = (
  response: ServerResponse,
  answer: Exclude<FaultAnswer, Condition>,
  truth: Reply,
): void => {
  if (answer === 'hang') return;
  if (answer === 'truncate') sendTruncated(response, truth);
  else if (answer === 'drop-before' || answer === 'drop-after') response.socket?.resetAndDestroy();
  else if (answer === 'fin-before' || answer === 'fin-after') response.socket?.end();
  else send(response, { status: answer.status, body: answer.body, headers: answer.headers ?? {} });
};
