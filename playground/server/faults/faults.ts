import type { Scope } from '../rate-limits/rate-limits.ts';

/**
 * What a request gets instead of its response:
 *
 * - a status, with body (a string is sent as HTML) and headers;
 * - `rateLimit`: a real 429 of that scope with the right headers, which lasts for `retryAfterMs`;
 * - `drop-before`, `drop-after`: the connection is reset (RST) before or after the commit;
 * - `fin-before`, `fin-after`: it's closed properly (FIN), without a response;
 * - `truncate`: committed, and only half of the response body arrives;
 * - `hang`: no response ever comes;
 * - `revoke-token`: the token is revoked, so this request and all later ones get 401.
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
  /** Matched against the path after `/api/v10`, such as `/channels/1/messages`. */
  path?: RegExp;
  /** Which matching request is the first to meet it, counted from 1. Default: 1. */
  onCall?: number;
  /** How many requests meet it from then on; `Infinity` until `clear`. Default: 1. */
  times?: number;
  /** How long the request is delayed before it's processed, in real milliseconds. */
  delayMs?: number;
  /** Called before the request takes effect, for example `() => channel.delete()`. */
  meanwhile?: () => void;
  /** Whether the request takes effect despite the fault; those named `after` always do. */
  commit?: boolean;
  /** Without one, the request gets its normal response (after the delay and `meanwhile`). */
  answer?: FaultAnswer;
}

/** A fault as it applies to one request. */
export type Met = Pick<Fault, 'delayMs' | 'meanwhile' | 'answer'> & { commit: boolean };

export interface Faults {
  /** Makes the next matching requests fail this way. Faults apply in the order they were added. */
  next: (fault: Fault) => void;
  clear: () => void;
  /** How many faults haven't happened as often as they should. */
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
        // Every fault counts every request, so that "the third call" is the third whatever else
        // happens.
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
