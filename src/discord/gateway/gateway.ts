import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIInteraction,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayReadyDispatchData,
  type REST,
} from 'discord.js';
import { OperatorError } from '../../operator-error.ts';
import { TOKEN_REJECTED_MESSAGE } from '../rest/classify-response.ts';
import { createGuildEvents, type GuildListeners } from './guild-events.ts';
import { createIdentifyThrottler, fetchGatewayInfo } from './identify-throttler.ts';
import { createSessionStore } from './session-store.ts';
import { WebSocketManager } from './websocket-manager.ts';

/** Close codes after which Discord accepts no new connection. */
const FATAL_CLOSES: Record<number, string> = {
  4004: TOKEN_REJECTED_MESSAGE,
  4010: 'Discord rejected the shard that Paperboy asked for',
  4011: 'the bot is in too many servers for one connection: it must be sharded',
  4012: 'Discord no longer supports the gateway version of this discord.js: update Paperboy',
  4013: "Discord doesn't know the intents that Paperboy asked for",
  4014: "Discord doesn't allow this bot the intents that Paperboy asked for",
};

const SILENT =
  'Discord was silent for three heartbeats, and reconnecting did not help: Paperboy ends, so that whatever runs it starts it again';

/** Discord's interval is slightly shorter; discord.js keeps the exact one to itself. */
const HEARTBEAT_MS = 45_000;
/** A connection that has gone silent can't be closed properly. */
const CLOSE_WITHIN_MS = 2000;

export interface GatewayOptions extends GuildListeners {
  rest: REST;
  token: string;
  /** Aborts a login. */
  signal: AbortSignal;
  onInteraction: (interaction: APIInteraction) => void;
  /** The gateway is closed for good, or has gone silent. May be called more than once. */
  onFatal: (error: OperatorError) => void;
  log: {
    warn(details: object, message: string): void;
  };
  heartbeatMs?: number;
}

interface BotUser {
  id: string;
  name: string;
  applicationId: string;
}

export interface Gateway {
  botUser: BotUser;
  /** How many servers the bot is in. */
  guildCount(): number;
  close(): Promise<void>;
}

/**
 * Logs in with the Guilds intent only, and resolves when every shard is ready. Of the servers only
 * the ids are kept. While Discord can't be reached, it tries again, after 1 s at first and 5 min at
 * most.
 *
 * @throws OperatorError when Discord rejects the bot
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const login = createLogin(signal, options.onFatal);
  const parts = createParts(options, signal, login);
  const { manager, identifyThrottler, guildEvents, watchdog } = parts;
  listen(parts, login, options);

  async function close(): Promise<void> {
    closing.abort();
    watchdog.stop();
    const closed = manager.destroy({ code: 1000, reason: 'Paperboy is stopping' });
    await Promise.race([closed, sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  try {
    const { shards } = await identifyThrottler.untilAllowed(undefined, signal);
    login.expectShards(shards);
    // It rejects at a connection's first trouble, but keeps trying by itself.
    manager.connect().catch(async (error: unknown) => {
      if ((await manager.fetchStatus()).size === 0) login.fail(error);
    });
    return { botUser: await login.done(), guildCount: guildEvents.guildCount, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Login = ReturnType<typeof createLogin>;

/** Waits for all shards to be ready. */
function createLogin(signal: AbortSignal, onFatal: GatewayOptions['onFatal']) {
  const ready = Promise.withResolvers<BotUser>();
  // It may be rejected before anybody waits for it.
  ready.promise.catch(() => undefined);
  signal.addEventListener('abort', () => ready.reject(signal.reason as Error));
  const connecting = new Set<number>();
  let isReady = false;

  return {
    expectShards(count: number): void {
      for (let shardId = 0; shardId < count; shardId++) connecting.add(shardId);
    },
    shardReady(shardId: number, { user, application }: GatewayReadyDispatchData): void {
      connecting.delete(shardId);
      if (connecting.size > 0) return;
      ready.resolve({ id: user.id, name: user.username, applicationId: application.id });
    },
    fail: (error: unknown) => ready.reject(error),
    /** Fails the login, or ends the connection that it led to. */
    fatal(error: OperatorError): void {
      if (isReady) onFatal(error);
      else ready.reject(error);
    },
    async done(): Promise<BotUser> {
      const botUser = await ready.promise;
      isReady = true;
      return botUser;
    },
  };
}

