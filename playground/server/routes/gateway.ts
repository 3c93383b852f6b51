import type { Route } from '../http/router.ts';
import { ok } from '../http/router.ts';

const IDENTIFIES_PER_DAY = 1000;

export const gatewayRoutes: Route[] = [
  {
    method: 'GET',
    path: '/gateway',
    auth: 'none',
    bucket: null,
    handle: ({ core }) => ok({ url: core.addresses.gateway }),
  },
  {
    method: 'GET',
    path: '/gateway/bot',
    auth: 'bot',
    bucket: { limit: 20, windowMs: 5000 },
    handle: ({ core }) =>
      ok({
        url: core.addresses.gateway,
        shards: 1,
        session_start_limit: {
          total: IDENTIFIES_PER_DAY,
          remaining: Math.max(0, IDENTIFIES_PER_DAY - core.identifies()),
          reset_after: 86_400_000,
          max_concurrency: 1,
        },
      }),
  },
];
