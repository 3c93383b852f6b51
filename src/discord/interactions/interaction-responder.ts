import { InteractionResponseType, MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import {
  type FittedMessage,
  type Message,
  type TextFile,
  sendGate,
} from '../../messages/message.ts';

/** Discord's identifiers of an interaction, which a response needs. */
export interface InteractionRef {
  id: string;
  token: string;
  applicationId: string;
}

/** Responds to interactions. */
export interface InteractionResponder {
  /** The first response: a message. */
  reply(to: InteractionRef, message: Message, ephemeral: boolean): Promise<void>;
  /** The first response: replaces the message that the component is on. */
  update(to: InteractionRef, message: Message): Promise<void>;
  /** Sends what `defer` promised, or replaces the message after `deferUpdate`. */
  edit(to: InteractionRef, message: Message): Promise<void>;
  /** A further message. */
  followUp(to: InteractionRef, message: Message, ephemeral: boolean): Promise<void>;
  /** The first response: a message will come. */
  defer(to: InteractionRef, ephemeral: boolean): Promise<void>;
  /** The first response: the message may be updated later. */
  deferUpdate(to: InteractionRef): Promise<void>;
  /** Suggests values for the option being typed. */
  autocomplete(
    to: InteractionRef,
    choices: readonly { name: string; value: string }[],
  ): Promise<void>;
}

/**
 * Responds through discord.js's REST client rather than the one for deliveries, so that nobody waits
 * behind digests. Discord has separate limits for the two, too. Every call rejects with Discord's
 * error.
 */
export function createInteractionResponder(rest: REST): InteractionResponder {
  async function send(
    method: 'post' | 'patch',
    route: `/${string}`,
    body: unknown,
    files: readonly TextFile[] = [],
  ): Promise<void> {
    // The interaction's token in the route is enough; the bot's isn't needed.
    await rest[method](route, { body, auth: false, files: files.map(toRawFile) });
  }

  const respond = (
    { id, token }: InteractionRef,
    type: InteractionResponseType,
    data?: object,
    files?: readonly TextFile[],
  ) => send('post', Routes.interactionCallback(id, token), { type, data }, files);

  return {
    async reply(to, message, ephemeral) {
      const { files, ...body } = sendGate(message);
      const data = { ...body, ...flagsOf(ephemeral) };
      await respond(to, InteractionResponseType.ChannelMessageWithSource, data, files);
    },
    async update(to, message) {
      const fitted = sendGate(message);
      const data = toReplacement(fitted);
      await respond(to, InteractionResponseType.UpdateMessage, data, fitted.files);
    },
    async edit({ applicationId, token }, message) {
      const fitted = sendGate(message);
      const route = Routes.webhookMessage(applicationId, token, '@original');
      await send('patch', route, toReplacement(fitted), fitted.files);
    },
    async followUp({ applicationId, token }, message, ephemeral) {
      const { files, ...body } = sendGate(message);
      const route = Routes.webhook(applicationId, token);
      await send('post', route, { ...body, ...flagsOf(ephemeral) }, files);
    },
    defer: (to, ephemeral) =>
      respond(to, InteractionResponseType.DeferredChannelMessageWithSource, flagsOf(ephemeral)),
    deferUpdate: (to) => respond(to, InteractionResponseType.DeferredMessageUpdate),
    autocomplete: (to, choices) =>
      respond(to, InteractionResponseType.ApplicationCommandAutocompleteResult, {
        choices: choices.slice(0, 25),
      }),
  };
}

function flagsOf(ephemeral: boolean) {
  return ephemeral ? { flags: MessageFlags.Ephemeral } : {};
}

/** A message that replaces another, with its files: Discord removes those that aren't listed. */
function toReplacement({ files = [], ...body }: FittedMessage) {
  return {
    ...body,
    attachments: files.map(({ name }, id) => ({ id: String(id), filename: name })),
  };
}

function toRawFile({ name, text }: TextFile): RawFile {
  return { name, data: text, contentType: 'text/plain; charset=utf-8' };
}