type Parts = ReturnType<typeof createParts>;

/** Creates discord.js's connection manager with its throttler, session store and watchdog. */
function createParts(options: GatewayOptions, signal: AbortSignal, login: Login) {
  const { rest, token, log, heartbeatMs = HEARTBEAT_MS } = options;
  const identifyThrottler = createIdentifyThrottler({
    fetchInfo: (waiting) =>
      fetchGatewayInfo({
        fetchInfo: () => manager.fetchGatewayInformation(true),
        signal: AbortSignal.any([signal, waiting]),
        onRejected: (error) => login.fatal(error),
        log,
      }),
    onLow: (remaining, resetMs) => {
      const minutes = Math.ceil(resetMs / 60_000);
      log.warn(
        { remaining },
        `only ${remaining} logins are left for today; the next is in ${minutes} min, when there are new ones`,
      );
    },
  });
  const sessions = createSessionStore({
    signal,
    onWait: (waitMs) => {
      log.warn({}, `Discord's gateway cannot be reached; trying again in ${waitMs / 1000} s`);
    },
  });
  const watchdog = createWatchdog({
    intervalMs: heartbeatMs,
    isExcused: () => identifyThrottler.isWaiting(),
    onSilence: () => login.fatal(new OperatorError(SILENT)),
  });
  const guildEvents = createGuildEvents(options);
  const manager = new WebSocketManager({
    token,
    intents: GatewayIntentBits.Guilds,
    rest,
    buildIdentifyThrottler: () => identifyThrottler,
    retrieveSessionInfo: (shardId) => sessions.retrieve(shardId),
    updateSessionInfo: (shardId, session) => sessions.update(shardId, session),
  });
  return { manager, identifyThrottler, sessions, watchdog, guildEvents };
}

function listen(
  { manager, sessions, watchdog, guildEvents }: Parts,
  login: Login,
  { onInteraction, log }: GatewayOptions,
): void {
  const onConnected = (shardId: number): void => {
    sessions.connected(shardId);
    watchdog.heard(shardId);
  };
  manager.on('ready', ({ data, shardId }) => {
    onConnected(shardId);
    guildEvents.ready(shardId, data);
    login.shardReady(shardId, data);
  });
  manager.on('resumed', ({ shardId }) => onConnected(shardId));
  manager.on('heartbeat', ({ shardId }) => watchdog.heard(shardId));
  manager.on('dispatch', ({ data, shardId }) => {
    watchdog.heard(shardId);
    if (data.t === GatewayDispatchEvents.InteractionCreate) onInteraction(data.d);
    else guildEvents.dispatch(shardId, data);
  });
  manager.on('closed', ({ code, shardId }) => {
    const reason = FATAL_CLOSES[code];
    if (reason === undefined) sessions.disconnected(shardId);
    else login.fatal(new OperatorError(reason));
  });
  manager.on('error', ({ error }) => log.warn({ err: error }, 'the gateway had an error'));
}

/** How often a heartbeat interval the watchdog checks. */
const CHECKS_PER_INTERVAL = 4;
/** A shard may be silent for this many intervals. */
const MAX_INTERVALS = 3;

interface WatchdogOptions {
  /** The usual time between two heartbeats, in milliseconds. */
  intervalMs: number;
  /** Whether there is a reason for the silence. */
  isExcused: () => boolean;
  onSilence: () => void;
}

/**
 * Notices when nothing at all was heard on a shard for three heartbeat intervals, although discord.js
 * reconnects. It counts its own checks rather than time, so that a machine that slept isn't taken for
 * a silent Discord.
 */
function createWatchdog({ intervalMs, isExcused, onSilence }: WatchdogOptions) {
  const silentChecks = new Map<number, number>();
  const timer = setInterval(() => {
    if (isExcused()) return;
    for (const [shardId, count] of silentChecks) {
      silentChecks.set(shardId, count + 1);
      if (count + 1 < CHECKS_PER_INTERVAL * MAX_INTERVALS) continue;
      clearInterval(timer);
      onSilence();
      return;
    }
  }, intervalMs / CHECKS_PER_INTERVAL);
  timer.unref();
  return {
    heard: (shardId: number): void => void silentChecks.set(shardId, 0),
    stop: (): void => clearInterval(timer),
  };
}
