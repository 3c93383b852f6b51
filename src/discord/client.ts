import { type APIInteraction, DefaultUserAgent, REST } from 'discord.js';
import manifest from '../../package.json' with { type: 'json' };
import type { BotServices, Command } from '../command.ts';
import type { Sender } from '../delivery/sender.ts';
import type { CommandId } from '../messages/command-mentions.ts';
import { openGateway } from './gateway/gateway.ts';
import type { GuildListeners } from './gateway/guild-events.ts';
import { createInteractionHandler } from './interactions/handler.ts';
import { createInteractionResponder } from './interactions/interaction-responder.ts';
import { registerUntilDone } from './interactions/register-commands.ts';
import { inviteUrl } from './permissions.ts';
import { createChannelAccess } from './rest/channel-access.ts';
import type { RateLimiter } from './rest/rate-limiter.ts';
import { createRestClient } from './rest/rest-client.ts';
import { createSender } from './rest/sender.ts';

/** Discord requires `DiscordBot (URL, version)`, which discord.js provides; the rest is up to us. */
const USER_AGENT_APPENDIX = `Paperboy/${manifest.version}`;

interface Options extends GuildListeners {
  /** Base URL of Discord's API, without the version. */
  api: string;
  token: string;
  /** Aborts the login, and every wait between requests. */
  signal: AbortSignal;
  /** Limits all requests except replies to interactions. */
  rateLimiter: RateLimiter;
  /** The most of those requests in flight at a time. */
  maxConcurrent: number;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
  /** Discord is gone for good: the token is void, or the gateway has gone silent. Called once. */
  onFatal: (error: Error) => void;
  /** Unix milliseconds. */
  now?: () => number;
}

/** The connection to Discord, as the rest of the bot sees it. */
export interface DiscordClient {
  sender: Sender;
  channelAccess: BotServices['channelAccess'];
  mayMention: BotServices['mayMention'];
  /**
   * Registers the commands if they changed, and handles interactions from now on.
   *
   * @param report logs an unexpected error and returns the id it was logged under
   */
  serve(
    commands: readonly Command[],
    context: BotServices,
    report: (error: unknown, interactionName: string) => string,
  ): Promise<void>;
  /** Of the registered commands, which all servers share. */
  commandId: CommandId;
  botName: string;
  /** How many servers Paperboy is in. */
  guildCount(): number;
  inviteUrl: string;
  /** Ignores new interactions, and resolves when the earlier ones are answered. */
  idle(): Promise<void>;
  /** Aborts the requests in flight, which may or may not have been carried out. */
  abort(): Promise<void>;
  close(): Promise<void>;
}

/** Logs in. Interactions are ignored until `serve`. */
export async function startClient(options: Options): Promise<DiscordClient> {
  const { api, token, signal, rateLimiter, maxConcurrent, now = Date.now } = options;
  const onFatal = once(options.onFatal);
  const rest = new REST({ api, userAgentAppendix: USER_AGENT_APPENDIX }).setToken(token);
  const interactions = createInteractions(rest, options.log);
  const gateway = await openGateway({
    ...options,
    rest,
    onFatal,
    onInteraction: (interaction) => interactions.handle(interaction),
  });
  const { id: botId, name: botName, applicationId } = gateway.botUser;
  const restClient = createRestClient({
    api,
    token,
    userAgent: `${DefaultUserAgent} ${USER_AGENT_APPENDIX}`,
    rateLimiter,
    signal,
    maxConcurrent,
    onRevoked: onFatal,
  });
  const channelAccess = createChannelAccess({ restClient, botId, now });

  return {
    sender: createSender({ restClient, botId, channelAccess }),
    channelAccess: (guildId, channelId) => channelAccess.checkForUser(guildId, channelId),
    mayMention: (guildId, channelId, roleId) =>
      channelAccess.mayMention(guildId, channelId, roleId),
    serve: (commands, context, report) =>
      interactions.serve({ applicationId, commands, context, report }),
    commandId: (name) => interactions.commandId(name),
    botName,
    guildCount: () => gateway.guildCount(),
    inviteUrl: inviteUrl(applicationId),
    idle: () => interactions.idle(),
    abort: () => restClient.close(),
    async close() {
      interactions.stopRegistering();
      await gateway.close();
      await restClient.close();
    },
  };
}

interface Serving {
  applicationId: string;
  commands: readonly Command[];
  context: BotServices;
  report: (error: unknown, interactionName: string) => string;
}

/** Passes interactions to the commands, once there are any, and keeps track of those in progress. */
function createInteractions(rest: REST, log: Options['log']) {
  const interactionResponder = createInteractionResponder(rest);
  const inProgress = new Set<Promise<void>>();
  let handler: ((interaction: APIInteraction) => Promise<void>) | undefined;
  let stopRegistering = (): void => undefined;
  let commandIds: ReadonlyMap<string, string> = new Map();
  const commandId: CommandId = (name) => commandIds.get(name);

  return {
    handle(interaction: APIInteraction): void {
      if (!handler) return;
      // The handler never rejects.
      const handled = handler(interaction).finally(() => inProgress.delete(handled));
      inProgress.add(handled);
    },

    async serve({ applicationId, commands, context, report }: Serving): Promise<void> {
      handler = createInteractionHandler({
        commands,
        context,
        interactionResponder,
        commandId,
        report,
      });
      stopRegistering = await registerUntilDone({
        rest,
        applicationId,
        commands: commands.map((command) => command.data),
        onDone({ written, ids }) {
          commandIds = ids;
          log.info({ commands: commands.length, written }, 'commands are registered');
        },
        onFailure: (err) => log.error({ err }, 'commands could not be registered; trying again'),
      });
    },

    async idle(): Promise<void> {
      handler = undefined;
      await Promise.allSettled(inProgress);
    },

    commandId,

    stopRegistering: (): void => stopRegistering(),
  };
}

function once<Value>(callback: (value: Value) => void): (value: Value) => void {
  let isCalled = false;
  return (value) => {
    if (!isCalled) callback(value);
    isCalled = true;
  };
}
