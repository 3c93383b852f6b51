import type { REST } from 'discord.js';
import { InteractionResponseType, MessageFlags, Routes } from 'discord-api-types/v10';
import { type FittedMessage, fitMessage } from '../embeds/fit-message.ts';
import type { Message } from '../embeds/message.ts';

/** Where an answer goes: Discord's own identifiers of an interaction. */
export interface InteractionRef {
  id: string;
  token: string;
  applicationId: string;
}

/** The only way out: every message Paperboy says goes through `transmit`. */
export interface Outbox {
  /** Posts to a channel. With the nonce enforced, a repeat makes no second message. */
  post(channelId: string, message: Message, nonce: string): Promise<{ id: string }>;
  /** Answers an interaction for the first time. */
  reply(to: InteractionRef, message: Message, isPrivate: boolean): Promise<void>;
  /** Replaces the message whose button was pressed. */
  update(to: InteractionRef, message: Message): Promise<void>;
  /** Fills what `defer` left open, or replaces the message pressed on after `deferUpdate`. */
  edit(to: InteractionRef, message: Message): Promise<void>;
  /** A further answer. */
  followUp(to: InteractionRef, message: Message, isPrivate: boolean): Promise<void>;
  /** Says that an answer will come. */
  defer(to: InteractionRef, isPrivate: boolean): Promise<void>;
  deferUpdate(to: InteractionRef): Promise<void>;
  /** Suggestions for an option being typed. */
  suggest(to: InteractionRef, choices: readonly { name: string; value: string }[]): Promise<void>;
}

/** Builds the outbox over discord.js's REST client. Every call rejects with what Discord answered. */
export function makeOutbox(rest: REST): Outbox {
  /** Fits the message, whatever it is, and sends it in the envelope its route wants. */
  async function transmit(
    method: 'post' | 'patch',
    route: `/${string}`,
    message: Message,
    envelope: (fitted: FittedMessage) => unknown,
    isAnswer: boolean,
  ): Promise<unknown> {
    // An interaction's own token is in its address; the bot's has no business there.
    return rest[method](route, { body: envelope(fitMessage(message)), auth: !isAnswer });
  }

  const callback = ({ id, token }: InteractionRef) => Routes.interactionCallback(id, token);
  const original = ({ applicationId, token }: InteractionRef) =>
    Routes.webhookMessage(applicationId, token, '@original');
  const flags = (isPrivate: boolean) => (isPrivate ? { flags: MessageFlags.Ephemeral } : {});

  const acknowledge = async (to: InteractionRef, body: unknown): Promise<void> => {
    await rest.post(callback(to), { body, auth: false });
  };

  return {
    async post(channelId, message, nonce) {
      const envelope = (fitted: FittedMessage) => ({ ...fitted, nonce, enforce_nonce: true });
      const route = Routes.channelMessages(channelId);
      return (await transmit('post', route, message, envelope, false)) as { id: string };
    },
    async reply(to, message, isPrivate) {
      const envelope = (fitted: FittedMessage) => ({
        type: InteractionResponseType.ChannelMessageWithSource,
        data: { ...fitted, ...flags(isPrivate) },
      });
      await transmit('post', callback(to), message, envelope, true);
    },
    async update(to, message) {
      const envelope = (data: FittedMessage) => ({
        type: InteractionResponseType.UpdateMessage,
        data,
      });
      await transmit('post', callback(to), message, envelope, true);
    },
    async edit(to, message) {
      await transmit('patch', original(to), message, (fitted) => fitted, true);
    },
    async followUp(to, message, isPrivate) {
      const envelope = (fitted: FittedMessage) => ({ ...fitted, ...flags(isPrivate) });
      const route = Routes.webhook(to.applicationId, to.token);
      await transmit('post', route, message, envelope, true);
    },
    defer: (to, isPrivate) =>
      acknowledge(to, {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: flags(isPrivate),
      }),
    deferUpdate: (to) => acknowledge(to, { type: InteractionResponseType.DeferredMessageUpdate }),
    suggest: (to, choices) =>
      acknowledge(to, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: choices.slice(0, 25) },
      }),
  };
}
