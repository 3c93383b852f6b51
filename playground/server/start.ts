import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveAttachment } from './attachments-route.ts';
import { createBus } from './bus.ts';
import type { Core } from './core.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { createIdentifyLimits, type IdentifyLimitOptions } from './gateway/identify-limits.ts';
import { createApi } from './http/api.ts';
import type { Exchange } from './http/exchange.ts';
import { createExchangeWatcher } from './http/exchange-watcher.ts';
import { createTravel, type LatencyOptions } from './http/latency.ts';
import { createNonces } from './nonces.ts';
import { createPeople } from './people/people.ts';
import {
  createInvalidRequests,
  type InvalidRequestOptions,
  type InvalidRequests,
} from './rate-limits/invalid-requests.ts';
import { createRateLimits, type RateLimitOptions } from './rate-limits/rate-limits.ts';
import { routes } from './routes/index.ts';
import { createSharing } from './sharing.ts';
import { createSnowflakes } from './snowflake.ts';
import { createState } from './state/state.ts';
import { createTranscript, type Transcript } from './transcript.ts';
import { createWorld, type World } from './world/world.ts';

/**
 * Handles a request that isn't for Discord's API or the page's; returns false if it doesn't (404).
 */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean | Promise<boolean>;

export interface DiscordOptions {
  /** Default: any free port. */
  port?: number;
  host?: string;
  /**
   * The clock for everything that expires on the server: nonces, interactions, daily limits of
   * commands and identifies, threads. Unix milliseconds.
   */
  now?: () => number;
  /**
   * The clock for what clients wait for: rate limits, heartbeats, the gateway's limits, invalid
   * requests. In milliseconds. Default: real time, whatever `now` is.
   */
  wireNow?: () => number;
  /** Called with what's wrong with the client, such as an unknown route. */
  log?: (line: string) => void;
  applicationId?: string;
  botName?: string;
  token?: string;
  /** How long Discord remembers a nonce. */
  nonceWindowMs?: number;
  /** false switches the rate limits off. */
  rateLimits?: RateLimitOptions | false;
  invalidRequests?: InvalidRequestOptions;
  /** The latency of every REST response, except for faults. Default: none. */
  latency?: LatencyOptions;
  identifyLimits?: IdentifyLimitOptions;
  /** How many shards `GET /gateway/bot` recommends. Default: 1. */
  shards?: number;
  /** The privileged intents granted to this application; using others closes with 4014. */
  privilegedIntents?: number;
  heartbeatMs?: number;
  /** How many entries the transcript keeps. */
  transcriptLength?: number;
  /**
   * For many similar messages: equal parts are stored once, and bodies are only checked against
   * this server's rules, not against Discord's specification.
   */
  isLoadTest?: boolean;
  onRequest?: RequestHandler;
  /** Called when a request of the bot is over. Contains secrets. */
  onExchange?: (exchange: Exchange) => void;
}

/** A Discord on this machine. */
export interface LoopbackDiscord {
  /** For `new Client({ rest: { api: url } })`. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The bot's current token. */
  readonly token: string;
  readonly applicationId: string;
  readonly world: World;
  readonly transcript: Transcript;
  readonly faults: Faults;
  readonly isOnline: () => boolean;
  /** How often the bot has identified. */
  readonly identifies: () => number;
  /** Disturbs the gateway's connections; see `Drop`. */
  readonly dropGateway: Gateway['drop'];
  /** Revokes the token, ends every session, and returns the new token. */
  readonly resetToken: () => string;
  /**
   * Starts or ends an outage of all of Discord: REST responds with 503, and the gateway accepts no
   * connection.
   */
  readonly setOutage: (isDown: boolean) => void;
  /** The 401s, 403s and 429s so far; at the threshold, Cloudflare bans the bot. */
  readonly invalidRequests: Pick<InvalidRequests, 'count' | 'bannedForMs'>;
  /** Adds a handler on the same port, such as the page's. */
  readonly onRequest: (handler: RequestHandler) => void;
  close: () => Promise<void>;
}

