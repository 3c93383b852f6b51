import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits,
  Options,
} from 'discord.js';
import { OperatorError } from '../operator-error.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;

const TOKEN_REFUSED =
  'Discord does not accept DISCORD_TOKEN: copy the current one from the Bot page of your application at https://discord.com/developers/applications';

/** Close codes that Discord sends when reconnecting is pointless. */
const FATAL_CLOSES: Record<number, string> = {
  4004: TOKEN_REFUSED,
  4010: 'Discord refused the shard that was asked for',
  4011: 'the bot is in too many servers for one connection: it must be sharded',
  4012: 'Discord no longer speaks the gateway version of this discord.js: update Paperboy',
  4013: 'Discord does not know the intents that were asked for',
  4014: 'Discord does not allow this bot the intents that were asked for',
};

interface Login {
  /** Base URL of Discord's API, without the version. */
  api: string;
  token: string;
  signal: AbortSignal;
  onRetry: (error: unknown, waitMs: number) => void;
}

/**
 * Logs in with the least that is needed, the Guilds intent and no messages kept, and waits until
 * the servers are known. While Discord cannot be reached it is tried again, after 1 s at first and
 * 5 min at most.
 *
 * @throws OperatorError when Discord refuses the bot
 */
export async function connect(login: Login): Promise<Client<true>> {
  const { api, token, signal, onRetry } = login;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    // A client whose login failed has destroyed itself, so every attempt has its own.
    const client = new Client({
      intents: [GatewayIntentBits.Guilds],
      allowedMentions: { parse: [] },
      rest: { api },
      makeCache: Options.cacheWithLimits({
        ...Options.DefaultMakeCacheSettings,
        MessageManager: 0,
      }),
    });
    try {
      return await logIn(client, token, signal);
    } catch (error) {
      await client.destroy();
      signal.throwIfAborted();
      if (error instanceof OperatorError) throw error;
      if (isTokenError(error)) throw new OperatorError(TOKEN_REFUSED);
      onRetry(error, wait);
      await sleep(wait, undefined, { signal });
    }
  }
}

async function logIn(client: Client, token: string, signal: AbortSignal): Promise<Client<true>> {
  let onAbort = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort);
      client.once(Events.ClientReady, resolve);
      onFatalClose(client, reject);
      // An 'error' without a listener would end the process.
      client.on(Events.Error, reject);
      client.login(token).catch(reject);
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Calls back once when the gateway is closed for good. */
export function onFatalClose(client: Client, callback: (error: OperatorError) => void): void {
  client.on(Events.ShardDisconnect, ({ code }) => {
    const reason = FATAL_CLOSES[code];
    if (reason !== undefined) callback(new OperatorError(reason));
  });
}

function isTokenError(error: unknown): boolean {
  return (
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401)
  );
}
