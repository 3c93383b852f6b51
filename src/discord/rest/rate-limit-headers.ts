/** An answer 429: who was too fast, and how long to wait. */
export interface Limited {
  /**
   * user: this bot in this resource; global: this bot over all; shared: everybody together in this
   * resource; cloudflare: not Discord answered but what stands before it, which shuts the whole
   * address out.
   */
  scope: 'user' | 'global' | 'shared' | 'cloudflare';
  retryAfterMs: number;
}

/** Discord always says how long; these are for an answer that does not. */
const DEFAULT_MS = 5000;
const CLOUDFLARE_DEFAULT_MS = 60_000;
/** Whatever is longer is no wait that anybody means. */
const LONGEST_MS = 86_400_000;

/**
 * Reads a 429. The body's `retry_after` counts before the header, which is in whole seconds.
 *
 * @param body the answer's JSON; undefined when it was none, as in Cloudflare's page
 * @see https://discord.com/developers/docs/topics/rate-limits
 */
export function readLimit(header: (name: string) => string | undefined, body: unknown): Limited {
  const said = isObject(body) ? body : undefined;
  const inHeader = milliseconds(Number(header('retry-after') ?? NaN));
  const scope = header('x-ratelimit-scope');
  if (said === undefined && scope === undefined) {
    return { scope: 'cloudflare', retryAfterMs: inHeader ?? CLOUDFLARE_DEFAULT_MS };
  }
  const inBody = milliseconds(said?.['retry_after']);
  const isGlobal = said?.['global'] === true || header('x-ratelimit-global') === 'true';
  return {
    scope: scope === 'shared' ? 'shared' : isGlobal || scope === 'global' ? 'global' : 'user',
    retryAfterMs: inBody ?? inHeader ?? DEFAULT_MS,
  };
}

function milliseconds(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.ceil(seconds * 1000), LONGEST_MS);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
