import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Core } from '../core.ts';
import { mentionsIn, type Mentions } from '../mentions.ts';
import { can } from '../permissions.ts';
import { keptEmbed } from '../validate/embeds.ts';
import { walkComponents } from '../validate/components.ts';
import { channelJson } from '../wire/channels.ts';
import { userJson } from '../wire/users.ts';
import type { Channel, Interaction, Message, User } from './types.ts';

/** The contents of a new message, already validated. */
interface Draft {
  /** Default: a new id. A forum post's first message has the post's id. */
  id?: string;
  channel: Channel;
  author: User;
  type?: MessageType;
  content?: string;
  embeds?: APIEmbed[];
  components?: APIMessageTopLevelComponent[];
  attachments?: APIAttachment[];
  flags?: number;
  tts?: boolean;
  nonce?: string | number;
  allowedMentions?: APIAllowedMentions | null | undefined;
  replyTo?: Message | undefined;
  /** `message_reference` and the like, for messages that Discord itself creates. */
  extra?: Record<string, unknown>;
  interaction?: Interaction;
  /** The one user who may see it. */
  onlyFor?: string | null;
}

/** The changes of an edit; undefined means unchanged. */
export interface Change {
  content?: string | undefined;
  embeds?: APIEmbed[] | undefined;
  components?: APIMessageTopLevelComponent[] | undefined;
  attachments?: APIAttachment[] | undefined;
  flags?: number | undefined;
  /** The thread created from this message. */
  thread?: Channel | undefined;
  allowedMentions?: APIAllowedMentions | null | undefined;
  /** Whether "(edited)" is not shown, since filling in a deferred response isn't an edit. */
  silent?: boolean;
}

const mentionsOf = (
  core: Core,
  channel: Channel,
  author: User,
  content: string,
  allowed: APIAllowedMentions | null | undefined,
  replyTo?: Message,
): Mentions => {
  const guild = core.state.guilds.get(channel.guildId ?? '');
  return mentionsIn(content, allowed, {
    isUser: (id) => core.state.users.has(id),
    role: (id) => guild?.roles.get(id),
    mayMentionEveryone:
      guild !== undefined &&
      can(core.state, channel, author.id, PermissionFlagsBits.MentionEveryone),
    repliedTo: replyTo?.raw.author.id ?? null,
  });
};

const mentionFields = (core: Core, mentions: Mentions) => ({
  mention_everyone: mentions.everyone,
  mentions: mentions.users.flatMap((id) => {
    const user = core.state.users.get(id);
    return user === undefined ? [] : [userJson(user)];
  }),
  mention_roles: mentions.roles,
});

/** Numbers components without an id, as Discord does. */
const numbered = (components: APIMessageTopLevelComponent[]): APIMessageTopLevelComponent[] => {
  if (components.length === 0) return [];
  // Copied as JSON, which is an order of magnitude cheaper than structuredClone.
  const copy = JSON.parse(JSON.stringify(components)) as APIMessageTopLevelComponent[];
  let next = 1;
  for (const { component } of walkComponents(copy, [])) component.id ??= next++;
  return copy;
};

/** The target of a user or message command. */
const targetFields = (core: Core, { commandType, targetId }: Interaction) => {
  if (targetId === null) return {};
  const user = core.state.users.get(targetId);
  return commandType === 2 && user !== undefined
    ? { target_user: userJson(user) }
    : { target_message_id: targetId };
};

/** Who used which command, in the current field and the deprecated one. */
const interactionFields = (core: Core, interaction: Interaction): Record<string, unknown> => {
  const { commandName, parent, source } = interaction;
  const user = userJson(interaction.user);
  const metadata = {
    id: interaction.id,
    type: interaction.type,
    user,
    authorizing_integration_owners: interaction.owners,
    ...(commandName === null ? {} : { name: commandName, command_type: interaction.commandType }),
    ...targetFields(core, interaction),
    ...(source === null ? {} : { interacted_message_id: source.raw.id }),
    ...(interaction.type === 5 && parent !== null
      ? {
          triggering_interaction_metadata: {
            id: parent.id,
            type: parent.type,
            user: userJson(parent.user),
            authorizing_integration_owners: parent.owners,
          },
        }
      : {}),
  };
  return {
    interaction_metadata: metadata,
    ...(commandName === null
      ? {}
      : { interaction: { id: interaction.id, type: 2, name: commandName, user } }),
  };
};

const replyFields = (replyTo: Message): Record<string, unknown> => ({
  message_reference: { type: 0, message_id: replyTo.raw.id, channel_id: replyTo.raw.channel_id },
  referenced_message: replyTo.raw,
});

/** Creates a message in a channel and emits the event. */
export const createMessage = (core: Core, draft: Draft): Message => {
  const { channel, author, content = '', interaction } = draft;
  const { id = core.nextId() } = draft;
  const ephemeral = draft.onlyFor ?? null;
  const mentions = mentionsOf(core, channel, author, content, draft.allowedMentions, draft.replyTo);
  const fields: unknown = {
    id,
    channel_id: channel.id,
    type: draft.type ?? (draft.replyTo ? MessageType.Reply : MessageType.Default),
    author: userJson(author),
    content,
    timestamp: new Date(core.now()).toISOString(),
    edited_timestamp: null,
    tts: draft.tts ?? false,
    ...mentionFields(core, mentions),
    attachments: draft.attachments ?? [],
    embeds: core.share((draft.embeds ?? []).map(keptEmbed)),
    components: core.share(numbered(draft.components ?? [])),
    flags: (draft.flags ?? 0) | (ephemeral === null ? 0 : MessageFlags.Ephemeral),
    pinned: false,
    ...(interaction === undefined
      ? {}
      : {
          application_id: core.state.application.id,
          webhook_id: core.state.application.id,
          ...interactionFields(core, interaction),
        }),
    ...(draft.replyTo === undefined ? {} : replyFields(draft.replyTo)),
    ...draft.extra,
  };
  const message: Message = {
    raw: fields as APIMessage,
    onlyFor: ephemeral,
    interaction: interaction ?? null,
    deleted: false,
  };
  channel.messages.push(message);
  if (ephemeral === null) channel.lastMessageId = id;
  core.bus.emit({
    type: 'message-create',
    channel,
    message,
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
  });
  return message;
};

/** Changes a message and emits the event. */
export const editMessage = (core: Core, channel: Channel, message: Message, change: Change) => {
  const { raw } = message;
  if (change.content !== undefined) {
    raw.content = change.content;
    const author = core.state.users.get(raw.author.id) ?? core.state.bot;
    const mentions = mentionsOf(core, channel, author, change.content, change.allowedMentions);
    Object.assign(raw, mentionFields(core, mentions));
  }
  if (change.embeds !== undefined) raw.embeds = change.embeds.map(keptEmbed);
  if (change.components !== undefined) raw.components = numbered(change.components);
  if (change.attachments !== undefined) raw.attachments = change.attachments;
  const flags: object = change.flags === undefined ? {} : { flags: change.flags };
  Object.assign(raw, flags);
  if (change.thread !== undefined) Object.assign(raw, { thread: channelJson(change.thread) });
  if (change.silent !== true) raw.edited_timestamp = new Date(core.now()).toISOString();
  core.bus.emit({ type: 'message-update', channel, message });
};

/** Deletes a message from its channel. */
export const deleteMessage = (core: Core, channel: Channel, message: Message): void => {
  message.deleted = true;
  channel.messages = channel.messages.filter((other) => other !== message);
  core.bus.emit({ type: 'message-delete', channel, message });
};
