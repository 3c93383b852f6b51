import type { Route } from '../http/router.ts';
import { ok } from '../http/router.ts';

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
        shards: core.shards,
        session_start_limit: core.identifyLimits.describe(),
      }),
  },
];
