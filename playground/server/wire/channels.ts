import { ChannelType } from 'discord-api-types/v10';
import type { Channel } from '../state/types.ts';
import { omit } from '../omit.ts';
import { userJson } from './users.ts';

const threadFields = (channel: Channel) =>
  channel.thread === null
    ? {}
    : {
        owner_id: channel.thread.ownerId,
        message_count: channel.messages.length,
        total_message_sent: channel.messages.length,
        member_count: 1,
        thread_metadata: {
          archived: channel.thread.archived,
          locked: channel.thread.locked,
          auto_archive_duration: 1440,
          archive_timestamp: channel.thread.changedAt,
          create_timestamp: channel.thread.changedAt,
        },
      };

/** A channel as Discord sends it. `guild_id` is left out inside GUILD_CREATE, as there. */
export const channelJson = (channel: Channel, withGuild = true) => {
  if (channel.guildId === null)
    return {
      id: channel.id,
      type: ChannelType.DM,
      last_message_id: channel.lastMessageId,
      flags: 0,
      recipients: channel.recipient === null ? [] : [userJson(channel.recipient)],
    };
  return {
    id: channel.id,
    type: channel.type,
    ...(withGuild ? { guild_id: channel.guildId } : {}),
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    topic: channel.topic,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: 0,
    last_message_id: channel.lastMessageId,
    ...(channel.thread === null
      ? {
          permission_overwrites: [...channel.overwrites.values()].map((overwrite) => ({
            id: overwrite.id,
            type: overwrite.type,
            allow: overwrite.allow.toString(),
            deny: overwrite.deny.toString(),
          })),
        }
      : {}),
    ...(channel.type === ChannelType.GuildForum
      ? { available_tags: [], default_reaction_emoji: null, default_sort_order: null }
      : {}),
    ...threadFields(channel),
  };
};

/** A channel inside an interaction: with what the person who acts may do in it. */
export const interactionChannelJson = (channel: Channel, permissions: bigint) => {
  const rest = omit(channelJson(channel), 'permission_overwrites');
  return { ...rest, permissions: permissions.toString() };
};
