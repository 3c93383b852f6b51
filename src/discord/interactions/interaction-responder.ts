import { InteractionResponseType, MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import type { FittedMessage, Message, TextFile } from '../../messages/message.ts';
import { sendGate } from '../send-gate.ts';

/** Where an answer goes: Discord's own identifiers of an interaction. */
export interface InteractionRef {
  id: string;
  token: string;
  applicationId: string;
}

/** How interactions are answered. */
export interface InteractionResponder {
  /** Answers an interaction for the first time. */
  reply(to: InteractionRef, message: Message, ephemeral: boolean): Promise<void>;
  /** Replaces the message whose button was pressed. */
  update(to: InteractionRef, message: Message): Promise<void>;
  /** Fills what `defer` left open, or replaces the message pressed on after `deferUpdate`. */
  edit(to: InteractionRef, message: Message): Promise<void>;
  /** A further answer. */
  followUp(to: InteractionRef, message: Message, ephemeral: boolean): Promise<void>;
  /** Says that an answer will come. */
  defer(to: InteractionRef, ephemeral: boolean): Promise<void>;
  deferUpdate(to: InteractionRef): Promise<void>;
  /** Suggestions for an option being typed. */
  autocomplete(
    to: InteractionRef,
    choices: readonly { name: string; value: string }[],
  ): Promise<void>;
}

/**
 * Builds the outbox over discord.js's REST client, which is not the wire that delivers: a person's
 * answer never waits behind digests, and Discord does not count it with them. Every call rejects
 * with what Discord answered.
 */
export function createInteractionResponder(rest: REST): InteractionResponder {
  /** An interaction's own token is in its address; the bot's has no business there. */
  async function send(
    method: 'post' | 'patch',
    route: `/${string}`,
    body: unknown,
    files: readonly TextFile[] = [],
  ): Promise<void> {
    await rest[method](route, { body, auth: false, files: files.map(rawFile) });
  }

  const callback = ({ id, token }: InteractionRef) => Routes.interactionCallback(id, token);
  const original = ({ applicationId, token }: InteractionRef) =>
    Routes.webhookMessage(applicationId, token, '@original');
  const flags = (ephemeral: boolean) => (ephemeral ? { flags: MessageFlags.Ephemeral } : {});

  return {
    reply: (to, message, ephemeral) =>
      sendGate(message, ({ files, ...said }) =>
        send(
          'post',
          callback(to),
          {
            type: InteractionResponseType.ChannelMessageWithSource,
            data: { ...said, ...flags(ephemeral) },
          },
          files,
        ),
      ),
    update: (to, message) =>
      sendGate(message, (fitted) =>
        send(
          'post',
          callback(to),
          { type: InteractionResponseType.UpdateMessage, data: replacing(fitted) },
          fitted.files,
        ),
      ),
    edit: (to, message) =>
      sendGate(message, (fitted) => send('patch', original(to), replacing(fitted), fitted.files)),
    followUp: (to, message, ephemeral) =>
      sendGate(message, ({ files, ...said }) =>
        send(
          'post',
          Routes.webhook(to.applicationId, to.token),
          { ...said, ...flags(ephemeral) },
          files,
        ),
      ),
    defer: (to, ephemeral) =>
      send('post', callback(to), {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: flags(ephemeral),
      }),
    deferUpdate: (to) =>
      send('post', callback(to), { type: InteractionResponseType.DeferredMessageUpdate }),
    autocomplete: (to, choices) =>
      send('post', callback(to), {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.slice(0, 25) },
      }),
  };
}

/** What replaces a message: the files that it had go unless they are named. */
function replacing({ files = [], ...said }: FittedMessage) {
  return {
    ...said,
    attachments: files.map(({ name }, id) => ({ id: String(id), filename: name })),
  };
}

function rawFile({ name, text }: TextFile): RawFile {
  return { name, data: text, contentType: 'text/plain; charset=utf-8' };
}
