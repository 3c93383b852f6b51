import type { APIGuildMember, APIOverwrite, APIRole } from 'discord-api-types/v10';
import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';

const NAMES = new Map([
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.SendMessages, 'Send Messages'],
  [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads'],
  [PermissionFlagsBits.EmbedLinks, 'Embed Links'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
]);

/** What a member who is timed out keeps. */
const IN_TIMEOUT = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/** The link that adds Paperboy to a server with exactly the permissions it needs. */
export function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(new PermissionsBitField([...NAMES.keys()]).bitfield),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/** Everything that decides what a member may do in a channel, as Discord's API gives it. */
export interface Standing {
  guildId: string;
  ownerId: string;
  roles: readonly Pick<APIRole, 'id' | 'permissions'>[];
  userId: string;
  member: Pick<APIGuildMember, 'roles' | 'communication_disabled_until'>;
  /** The channel's; of a thread, its parent's. */
  overwrites: readonly Pick<APIOverwrite, 'id' | 'allow' | 'deny'>[];
}

/**
 * What a member may do in a channel: the roles', then the channel's exceptions for @everyone, for
 * the member's roles together, for the member alone.
 *
 * @param now Unix milliseconds
 * @see https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn(standing: Standing, now: number): PermissionsBitField {
  const { guildId, ownerId, roles, userId, member, overwrites } = standing;
  if (ownerId === userId) return new PermissionsBitField(PermissionsBitField.All);
  const held = new Set([guildId, ...member.roles]);
  const granted = roles.filter(({ id }) => held.has(id)).map(({ permissions }) => permissions);
  const permissions = new PermissionsBitField(granted.map(BigInt));
  if (permissions.has(PermissionFlagsBits.Administrator)) {
    return new PermissionsBitField(PermissionsBitField.All);
  }
  const groups = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id }) => id !== guildId && held.has(id)),
    overwrites.filter(({ id }) => id === userId),
  ];
  for (const group of groups) {
    permissions.remove(group.map(({ deny }) => BigInt(deny)));
    permissions.add(group.map(({ allow }) => BigInt(allow)));
  }
  const until = member.communication_disabled_until;
  if (typeof until === 'string' && Date.parse(until) > now) permissions.bitfield &= IN_TIMEOUT;
  return permissions;
}

/** The permissions that are missing to post, by the names that Discord's settings show. */
export function missingToPost(permissions: PermissionsBitField, isThread: boolean): string[] {
  return [
    PermissionFlagsBits.ViewChannel,
    isThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
    PermissionFlagsBits.EmbedLinks,
    PermissionFlagsBits.ReadMessageHistory,
  ]
    .filter((permission) => !permissions.has(permission))
    .map((permission) => NAMES.get(permission) ?? '');
}
