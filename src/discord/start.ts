import { Events, type Interaction } from 'discord.js';
import type { Command, Context } from '../command.ts';
import { connect, onFatalClose } from './client.ts';
import { makeInteractionHandler } from './interactions.ts';
import { makeOutbox } from './outbox.ts';
import { channelAccess, inviteUrl, mayMention, mayReadHistory } from './permissions.ts';
import { registerUntilDone } from './register.ts';
import { makeSender } from './sender.ts';

interface Options {
  api: string;
  token: string;
  /** Ends a login that is still being tried. */
  signal: AbortSignal;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
  /** The gateway is closed for good. */
  onFatal: (error: Error) => void;
  /** A channel, or a whole server, that Paperboy can no longer be in. */
  onChannelGone: (channelId: string) => void;
  onGuildGone: (guildId: string) => void;
}

/** The connection to Discord, as the rest of the house sees it. */
export type Discord = Awaited<ReturnType<typeof startDiscord>>;

/** Logs in and gives what the other rooms need; nothing is answered before `serve`. */
export async function startDiscord(options: Options) {
  const { log } = options;
  const client = await connect({
    ...options,
    onRetry: (error, waitMs) =>
      log.warn({ err: error }, `Discord cannot be reached; trying again in ${waitMs / 1000} s`),
  });
  const outbox = makeOutbox(client.rest);
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord.js reports an error'));
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'discord.js warns'));
  onFatalClose(client, options.onFatal);
  client.on(Events.ChannelDelete, ({ id }) => options.onChannelGone(id));
  client.on(Events.ThreadDelete, ({ id }) => options.onChannelGone(id));
  // Not emitted in an outage: discord.js has guildUnavailable for that.
  client.on(Events.GuildDelete, ({ id }) => options.onGuildGone(id));

  let endRegistration = (): void => undefined;
  const handling = new Set<Promise<void>>();
  let isClosing = false;

  return {
    sender: makeSender({
      rest: client.rest,
      outbox,
      botId: () => client.user.id,
      mayReadHistory: (channelId) => mayReadHistory(client, channelId),
    }),
    channelAccess: (guildId: string, channelId: string) =>
      channelAccess(client, guildId, channelId),
    mayMention: (guildId: string, channelId: string, roleId: string) =>
      mayMention(client, guildId, channelId, roleId),

    /** Registers the commands where they changed, and answers from now on. */
    async serve(
      commands: readonly Command[],
      context: Context,
      report: (error: unknown, where: string) => string,
    ): Promise<void> {
      const handle = makeInteractionHandler({ commands, context, outbox, report });
      client.on(Events.InteractionCreate, (interaction: Interaction) => {
        if (isClosing) return;
        // The handler never rejects.
        const handled = handle(interaction).finally(() => handling.delete(handled));
        handling.add(handled);
      });
      endRegistration = await registerUntilDone({
        rest: client.rest,
        applicationId: client.application.id,
        commands: commands.map((command) => command.data),
        onDone: (written) =>
          log.info({ commands: commands.length, written }, 'commands are registered'),
        onFailure: (err) => log.error({ err }, 'commands could not be registered; trying again'),
      });
    },

    botName: client.user.username,
    guilds: () => client.guilds.cache.size,
    inviteUrl: inviteUrl(client.application.id),
    /** Answers nothing new; resolves when what was asked before is answered. */
    async settled(): Promise<void> {
      isClosing = true;
      await Promise.allSettled(handling);
    },

    async close(): Promise<void> {
      endRegistration();
      await client.destroy();
    },
  };
}
