import { type Client, DiscordAPIError, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
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
 * The permissions Paperboy lacks to post in a channel, by the names Discord's settings show.
 *
 * @throws UserError when the channel is not there or is no channel of that server
 */
export async function missingPermissions(
  client: Client<true>,
  guildId: string,
  channelId: string,
): Promise<string[]> {
  const channel = await client.channels.fetch(channelId).catch((error: unknown) => {
    if (error instanceof DiscordAPIError && error.status === 403) return 'hidden' as const;
    if (error instanceof DiscordAPIError && error.status === 404) return null;
    throw error;
  });
  if (channel === 'hidden') return ['View Channel'];
  if (!channel || channel.isDMBased() || channel.guildId !== guildId) {
    throw new UserError('That channel is not there any more. Choose another with `channel:`.');
  }
  const me = channel.guild.members.me ?? (await channel.guild.members.fetchMe());
  const has = channel.permissionsFor(me);
  const posting = channel.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return [
    PermissionFlagsBits.ViewChannel,
    posting,
    PermissionFlagsBits.EmbedLinks,
    PermissionFlagsBits.ReadMessageHistory,
  ]
    .filter((permission) => !has.has(permission))
    .map((permission) => NAMES.get(permission) ?? '');
}
