import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIInteraction,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayReadyDispatchData,
  type REST,
} from 'discord.js';
import { OperatorError } from '../../operator-error.ts';
import { fetchGatewayInfo } from './fetch-gateway-info.ts';
import { createIdentifyThrottler } from './identify-throttler.ts';
import { createSessionStore } from './session-store.ts';
import { type Changes, createGuildEvents } from './guild-events.ts';
import { TOKEN_REFUSED } from '../sentences.ts';
import { createWatchdog } from './watchdog.ts';
import { WebSocketManager } from '../websocket.ts';

/** Close codes that Discord sends when reconnecting is pointless. */
const FATAL_CLOSES: Record<number, string> = {
  4004: TOKEN_REFUSED,
  4010: 'Discord refused the shard that was asked for',
  4011: 'the bot is in too many servers for one connection: it must be sharded',
  4012: 'Discord no longer speaks the gateway version of this discord.js: update Paperboy',
  4013: 'Discord does not know the intents that were asked for',
  4014: 'Discord does not allow this bot the intents that were asked for',
};

const SILENT =
  'Nothing was heard from Discord for three heartbeats, and reconnecting did not help: ending, so that whatever runs Paperboy starts it again';

/** Discord's interval is a little shorter, and it alone is told: the library keeps it to itself. */
const HEARTBEAT_MS = 45_000;
/** A connection that has gone silent cannot be closed in good order. */
const CLOSE_WITHIN_MS = 2000;

export interface GatewayOptions extends Changes {
  rest: REST;
  token: string;
  /** Ends a login that is still being tried. */
  signal: AbortSignal;
  onInteraction: (interaction: APIInteraction) => void;
  /** It is closed for good, or has gone silent. May be called again. */
  onFatal: (error: OperatorError) => void;
  log: {
    warn(details: object, message: string): void;
  };
  heartbeatMs?: number;
}

/** The bot itself, as Discord knows it. */
export interface Me {
  id: string;
  name: string;
  applicationId: string;
}

export interface Gateway {
  me: Me;
  /** In how many servers the bot is. */
  guilds(): number;
  close(): Promise<void>;
}

/**
 * Logs in with the least that is needed, the Guilds intent, and resolves when every shard is ready.
 * Nothing that Discord tells about servers is kept. While Discord cannot be reached it is tried
 * again, after 1 s at first and 5 min at most.
 *
 * @throws OperatorError when Discord refuses the bot
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { rest, token, log, heartbeatMs = HEARTBEAT_MS } = options;
  const closing = new AbortController();
  const ending = AbortSignal.any([options.signal, closing.signal]);
  const ready = Promise.withResolvers<Me>();
  // It may be refused before anybody waits for it.
  ready.promise.catch(() => undefined);
  let isReady = false;
  const fail = (error: OperatorError): void => {
    if (isReady) options.onFatal(error);
    else ready.reject(error);
  };
  ending.addEventListener('abort', () => ready.reject(ending.reason as Error));

  const guard = createIdentifyThrottler({
    ask: (signal) =>
      fetchGatewayInfo({
        ask: () => manager.fetchGatewayInformation(true),
        signal: AbortSignal.any([ending, signal]),
        onRefused: fail,
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
    signal: ending,
    onWait: (waitMs) => {
      log.warn({}, `Discord's gateway cannot be reached; trying again in ${waitMs / 1000} s`);
    },
  });
  const silence = createWatchdog({
    intervalMs: heartbeatMs,
    isExcused: () => guard.isWaiting(),
    onSilence: () => fail(new OperatorError(SILENT)),
  });
  const guildEvents = createGuildEvents(options);
  const manager = new WebSocketManager({
    token,
    intents: GatewayIntentBits.Guilds,
    rest,
    buildIdentifyThrottler: () => guard,
    retrieveSessionInfo: (shardId) => sessions.retrieve(shardId),
    updateSessionInfo: (shardId, session) => sessions.update(shardId, session),
  });
  const connecting = new Set<number>();

  const isUp = (shardId: number): void => {
    sessions.up(shardId);
    silence.heard(shardId);
  };
  manager.on('ready', ({ data, shardId }) => {
    isUp(shardId);
    guildEvents.ready(shardId, data);
    connecting.delete(shardId);
    if (connecting.size === 0) ready.resolve(meOf(data));
  });
  manager.on('resumed', ({ shardId }) => isUp(shardId));
  manager.on('heartbeat', ({ shardId }) => silence.heard(shardId));
  manager.on('dispatch', ({ data, shardId }) => {
    silence.heard(shardId);
    if (data.t === GatewayDispatchEvents.InteractionCreate) options.onInteraction(data.d);
    else guildEvents.dispatch(shardId, data);
  });
  manager.on('closed', ({ code, shardId }) => {
    const reason = FATAL_CLOSES[code];
    if (reason === undefined) sessions.down(shardId);
    else fail(new OperatorError(reason));
  });
  manager.on('error', ({ error }) => log.warn({ err: error }, 'the gateway had an error'));

  async function close(): Promise<void> {
    closing.abort();
    silence.stop();
    const goodbye = manager.destroy({ code: 1000, reason: 'Paperboy is stopping' });
    await Promise.race([goodbye, sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }

  try {
    const { shards } = await guard.untilAllowed(undefined, ending);
    for (let shardId = 0; shardId < shards; shardId++) connecting.add(shardId);
    // It rejects at the first trouble of a connection, and yet goes on trying by itself.
    manager.connect().catch(async (error: unknown) => {
      if ((await manager.fetchStatus()).size === 0) ready.reject(error);
    });
    const me = await ready.promise;
    isReady = true;
    return { me, guilds: guildEvents.guilds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function meOf({ user, application }: GatewayReadyDispatchData): Me {
  return { id: user.id, name: user.username, applicationId: application.id };
}
