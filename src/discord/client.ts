import { type APIInteraction, REST } from 'discord.js';
import type { Command, BotServices } from '../command.ts';
import type { RateLimiter } from './rest/rate-limiter.ts';
import type { Sender } from '../delivery/sender.ts';
import { openGateway } from './gateway/gateway.ts';
import { createInteractionHandler } from './interactions/handler.ts';
import { createInteractionResponder } from './interactions/interaction-responder.ts';
import { inviteUrl } from './permissions.ts';
import { registerUntilDone } from './interactions/register-commands.ts';
import type { Changes } from './gateway/guild-events.ts';
import { createSender } from './rest/sender.ts';
import { USER_AGENT_APPENDIX, userAgent } from './user-agent.ts';
import { createRestClient } from './rest/rest-client.ts';

interface Options extends Changes {
  api: string;
  token: string;
  /** Ends a login that is still being tried, and every wait of the wire. */
  signal: AbortSignal;
  /** The limiter of everything that is not an interaction's answer. */
  rateLimiter: RateLimiter;
  /** How many of those may be under way at a time. */
  underWay: number;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
  /** Discord is closed for good: the token is void, or nothing is heard any more. Called once. */
  onFatal: (error: Error) => void;
  /** Unix milliseconds. */
  now?: () => number;
}

/** The connection to Discord, as the rest of the bot sees it. */
export interface Discord {
  sender: Sender;
  channelAccess: BotServices['channelAccess'];
  mayMention: BotServices['mayMention'];
  /**
   * Registers the commands where they changed, and answers from now on.
   *
   * @param report notes an unforeseen error and gives the id to find it by
   */
  serve(
    commands: readonly Command[],
    context: BotServices,
    report: (error: unknown, where: string) => string,
  ): Promise<void>;
  botName: string;
  /** How many servers Paperboy is in. */
  guilds(): number;
  inviteUrl: string;
  /** Answers nothing new; resolves when what was asked before is answered. */
  settled(): Promise<void>;
  /** Waits for no answer any more: what is under way may or may not have happened. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** Logs in and gives what the other modules need; nothing is answered before `serve`. */
export async function startClient(options: Options): Promise<Discord> {
  const { api, token, signal, rateLimiter, underWay, log, now = Date.now } = options;
  let isFatal = false;
  const onFatal = (error: Error): void => {
    if (!isFatal) options.onFatal(error);
    isFatal = true;
  };
  const rest = new REST({ api, userAgentAppendix: USER_AGENT_APPENDIX }).setToken(token);
  const interactionResponder = createInteractionResponder(rest);

  let onInteraction: ((interaction: APIInteraction) => void) | undefined;
  const gateway = await openGateway({
    ...options,
    rest,
    onFatal,
    onInteraction: (interaction) => onInteraction?.(interaction),
  });
  const { me } = gateway;
  const restClient = createRestClient({
    api,
    token,
    userAgent,
    rateLimiter,
    signal,
    underWay,
    onRevoked: onFatal,
  });
  const { sender, permitted } = createSender({ restClient, botId: me.id, now });

  let endRegistration = (): void => undefined;
  const handling = new Set<Promise<void>>();

  return {
    sender,
    channelAccess: (guildId, channelId) => permitted.channelAccess(guildId, channelId),
    mayMention: (guildId, channelId, roleId) => permitted.mayMention(guildId, channelId, roleId),

    async serve(commands, context, report) {
      const handle = createInteractionHandler({ commands, context, interactionResponder, report });
      onInteraction = (interaction) => {
        // The handler never rejects.
        const handled = handle(interaction).finally(() => handling.delete(handled));
        handling.add(handled);
      };
      endRegistration = await registerUntilDone({
        rest,
        applicationId: me.applicationId,
        commands: commands.map((command) => command.data),
        onDone: (written) =>
          log.info({ commands: commands.length, written }, 'commands are registered'),
        onFailure: (err) => log.error({ err }, 'commands could not be registered; trying again'),
      });
    },

    botName: me.name,
    guilds: () => gateway.guilds(),
    inviteUrl: inviteUrl(me.applicationId),
    async settled() {
      onInteraction = undefined;
      await Promise.allSettled(handling);
    },

    hangUp: () => restClient.close(),

    async close() {
      endRegistration();
      await gateway.close();
      await restClient.close();
    },
  };
}
