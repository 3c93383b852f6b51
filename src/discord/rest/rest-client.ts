import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { RateLimiter } from './rate-limiter.ts';
import type { Later, Urgency } from '../../delivery/sender.ts';
import { OperatorError } from '../../operator-error.ts';
import { createHttp } from './http.ts';
import type { Limited } from './rate-limit-headers.ts';
import { readAnswer, readFailure, TOKEN_VOID, type RestAnswer } from './classify-response.ts';
import { TOKEN_REFUSED } from '../sentences.ts';

export interface RestRequest extends Urgency {
  method: 'GET' | 'POST' | 'PATCH';
  /** Behind the API's version, such as `/channels/1/messages`. */
  path: string;
  /** JSON, made when it is sent: what waits in line is to cost nothing. */
  body?: () => Buffer;
  /** What is made of the JSON of its answer; parsed unless told. Undefined: it is unreadable. */
  read?: (json: Buffer) => unknown;
}

/** All requests but the answers to interactions. */
export interface RestClient {
  /** Asks once, and again only where Discord certainly did nothing. Never rejects. */
  ask(request: RestRequest): Promise<RestAnswer>;
  close(): Promise<void>;
}

interface Options {
  /** Base URL of Discord's API, without the version. */
  api: string;
  token: string;
  userAgent: string;
  rateLimiter: Pick<RateLimiter, 'take' | 'observe' | 'pausedForMs'>;
  /** Called once, when the token turns out to be void. */
  onRevoked: (error: OperatorError) => void;
  /** Ends waiting. */
  signal: AbortSignal;
  /**
   * Requests under way at a time, but for urgent ones. As many as go in a second allow for answers
   * that take a second, and are the most that can still arrive after the token was revoked.
   */
  underWay: number;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** A limit of one resource that lasts longer is handed back. */
const LONGEST_WAIT_MS = 10_000;
/** How often a request is refused for its rate before it is handed back. */
const MAX_LIMITED = 4;
/** For how long a person's request may stand in a pause. */
const URGENT_PATIENCE_MS = 2000;

/**
 * The wire to Discord's REST API. It keeps to the pace, waits out what Discord tells it to, and
 * tells apart what was refused, what did not happen and what may have happened. Only what was
 * certainly not carried out (429) is repeated here.
 */
export function createRestClient(options: Options): RestClient {
  const {
    token,
    rateLimiter,
    onRevoked,
    userAgent,
    signal,
    underWay,
    timeoutMs = TIMEOUT_MS,
  } = options;
  const { origin, pathname } = new URL(options.api);
  const base = `${pathname.replace(/\/$/, '')}/v10`;
  const http = createHttp({ origin, connections: underWay + 8, timeoutMs });
  const inTurn = pLimit(underWay);
  const headers = ['authorization', `Bot ${token}`, 'user-agent', userAgent];
  const jsonHeaders = [...headers, 'content-type', 'application/json'];
  let isRevoked = false;

  /** One request at its turn. */
  async function attempt(request: RestRequest): Promise<RestAnswer | Limited> {
    const { isUrgent = false } = request;
    const pausedMs = isUrgent ? rateLimiter.pausedForMs() : 0;
    if (pausedMs > URGENT_PATIENCE_MS) {
      return { kind: 'later', reason: { code: 'must-wait' }, afterMs: pausedMs };
    }
    try {
      await rateLimiter.take(isUrgent);
    } catch {
      return isRevoked ? TOKEN_VOID : STOPPING;
    }
    // It may have happened while this one waited.
    if (isRevoked) return TOKEN_VOID;
    if (request.mayGo?.() === false) return TOO_LATE;
    return exchange(request);
  }

  async function exchange(request: RestRequest): Promise<RestAnswer | Limited> {
    const { method, path, body, read } = request;
    const reading = await http
      .exchange({
        method,
        path: base + path,
        headers: body ? jsonHeaders : headers,
        ...(body ? { body: body() } : {}),
      })

      .then(
        (answer) => readAnswer(answer, read),
        (error: unknown) => readFailure(error, timeoutMs),
      );
    const { seen } = reading;
    rateLimiter.observe(seen);
    if (seen.kind === 'revoked' && !isRevoked) {
      isRevoked = true;
      onRevoked(new OperatorError(TOKEN_REFUSED));
    }
    return 'answer' in reading ? reading.answer : reading.seen;
  }

  return {
    async ask(request) {
      for (let tried = 1; ; tried++) {
        // A person's request must not stand behind deliveries that wait for their turn.
        const answer = await (request.isUrgent === true
          ? attempt(request)
          : inTurn(() => attempt(request)));
        if (!('scope' in answer)) return answer;
        const { scope, retryAfterMs } = answer;
        const isOfResource = scope === 'user' || scope === 'shared';
        const patienceMs = request.isUrgent === true ? URGENT_PATIENCE_MS : LONGEST_WAIT_MS;
        const isTooLong = isOfResource && retryAfterMs > patienceMs;
        if (isTooLong || tried === MAX_LIMITED) {
          return { kind: 'later', reason: { code: 'must-wait' }, afterMs: retryAfterMs };
        }
        // Other channels need not wait for this one; what concerns all of them, the pace waits out.
        if (!isOfResource) continue;
        const wasStopped = await sleep(retryAfterMs, false, { signal }).catch(() => true);
        if (wasStopped) return STOPPING;
      }
    },
    close: () => http.close(),
  };
}

const TOO_LATE: Later = { kind: 'later', reason: { code: 'waited-too-long' }, afterMs: 0 };

/** The process is about to end; nothing is to ask again at once. */
const STOPPING: Later = { kind: 'later', reason: { code: 'shutting-down' }, afterMs: 60_000 };
