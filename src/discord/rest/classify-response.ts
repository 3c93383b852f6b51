import type { RESTError } from 'discord.js';
import type { Observation } from './circuit-breaker.ts';
import type { Reason } from '../../delivery/reason.ts';
import type { Later, Unsure } from '../../delivery/sender.ts';
import { type HttpAnswer, TimeoutError } from './http.ts';
import { readLimit } from './rate-limit-headers.ts';

export type RestAnswer =
  | { kind: 'ok'; body: unknown }
  /** Discord understood and said no. */
  | { kind: 'no'; status: number; code: RESTError['code']; message: string }
  | Unsure
  | Later;

type Limit = Extract<Observation, { kind: 'limited' }>;

/**
 * What came of one request, for the rate limiter, and what is answered; of a request over the rate
 * that is not decided yet.
 */
export type ClassifiedResponse =
  { seen: Exclude<Observation, Limit>; answer: RestAnswer } | { seen: Limit };

export const TOKEN_VOID: Unsure = { kind: 'unsure', reason: { code: 'token-rejected' } };

/**
 * Tells apart what was done, what was refused, and what may have happened.
 *
 * @param read what is made of the JSON of what was done; undefined: it is unreadable
 */
export function readAnswer(
  answer: HttpAnswer,
  read?: (json: Buffer) => unknown,
): ClassifiedResponse {
  const { status } = answer;
  // Discord's API neither fails nor redirects while it is well.
  if (status >= 500 || (status >= 300 && status < 400)) {
    return failed({ code: 'discord-status', status });
  }
  if (read !== undefined && status < 300) {
    const body = read(answer.body);
    if (body === undefined) return failed({ code: 'discord-unreadable', status });
    return { seen: { kind: 'answered' }, answer: { kind: 'ok', body } };
  }
  const body = parse(answer.body);
  if (status === 429) {
    return { seen: { kind: 'limited', ...readLimit((name) => answer.header(name), body) } };
  }
  if (status === 401) return { seen: { kind: 'revoked' }, answer: TOKEN_VOID };
  // A page of a proxy, say: whatever it says, it is not Discord's word.
  if (body === UNREADABLE) return failed({ code: 'discord-unreadable', status });
  if (status < 300) return { seen: { kind: 'answered' }, answer: { kind: 'ok', body } };
  const { code = 0, message = '' } = (body ?? {}) as Partial<RESTError>;
  return {
    seen: { kind: status === 403 ? 'denied' : 'answered' },
    answer: { kind: 'no', status, code, message },
  };
}

/** What a request came to that got no whole answer. */
export function readFailure(error: unknown, timeoutMs: number): ClassifiedResponse {
  if (error instanceof TimeoutError) {
    return failed({ code: 'timeout', seconds: timeoutMs / 1000 });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return failed({ code: UNREACHED.has(code) ? 'unreachable' : 'connection-lost' });
}

/** No connection was made. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const UNREADABLE = Symbol('unreadable');

function failed(reason: Reason): ClassifiedResponse {
  return { seen: { kind: 'failed' }, answer: { kind: 'unsure', reason } };
}

function parse(json: Buffer): unknown {
  if (json.length === 0) return undefined;
  try {
    return JSON.parse(json.toString());
  } catch {
    return UNREADABLE;
  }
}
