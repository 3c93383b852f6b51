import { RESTJSONErrorCodes as Code, type RESTError } from 'discord.js';
import type { Reason } from '../../delivery/reason.ts';
import type { Failure, Later, Refusal, Unsure } from '../../delivery/sender.ts';
import type { RateLimitHit, ResponseSignal } from './circuit-breaker.ts';
import { type HttpAnswer, TimeoutError } from './http.ts';

/** The result of a request to Discord's REST API. */
export type RestResult =
  | { kind: 'ok'; body: unknown }
  /** Discord understood and said no. */
  | { kind: 'rejected'; status: number; code: RESTError['code']; message: string }
  | Unsure
  | Later;

type LimitedSignal = Extract<ResponseSignal, { kind: 'limited' }>;

/**
 * What a response tells the rate limiter, and the result of the request. A request that was rate
 * limited has no result yet.
 */
type ClassifiedResponse =
  | { signal: Exclude<ResponseSignal, LimitedSignal>; result: RestResult }
  | { signal: LimitedSignal };

export const TOKEN_REJECTED: Unsure = { kind: 'unsure', reason: { code: 'token-rejected' } };

/** What the operator reads when Discord rejects the token. */
export const TOKEN_REJECTED_MESSAGE =
  'Discord does not accept DISCORD_TOKEN: copy the current one from the Bot page of your application at https://discord.com/developers/applications';

/**
 * Distinguishes what was done, what was rejected, and what may or may not have happened.
 *
 * @param read reads the JSON of a success; returns undefined if it can't. Without it, the JSON is
 *   parsed
 */
export function classifyResponse(
  response: HttpAnswer,
  read?: (json: Buffer) => unknown,
): ClassifiedResponse {
  const { status } = response;
  // Discord's API neither fails nor redirects while it is up.
  if (status >= 500 || (status >= 300 && status < 400)) {
    return failed({ code: 'discord-status', status });
  }
  if (read !== undefined && status < 300) {
    const body = read(response.body);
    if (body === undefined) return failed({ code: 'discord-unreadable', status });
    return { signal: { kind: 'answered' }, result: { kind: 'ok', body } };
  }
  const body = parse(response.body);
  if (status === 429) {
    const hit = parseRateLimit((name) => response.header(name), body);
    return { signal: { kind: 'limited', ...hit } };
  }
  if (status === 401) return { signal: { kind: 'revoked' }, result: TOKEN_REJECTED };
  // Such as a proxy's error page, which isn't an answer from Discord.
  if (body === UNREADABLE) return failed({ code: 'discord-unreadable', status });
  if (status < 300) return { signal: { kind: 'answered' }, result: { kind: 'ok', body } };
  const { code = 0, message = '' } = (body ?? {}) as Partial<RESTError>;
  return {
    signal: { kind: status === 403 ? 'denied' : 'answered' },
    result: { kind: 'rejected', status, code, message },
  };
}

/** Classifies a request that got no complete response. */
export function classifyError(error: unknown, timeoutMs: number): ClassifiedResponse {
  if (error instanceof TimeoutError) {
    return failed({ code: 'timeout', seconds: timeoutMs / 1000 });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return failed({ code: NO_CONNECTION.has(code) ? 'unreachable' : 'connection-lost' });
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const UNREADABLE = Symbol('unreadable');

function failed(reason: Reason): ClassifiedResponse {
  return { signal: { kind: 'failed' }, result: { kind: 'unsure', reason } };
}

function parse(json: Buffer): unknown {
  if (json.length === 0) return undefined;
  try {
    return JSON.parse(json.toString());
  } catch {
    return UNREADABLE;
  }
}

/** Discord always says how long to wait; these are for a 429 that doesn't. */
const DEFAULT_WAIT_MS = 5000;
const CLOUDFLARE_DEFAULT_WAIT_MS = 60_000;
/** A longer wait can't be meant. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * Reads a 429. The body's `retry_after` takes precedence over the header, which is in whole seconds.
 *
 * @param body the response's JSON; anything but an object if it had none, as in Cloudflare's page
 * @see https://discord.com/developers/docs/topics/rate-limits
 */
export function parseRateLimit(
  header: (name: string) => string | undefined,
  body: unknown,
): RateLimitHit {
  const details = isObject(body) ? body : undefined;
  const fromHeader = toMilliseconds(Number(header('retry-after') ?? NaN));
  const scope = header('x-ratelimit-scope');
  if (details === undefined && scope === undefined) {
    return { scope: 'cloudflare', retryAfterMs: fromHeader ?? CLOUDFLARE_DEFAULT_WAIT_MS };
  }
  const fromBody = toMilliseconds(details?.['retry_after']);
  const isGlobal = details?.['global'] === true || header('x-ratelimit-global') === 'true';
  return {
    scope: scope === 'shared' ? 'shared' : isGlobal || scope === 'global' ? 'global' : 'user',
    retryAfterMs: fromBody ?? fromHeader ?? DEFAULT_WAIT_MS,
  };
}

function toMilliseconds(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.ceil(seconds * 1000), LONGEST_WAIT_MS);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What Discord's error codes mean for a channel. */
const API_ERRORS: Readonly<Record<number, [why: Refusal['why'], reason: Reason]>> = {
  [Code.UnknownChannel]: ['gone', { code: 'channel-gone' }],
  [Code.UnknownGuild]: ['gone', { code: 'server-gone' }],
  [Code.UnknownMessage]: ['gone', { code: 'message-gone' }],
  [Code.MissingAccess]: ['access', { code: 'missing-permission', anyOf: ['ViewChannel'] }],
  [Code.MissingPermissions]: [
    'access',
    { code: 'missing-permission', anyOf: ['SendMessages', 'EmbedLinks', 'SendMessagesInThreads'] },
  ],
  [Code.ThreadLocked]: ['locked', { code: 'thread-locked' }],
  [Code.InvalidActionOnArchivedThread]: ['archived', { code: 'thread-archived' }],
  [Code.CannotSendMessagesInNonTextChannel]: ['other', { code: 'wrong-channel-type' }],
  [Code.MessageWasBlockedByAutomaticModeration]: ['content', { code: 'automod' }],
  [Code.MessageBlockedByHarmfulLinksFilter]: ['content', { code: 'harmful-link' }],
};

/** An unsuccessful request as delivery sees it. */
export function toFailure(result: Exclude<RestResult, { kind: 'ok' }>): Failure {
  if (result.kind !== 'rejected') return result;
  const { status, code, message } = result;
  const [why, reason] = API_ERRORS[code] ?? [
    // Any other bad request is bad because of its content.
    status === 400 ? 'content' : 'other',
    message === '' ? { code: 'discord-status', status } : { code: 'discord', message },
  ];
  return { kind: 'refused', why, reason };
}
