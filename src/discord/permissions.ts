import {
  ChannelType,
  type Client,
  DiscordAPIError,
  PermissionFlagsBits,
  PermissionsBitField,
} from 'discord.js';
import { UserError } from '../command.ts';

const NAMES = new Map([
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.SendMessages, 'Send Messages'],
  [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads'],
  [PermissionFlagsBits.EmbedLinks, 'Embed Links'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
]);

/** The link that adds Paperboy to a server with exactly the permissions it needs. */
export function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(new PermissionsBitField([...NAMES.keys()]).bitfield),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/**
 * Whether Paperboy may read what was said in a channel. Asked of Discord anew: a mistake would
 * post twice, and what is cached may be older than the loss of the permission.
 */
export async function mayReadHistory(client: Client<true>, channelId: string): Promise<boolean> {
  const channel = await client.channels.fetch(channelId, { force: true });
  if (!channel || channel.isDMBased()) return false;
  await channel.guild.roles.fetch();
  const me = await channel.guild.members.fetchMe({ force: true });
  return channel
    .permissionsFor(me)
    .has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]);
}

/**
 * What Paperboy may do in a channel, by the names Discord's settings show.
 *
 * @throws UserError when the channel is not there or is no channel of that server
 */
export async function channelAccess(
  client: Client<true>,
  guildId: string,
  channelId: string,
): Promise<{ missing: string[]; isLocked: boolean; isAnnouncement: boolean }> {
  const channel = await client.channels.fetch(channelId).catch((error: unknown) => {
    if (error instanceof DiscordAPIError && error.status === 403) return 'hidden' as const;
    if (error instanceof DiscordAPIError && error.status === 404) return null;
    throw error;
  });
  if (channel === 'hidden') {
    return { missing: ['View Channel'], isLocked: false, isAnnouncement: false };
  }
  if (!channel || channel.isDMBased() || channel.guildId !== guildId) {
    throw new UserError('That channel is not there any more. Choose another with `channel:`.');
  }
  const me = channel.guild.members.me ?? (await channel.guild.members.fetchMe());
  const has = channel.permissionsFor(me);
  const posting = channel.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return {
    missing: [
      PermissionFlagsBits.ViewChannel,
      posting,
      PermissionFlagsBits.EmbedLinks,
      PermissionFlagsBits.ReadMessageHistory,
    ]
      .filter((permission) => !has.has(permission))
      .map((permission) => NAMES.get(permission) ?? ''),
    isLocked:
      channel.isThread() && channel.locked === true && !has.has(PermissionFlagsBits.ManageThreads),
    isAnnouncement: channel.type === ChannelType.GuildAnnouncement,
  };
}

/** Whether a mention of the role in that channel would notify its members. */
export async function mayMention(
  client: Client<true>,
  guildId: string,
  channelId: string,
  roleId: string,
): Promise<boolean> {
  const channel = await client.channels.fetch(channelId);
  if (!channel || channel.isDMBased() || channel.guildId !== guildId) return false;
  const role = channel.guild.roles.cache.get(roleId);
  if (!role) return false;
  const me = channel.guild.members.me ?? (await channel.guild.members.fetchMe());
  return role.mentionable || channel.permissionsFor(me).has(PermissionFlagsBits.MentionEveryone);
}
