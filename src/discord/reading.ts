import type { RESTError } from 'discord.js';
import { type HttpAnswer, TimeoutError } from './http.ts';
import { type Limited, readLimit } from './rate-limit.ts';

export type WireAnswer =
  | { kind: 'ok'; body: unknown }
  /** Discord understood and said no. */
  | { kind: 'no'; status: number; code: RESTError['code']; message: string }
  /** It may have been carried out. */
  | { kind: 'unsure'; reason: string }
  /** It was not carried out. */
  | { kind: 'later'; reason: string; afterMs: number };

/** What came of one request, for the limiter. */
export type Seen =
  /** Any answer of Discord's that is not below. */
  | { kind: 'answered' }
  /** 5xx, timeout, reset, closed, truncated: Discord may be down. */
  | { kind: 'failed' }
  /** 403: counts as an invalid request. */
  | { kind: 'denied' }
  /** 401: nothing more may be sent. */
  | { kind: 'revoked' }
  | ({ kind: 'limited' } & Limited);

/** The same, with what is answered; of a request over the rate that is not decided yet. */
export type Reading =
  | { seen: Exclude<Seen, { kind: 'limited' }>; answer: WireAnswer }
  | { seen: Extract<Seen, { kind: 'limited' }> };

export const TOKEN_VOID: WireAnswer = {
  kind: 'unsure',
  reason: 'Discord does not accept my token',
};

/**
 * Tells apart what was done, what was refused, and what may have happened.
 *
 * @param read what is made of the JSON of what was done; undefined: it is unreadable
 */
export function readAnswer(answer: HttpAnswer, read?: (json: Buffer) => unknown): Reading {
  const { status } = answer;
  // Discord's API neither fails nor redirects while it is well.
  if (status >= 500 || (status >= 300 && status < 400)) return failed(`Discord answered ${status}`);
  if (read !== undefined && status < 300) {
    const body = read(answer.body);
    if (body === undefined) return failed(unreadable(status));
    return { seen: { kind: 'answered' }, answer: { kind: 'ok', body } };
  }
  const body = parse(answer.body);
  if (status === 429) {
    return { seen: { kind: 'limited', ...readLimit((name) => answer.header(name), body) } };
  }
  if (status === 401) return { seen: { kind: 'revoked' }, answer: TOKEN_VOID };
  // A page of a proxy, say: whatever it says, it is not Discord's word.
  if (body === UNREADABLE) return failed(unreadable(status));
  if (status < 300) return { seen: { kind: 'answered' }, answer: { kind: 'ok', body } };
  const { code = 0, message = '' } = (body ?? {}) as Partial<RESTError>;
  return {
    seen: { kind: status === 403 ? 'denied' : 'answered' },
    answer: { kind: 'no', status, code, message },
  };
}

/** What a request came to that got no whole answer. */
export function readFailure(error: unknown, timeoutMs: number): Reading {
  if (error instanceof TimeoutError) {
    return failed(`Discord did not answer within ${timeoutMs / 1000} s`);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return failed(
    UNREACHED.has(code) ? 'Discord could not be reached' : 'the connection to Discord broke',
  );
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

function unreadable(status: number): string {
  return `Discord answered ${status} with something unreadable`;
}

function failed(reason: string): Reading {
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
