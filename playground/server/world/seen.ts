import {
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  MessageFlags,
} from 'discord.js';
import type { Interaction, Message } from '../state/types.ts';
import type { ModalForm } from '../validate/interaction.ts';

/** A message as a person sees it, or a modal that opened. */
export interface Seen {
  /** The message's id; for a modal, the interaction's. */
  id: string;
  channelId: string;
  author: { id: string; name: string };
  content: string;
  /** Of embeds with the same URL, a client shows only the first. */
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  flags: number;
  /** Whether only this person sees it. */
  ephemeral: boolean;
  /** The line "used /papers" above the message, if there is one. */
  used: { id: string; name: string | null; userId: string } | null;
  /** Whether the bot deferred its reply first. */
  deferred: boolean;
  /** From the action to this message, in real milliseconds; null without an action. */
  answeredInMs: number | null;
  /** The modal to `fill`. */
  modal: ModalForm | null;
  /** The whole message as Discord's JSON. */
  raw: APIMessage | null;
}

const onceEach = (embeds: readonly APIEmbed[]): APIEmbed[] => {
  const urls = new Set<string>();
  return embeds.filter(({ url }) => {
    if (url === undefined) return true;
    const first = !urls.has(url);
    urls.add(url);
    return first;
  });
};

/** @returns a copy, which doesn't change when the message is edited */
export const seenMessage = (
  message: Message,
  { deferred = false, answeredInMs = null as number | null } = {},
): Seen => {
  const raw = structuredClone(message.raw);
  const by = message.interaction;
  return {
    id: raw.id,
    channelId: raw.channel_id,
    author: { id: raw.author.id, name: raw.author.username },
    content: raw.content,
    embeds: onceEach(raw.embeds),
    components: raw.components ?? [],
    flags: raw.flags ?? 0,
    ephemeral: ((raw.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
    used: by === null ? null : { id: by.id, name: by.commandName, userId: by.user.id },
    deferred,
    answeredInMs,
    modal: null,
    raw,
  };
};

export const seenModal = (
  interaction: Interaction,
  modal: ModalForm,
  bot: { id: string; username: string },
  answeredInMs: number,
): Seen => ({
  id: interaction.id,
  channelId: interaction.channel.id,
  author: { id: bot.id, name: bot.username },
  content: '',
  embeds: [],
  components: [],
  flags: 0,
  ephemeral: true,
  used: { id: interaction.id, name: interaction.commandName, userId: interaction.user.id },
  deferred: false,
  answeredInMs,
  modal: structuredClone(modal),
  raw: null,
});
