import { GatewayIntentBits as Intent, PermissionFlagsBits } from 'discord.js';
import type { StateChange } from '../bus.ts';
import type { Core } from '../core.ts';
import { can } from '../permissions.ts';
import type { Channel, Guild, Message } from '../state/types.ts';
import { channelJson, threadMemberJson } from '../wire/channels.ts';
import { gatewayGuildJson } from '../wire/guilds.ts';
import { messageForBot } from '../wire/messages.ts';
import { memberJson, partialMemberJson, roleJson } from '../wire/users.ts';

/** A gateway event: its name, its data, and the guild that decides which shard gets it. */
interface Dispatch {
  t: string;
  d: unknown;
  guildId: string | null;
}

/** The guild of an event, if the bot is in it and it has no outage. */
const reachable = (core: Core, guildId: string | null): Guild | undefined => {
  const guild = core.state.guilds.get(guildId ?? '');
  return guild?.members.has(core.state.bot.id) === true && !guild.unavailable ? guild : undefined;
};

const messageEvent = (
  core: Core,
  intents: number,
  channel: Channel,
  message: Message,
): { d: Record<string, unknown>; guildId: string | null } | null => {
  const { raw } = message;
  const direct = channel.guildId === null || message.onlyFor !== null;
  if ((intents & (direct ? Intent.DirectMessages : Intent.GuildMessages)) === 0) return null;
  const guild = reachable(core, channel.guildId);
  if (channel.guildId !== null && guild === undefined) return null;
  const { bot } = core.state;
  if (!direct && !can(core.state, channel, bot.id, PermissionFlagsBits.ViewChannel)) return null;
  const d = messageForBot(
    core,
    message,
    channel.guildId === null,
    (intents & Intent.MessageContent) !== 0,
  ) as unknown as Record<string, unknown>;
  // Ephemeral messages are sent directly to their reader, so they have neither guild nor member.
  if (direct || guild === undefined) return { d, guildId: channel.guildId };
  const member = partialMemberJson(guild, raw.author.id);
  return {
    d: { ...d, guild_id: guild.id, ...(member === undefined ? {} : { member }) },
    guildId: guild.id,
  };
};

const channelEvents = {
  'channel-create': ['CHANNEL_CREATE', 'THREAD_CREATE'],
  'channel-update': ['CHANNEL_UPDATE', 'THREAD_UPDATE'],
  'channel-delete': ['CHANNEL_DELETE', 'THREAD_DELETE'],
} as const;

/**
 * The event that tells a session with these intents about a change; null if there's none.
 *
 * The order of the intents is Discord's documented list of events per intent.
 */
export const translate = (core: Core, change: StateChange, intents: number): Dispatch | null => {
  const botId = core.state.bot.id;
  const has = (intent: number) => (intents & intent) !== 0;

  switch (change.type) {
    case 'message-create':
    case 'message-update': {
      const event = messageEvent(core, intents, change.channel, change.message);
      if (event === null) return null;
      const nonce =
        change.type === 'message-create' && change.nonce !== undefined
          ? { nonce: change.nonce }
          : {};
      return {
        t: change.type === 'message-create' ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE',
        d: { ...event.d, ...nonce },
        guildId: event.guildId,
      };
    }
    case 'message-delete': {
      const { channel, message } = change;
      const event = messageEvent(core, intents, channel, message);
      if (event === null) return null;
      const guildId = message.onlyFor === null ? channel.guildId : null;
      return {
        t: 'MESSAGE_DELETE',
        d: {
          id: message.raw.id,
          channel_id: channel.id,
          ...(guildId === null ? {} : { guild_id: guildId }),
        },
        guildId: channel.guildId,
      };
    }
    case 'channel-create':
    case 'channel-update':
    case 'channel-delete': {
      const { channel } = change;
      // Discord no longer announces direct message channels to bots.
      if (!has(Intent.Guilds) || reachable(core, channel.guildId) === undefined) return null;
      const [plain, thread] = channelEvents[change.type];
      if (channel.thread === null)
        return { t: plain, d: channelJson(channel), guildId: channel.guildId };
      const { id, type, guildId, parentId } = channel;
      // The bot only hears about private threads that it's a member of.
      if (!can(core.state, channel, botId, PermissionFlagsBits.ViewChannel)) return null;
      const d =
        change.type === 'channel-delete'
          ? { id, type, guild_id: guildId, parent_id: parentId }
          : {
              ...channelJson(channel),
              ...(change.type === 'channel-create' ? { newly_created: true } : {}),
            };
      return { t: thread, d, guildId };
    }
    case 'thread-member': {
      const { channel, userId, joined } = change;
      const member = channel.thread?.members.get(userId);
      if (userId !== botId && !has(Intent.GuildMembers)) return null;
      if (!has(Intent.Guilds) || reachable(core, channel.guildId) === undefined) return null;
      return {
        t: 'THREAD_MEMBERS_UPDATE',
        d: {
          id: channel.id,
          guild_id: channel.guildId,
          member_count: channel.thread?.members.size ?? 0,
          ...(joined && member !== undefined
            ? { added_members: [threadMemberJson(channel, userId, member.joinedAt)] }
            : { removed_member_ids: [userId] }),
        },
        guildId: channel.guildId,
      };
    }
    case 'guild-create': {
      const { guild } = change;
      if (!has(Intent.Guilds) || reachable(core, guild.id) === undefined) return null;
      return {
        t: 'GUILD_CREATE',
        d: gatewayGuildJson(guild, botId, has(Intent.GuildMembers)),
        guildId: guild.id,
      };
    }
    case 'guild-delete':
      if (!has(Intent.Guilds)) return null;
      return {
        t: 'GUILD_DELETE',
        d: {
          id: change.guild.id,
          ...(change.unavailable ? { unavailable: true } : {}),
        },
        guildId: change.guild.id,
      };
    case 'role-create':
    case 'role-update': {
      const { guild, role } = change;
      if (!has(Intent.Guilds) || reachable(core, guild.id) === undefined) return null;
      return {
        t: change.type === 'role-create' ? 'GUILD_ROLE_CREATE' : 'GUILD_ROLE_UPDATE',
        d: { guild_id: guild.id, role: roleJson(role) },
        guildId: guild.id,
      };
    }
    case 'member-add':
    case 'member-update': {
      const { guild, member } = change;
      const own = member.user.id === botId;
      if (reachable(core, guild.id) === undefined) return null;
      if (change.type === 'member-add' ? own : false) return null;
      if (!has(Intent.GuildMembers) && !(own && has(Intent.Guilds))) return null;
      return {
        t: change.type === 'member-add' ? 'GUILD_MEMBER_ADD' : 'GUILD_MEMBER_UPDATE',
        d: { ...memberJson(member), guild_id: guild.id },
        guildId: guild.id,
      };
    }
    case 'typing': {
      const { channel, user, at } = change;
      const direct = channel.guildId === null;
      if (!has(direct ? Intent.DirectMessageTyping : Intent.GuildMessageTyping)) return null;
      return {
        t: 'TYPING_START',
        d: {
          channel_id: channel.id,
          user_id: user.id,
          timestamp: Math.floor(at / 1000),
          ...(direct ? {} : { guild_id: channel.guildId }),
        },
        guildId: channel.guildId,
      };
    }
    case 'interaction':
      return {
        t: 'INTERACTION_CREATE',
        d: change.interaction.payload,
        guildId: change.interaction.channel.guildId,
      };
    case 'answer':
    case 'commands':
    case 'online':
      return null;
  }
};
