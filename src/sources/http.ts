import { exchange, type Exchanged } from './fetch-once.ts';
import { type Throttle, createThrottle, type Turns } from './throttle.ts';
import { type Net, pause } from './dependencies.ts';
import { toldWait } from './retry-after.ts';
import type { SourceFailure } from './types.ts';

/** An answer of a status that its asker understands. */
export interface HttpReply {
  status: 'ok';
  code: number;
  /** A header's value. */
  header(name: string): string | undefined;
  body: Buffer;
}

interface Question {
  /** What is wanted, as an `Accept` header. */
  accept: string;
  headers?: Record<string, string>;
  /** The statuses that its asker understands; 200 unless said otherwise. */
  understood?: readonly number[];
  signal: AbortSignal;
}

export interface PoliteHttp {
  /**
   * One GET, repeated a few times where a short wait may help. Throws nothing but the signal's
   * reason when that is aborted.
   */
  get(url: URL, question: Question): Promise<HttpReply | SourceFailure>;
}

interface Options {
  /** Who is asked, as the owner knows them. */
  name: string;
  net: Net;
  /** The largest body that is read, decompressed. */
  maxBytes?: number;
  /** Where given, there is one request at a time, each so long after the end of the one before. */
  gapMs?: number;
  /** With whom that is shared. */
  turns?: Turns | undefined;
  /** Whether an empty 200 means that too much was asked. */
  isEmptyRefusal?: boolean;
}

/** What came of one try, and after which wait there may be another. */
interface Tried {
  result: HttpReply | SourceFailure;
  againMs?: number;
}

const MAX_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MAX_TRIES = 3;
const MAX_REDIRECTS = 3;
/** A longer wait is left to the caller. */
const SHORT_MS = 5000;
/** How long to wait after a refusal that does not say: twice as long after each further one. */
const REFUSED_MS = 60_000;
const LONGEST_REFUSED_MS = 3_600_000;

/** Not only 429: arXiv's edge answers 403 and 406 to whom it throttles. */
const REFUSALS = new Set([403, 406, 429, 503]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A polite client of one service. It says who asks, stays on the origin that it was sent to, reads
 * no more than it can use, and asks nobody again who said when, before that.
 */
export function createHttp({
  name,
  net,
  maxBytes = MAX_BYTES,
  gapMs,
  turns,
  isEmptyRefusal = false,
}: Options): PoliteHttp {
  const throttle: Throttle =
    gapMs === undefined ? (work) => work() : createThrottle({ ...net, gapMs, turns });
  const timeoutMs = net.timeoutMs ?? TIMEOUT_MS;
  let restUntil = -Infinity;
  let restMs = 0;
  let refusals = 0;

  async function get(url: URL, question: Question): Promise<HttpReply | SourceFailure> {
    const who = `${name}: ${url.origin}${url.pathname}`;
    const time = { leftMs: timeoutMs };
    for (let tries = 1; ; tries++) {
      question.signal.throwIfAborted();
      // A clock that was put back must not make the rest longer.
      restUntil = Math.min(restUntil, net.now() + restMs);
      const rest = restUntil - net.now();
      if (rest > SHORT_MS) return resting(`${who} can't be asked again yet`);
      if (rest > 0) await pause(net, rest, question.signal);
      const { result, againMs } = await tryOnce(who, url, question, time, tries);
      if (againMs === undefined || tries === MAX_TRIES) return result;
      if (againMs > 0) await pause(net, againMs, question.signal);
    }
  }

  async function tryOnce(
    who: string,
    start: URL,
    question: Question,
    time: { leftMs: number },
    tries: number,
  ): Promise<Tried> {
    const { understood = [200], signal } = question;
    const headers = {
      'user-agent': net.userAgent,
      accept: question.accept,
      ...question.headers,
    };
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const came = await throttle(async () => {
        const before = net.now();
        const got = await exchange({
          fetch: net.fetch,
          url,
          headers,
          maxBytes,
          timeoutMs: Math.max(time.leftMs, 1),
          wantsBody: (code) => understood.includes(code),
          signal,
        });
        time.leftMs -= Math.max(net.now() - before, 0);
        return got;
      }, signal);
      if ('trouble' in came) {
        const result = failed('network', `${who} ${came.trouble}`);
        return came.isPassing ? { result, againMs: shortly(tries) } : { result };
      }
      if (!REDIRECTS.has(came.code)) return judge(who, came, understood, tries);
      const location = came.headers.get('location');
      const next = location === null ? null : URL.parse(location, url.href);
      if (next?.origin !== start.origin) {
        return { result: failed('network', `${who} redirected us to another site`) };
      }
      if (redirects === MAX_REDIRECTS) {
        return { result: failed('network', `${who} redirected us too many times`) };
      }
      url = next;
    }
  }

  function judge(
    who: string,
    { code, headers, body }: Exchanged,
    understood: readonly number[],
    tries: number,
  ): Tried {
    const isEmpty = isEmptyRefusal && code === 200 && body.length === 0;
    if (REFUSALS.has(code) || isEmpty) {
      const ms =
        toldWait(headers, net.now()) ?? Math.min(REFUSED_MS * 2 ** refusals, LONGEST_REFUSED_MS);
      refusals++;
      restFor(Math.max(ms, 1000));
      const said = isEmpty ? 'an empty body' : String(code);
      const result = resting(`${who} answered ${said}: too many requests`);
      return restUntil - net.now() <= SHORT_MS ? { result, againMs: 0 } : { result };
    }
    refusals = 0;
    if (understood.includes(code)) {
      const header = (key: string): string | undefined => headers.get(key) ?? undefined;
      return { result: { status: 'ok', code, header, body } };
    }
    const message = `${who} answered ${code}`;
    if (code < 500) return { result: failed('http', message) };
    const ms = toldWait(headers, net.now());
    if (ms === undefined) return { result: failed('http', message), againMs: shortly(tries) };
    restFor(ms);
    const result: SourceFailure = { ...failed('http', message), retryAt: new Date(restUntil) };
    return ms <= SHORT_MS ? { result, againMs: 0 } : { result };
  }

  function restFor(ms: number): void {
    restMs = ms;
    restUntil = net.now() + ms;
  }

  function resting(message: string): SourceFailure {
    return { ...failed('rate-limited', message), retryAt: new Date(restUntil) };
  }

  /** About one second, then about two: not all who fell out together come back together. */
  function shortly(tries: number): number {
    return Math.round(1000 * tries * (0.5 + net.random()));
  }

  return { get };
}

/** What asking came to when it came to nothing. */
export function failed(kind: SourceFailure['kind'], message: string): SourceFailure {
  return { status: 'failed', kind, message };
}
