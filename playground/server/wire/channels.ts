import { ChannelType } from 'discord.js';
import type { Channel } from '../state/types.ts';
import { omit } from '../omit.ts';
import { userJson } from './users.ts';

export const threadMemberJson = (thread: Channel, userId: string, joinedAt: string) => ({
  id: thread.id,
  user_id: userId,
  join_timestamp: joinedAt,
  flags: 0,
});

const threadFields = (channel: Channel) => {
  const { thread, messages } = channel;
  if (thread === null) return {};
  // The starter message of a forum post or thread has the thread's id and isn't counted.
  const count = messages.length - (messages[0]?.raw.id === channel.id ? 1 : 0);
  const bot = [...thread.members].find(([, { isBot }]) => isBot);
  return {
    owner_id: thread.ownerId,
    message_count: count,
    total_message_sent: count,
    member_count: thread.members.size,
    rate_limit_per_user: thread.slowmodeSeconds,
    applied_tags: thread.tags,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.changedAt,
      create_timestamp: thread.createdAt,
    },
    // Included if the requester has joined; only the bot makes requests.
    ...(bot === undefined ? {} : { member: threadMemberJson(channel, bot[0], bot[1].joinedAt) }),
  };
};

/** A channel as Discord sends it. `guild_id` is left out inside GUILD_CREATE. */
export const channelJson = (channel: Channel, withGuild = true) => {
  if (channel.guildId === null)
    return {
      id: channel.id,
      type: ChannelType.DM,
      last_message_id: channel.lastMessageId,
      flags: 0,
      recipients: (channel.recipient === null ? channel.people : [channel.recipient]).map(userJson),
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

/** A channel inside an interaction, with the user's permissions in it. */
export const interactionChannelJson = (channel: Channel, permissions: bigint) => {
  const rest = omit(channelJson(channel), 'permission_overwrites');
  return { ...rest, permissions: permissions.toString() };
};
