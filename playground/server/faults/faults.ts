import type { Scope } from '../rate-limits/rate-limits.ts';

/**
 * What a request gets instead of its answer.
 *
 * - a status, with body (a string is sent as HTML) and headers;
 * - `rateLimit`: a true 429 of that scope, which lasts for `retryAfterMs` and has the right headers;
 * - `drop-before`, `drop-after`: the connection is reset (RST) before or after the commit;
 * - `fin-before`, `fin-after`: it is closed in good order (FIN), without an answer;
 * - `truncate`: committed, and half of the answer's body arrives;
 * - `hang`: nothing ever comes;
 * - `revoke-token`: the token is void from now on, so this request and all later ones get 401.
 */
export type FaultAnswer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { rateLimit: Scope; retryAfterMs: number }
  | 'drop-before'
  | 'drop-after'
  | 'fin-before'
  | 'fin-after'
  | 'truncate'
  | 'hang'
  | 'revoke-token';

export interface Fault {
  method?: string;
  /** Matched against the path behind `/api/v10`, such as `/channels/1/messages`. */
  path?: RegExp;
  /** The first of the matching requests to meet it, counted from 1, which is the default. */
  onCall?: number;
  /** How many requests meet it from then on; 1 unless told, `Infinity` until `clear`. */
  times?: number;
  /** How long the request is held up before it is looked at, in real milliseconds. */
  delayMs?: number;
  /** What happens meanwhile, before the request takes effect: `() => channel.delete()`, say. */
  meanwhile?: () => void;
  /** Let the request take effect before it is answered wrongly; the names with `after` always do. */
  commit?: boolean;
  /** Left out, the request is answered truly (after the delay, and whatever happened meanwhile). */
  answer?: FaultAnswer;
}

/** A fault that a request has met. */
export type Met = Pick<Fault, 'delayMs' | 'meanwhile' | 'answer'> & { commit: boolean };

export interface Faults {
  /** The next matching requests fail in this way. Faults are tried in the order they were asked for. */
  next: (fault: Fault) => void;
  clear: () => void;
  /** Faults that have not been met as often as they were to be. */
  readonly pending: number;
  /** Takes the fault for a request, if there is one. */
  take: (method: string, path: string) => Met | undefined;
}

const commits = ({ answer, commit = false }: Fault): boolean =>
  commit || answer === 'drop-after' || answer === 'fin-after' || answer === 'truncate';

export const createFaults = (): Faults => {
  let waiting: { fault: Fault; skip: number; left: number }[] = [];

  const matches = ({ method, path }: Fault, wantedMethod: string, wantedPath: string): boolean =>
    (method === undefined || method.toUpperCase() === wantedMethod) &&
    (path === undefined || path.test(wantedPath));

  return {
    next: (fault) => {
      waiting.push({ fault, skip: (fault.onCall ?? 1) - 1, left: fault.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    get pending() {
      return waiting.length;
    },
    take: (method, path) => {
      if (waiting.length === 0) return undefined;
      let met: (typeof waiting)[number] | undefined;
      for (const entry of waiting) {
        if (!matches(entry.fault, method, path)) continue;
        // Every fault counts every request, so that "the third call" is the third whatever else happens.
        if (entry.skip > 0) entry.skip -= 1;
        else met ??= entry;
      }
      if (met === undefined) return undefined;
      met.left -= 1;
      if (met.left <= 0) waiting = waiting.filter((other) => other !== met);
      return { ...met.fault, commit: commits(met.fault) };
    },
  };
};
