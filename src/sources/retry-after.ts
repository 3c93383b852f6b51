/** Whatever is longer is no wait that anybody means. */
const LONGEST_MS = 86_400_000;

/**
 * How long an answer says to wait before the next request, in milliseconds from `now`; undefined
 * where it does not say. Reads `Retry-After` in seconds or as a date, and the `RateLimit` of
 * Hugging Face (`"api";r=0;t=55`), of which the longer counts. At most a day.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @see https://huggingface.co/docs/hub/rate-limits
 */
export function toldWait(headers: Headers, now: number): number | undefined {
  const waits = [
    afterMs(headers.get('retry-after')?.trim() ?? '', now),
    windowMs(headers.get('ratelimit') ?? ''),
  ].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.min(Math.max(...waits), LONGEST_MS);
}

function afterMs(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much for a date, numbers among it; HTTP's dates begin with a weekday.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

/** With nothing remaining, the window ends in `t` seconds. */
function windowMs(text: string): number | undefined {
  const [, remaining, seconds] = /;\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})/.exec(text) ?? [];
  return remaining !== undefined && Number(remaining) === 0 ? Number(seconds) * 1000 : undefined;
}
