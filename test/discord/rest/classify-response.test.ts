import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRateLimit } from '../../../src/discord/rest/classify-response.ts';

const read = (headers: Record<string, string>, body: unknown) =>
  parseRateLimit((name) => headers[name], body);

it.each([
  [{ 'x-ratelimit-scope': 'user', 'retry-after': '2' }, { retry_after: 1.2345 }, 'user', 1235],
  [{ 'x-ratelimit-scope': 'shared', 'retry-after': '1337' }, { retry_after: 0.5 }, 'shared', 500],
  [{ 'x-ratelimit-global': 'true' }, { retry_after: 3, global: true }, 'global', 3000],
  [{ 'x-ratelimit-scope': 'global' }, { retry_after: 3 }, 'global', 3000],
  [{}, { retry_after: 64.57, global: true }, 'global', 64_570],
  [{}, { retry_after: 64.57, global: false }, 'user', 64_570],
  [{ 'x-ratelimit-scope': 'user', 'retry-after': '7' }, undefined, 'user', 7000],
  [{ 'retry-after': '600' }, undefined, 'cloudflare', 600_000],
  [{ 'retry-after': '600' }, 'error code: 1015', 'cloudflare', 600_000],
  [{}, undefined, 'cloudflare', 60_000],
])(
  'a 429 with the headers %j and the body %j has scope %s, for %i ms',
  (headers, body, scope, retryAfterMs) => {
    expect(read(headers as Record<string, string>, body)).toEqual({ scope, retryAfterMs });
  },
);

it('a 429 always has a finite wait, whatever its headers and body', () => {
  const header = fc.option(fc.oneof(fc.string(), fc.double().map(String)), { nil: undefined });
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({ retry_after: fc.oneof(fc.double(), fc.string(), fc.constant(null)) }),
  );
  fc.assert(
    fc.property(header, body, (retryAfter, json) => {
      const { retryAfterMs } = read(
        retryAfter === undefined ? {} : { 'retry-after': retryAfter },
        json,
      );
      expect(retryAfterMs).toBeGreaterThanOrEqual(0);
      expect(retryAfterMs).toBeLessThanOrEqual(86_400_000);
    }),
  );
});