const realTime = () => performance.timeOrigin + performance.now();

const newToken = (applicationId: string): string =>
  [
    Buffer.from(applicationId).toString('base64url'),
    randomBytes(4).toString('base64url'),
    randomBytes(28).toString('base64url'),
  ].join('.');

/**
 * Starts a Discord that an unmodified discord.js client can log in to.
 *
 *     const discord = await startDiscord();
 *     const client = new Client({ intents: [Guilds], rest: { api: discord.url } });
 *     await client.login(discord.token);
 */
export const startDiscord = async (options: DiscordOptions = {}): Promise<LoopbackDiscord> => {
  const { port = 0, host = '127.0.0.1', now = Date.now, log = () => undefined } = options;
  const nextId = createSnowflakes(now);
  const { applicationId = nextId() } = options;
  const { token = newToken(applicationId) } = options;
  const wireNow = options.wireNow ?? realTime;
  const secrets = new Set([token]);

  let isClosed = false;
  let isDown = false;
  const handlers: RequestHandler[] = options.onRequest === undefined ? [] : [options.onRequest];
  const core: Core = {
    state: createState({ id: applicationId, name: options.botName ?? 'paperboy', token }),
    bus: createBus(),
    nonces: createNonces(now, options.nonceWindowMs ?? 180_000),
    transcript: createTranscript(now, secrets, options.transcriptLength ?? 1000),
    now,
    wireNow,
    nextId,
    addresses: { http: '', gateway: '' },
    isOnline: () => gateway.isOnline(),
    shards: options.shards ?? 1,
    identifyLimits: createIdentifyLimits(now, wireNow, options.identifyLimits ?? {}),
    resetToken: () => {
      const { application } = core.state;
      application.token = newToken(applicationId);
      secrets.add(application.token);
      gateway.endSessions();
      return application.token;
    },
    isDown: () => isDown,
    isClosed: () => isClosed,
    share: options.isLoadTest === true ? createSharing() : (part) => part,
    isValidated: options.isLoadTest !== true,
    privilegedIntents: options.privilegedIntents ?? 0,
  };
  const gateway = createGateway(core, options.heartbeatMs ?? 41_250);
  const faults = createFaults();
  const rateLimits = createRateLimits(
    options.rateLimits === false ? false : { now: wireNow, ...options.rateLimits },
  );
  const invalidRequests = createInvalidRequests(wireNow, options.invalidRequests ?? {});
  const travel = options.latency && createTravel(options.latency);
  const api = createApi({ core, routes, faults, rateLimits, invalidRequests, travel, log });
  const people = createPeople(core);
  const watch = options.onExchange && createExchangeWatcher(now, options.onExchange);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.startsWith('/api/') === true) {
      watch?.(request, response);
      await api(request, response);
      return;
    }
    if (await people(request, response)) return;
    if (serveAttachment(core, request, response)) return;
    for (const handler of handlers) if (await handler(request, response)) return;
    response.writeHead(404).end();
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log(`playground: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: listening } = server.address() as AddressInfo;
  core.addresses.http = `http://${host}:${listening}`;
  core.addresses.gateway = `ws://${host}:${listening}`;

  return {
    url: `${core.addresses.http}/api`,
    origin: core.addresses.http,
    get token() {
      return core.state.application.token;
    },
    applicationId,
    world: createWorld(core),
    transcript: core.transcript,
    faults,
    isOnline: gateway.isOnline,
    identifies: () => core.identifyLimits.count,
    dropGateway: gateway.drop,
    resetToken: core.resetToken,
    setOutage: (down) => {
      isDown = down;
      if (down) gateway.drop('cut');
    },
    invalidRequests,
    onRequest: (handler) => {
      handlers.push(handler);
    },
    close: () =>
      new Promise((resolve) => {
        isClosed = true;
        gateway.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
