import {
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  PermissionFlagsBits,
} from 'discord.js';
import type { Permission } from '../delivery/reason.ts';

/** What Paperboy asks for when it is added to a server. */
const NEEDED: readonly Permission[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'ReadMessageHistory',
];

/** Those of an owner or administrator. */
const ALL = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a member who is timed out keeps. */
const IN_TIMEOUT = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/** The link that adds Paperboy to a server with exactly the permissions it needs. */
export function inviteUrl(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(NEEDED.reduce((all, name) => all | PermissionFlagsBits[name], 0n)),
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
export function permissionsIn(standing: Standing, now: number): bigint {
  const { guildId, ownerId, roles, userId, member, overwrites } = standing;
  if (ownerId === userId) return ALL;
  const held = new Set([guildId, ...member.roles]);
  let granted = 0n;
  for (const role of roles) if (held.has(role.id)) granted |= BigInt(role.permissions);
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const groups = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id }) => id !== guildId && held.has(id)),
    overwrites.filter(({ id }) => id === userId),
  ];
  for (const group of groups) {
    for (const { deny } of group) granted &= ~BigInt(deny);
    for (const { allow } of group) granted |= BigInt(allow);
  }
  const until = member.communication_disabled_until;
  return typeof until === 'string' && Date.parse(until) > now ? granted & IN_TIMEOUT : granted;
}

/** Whether all of `wanted` is granted. */
export function allows(granted: bigint, wanted: bigint): boolean {
  return (granted & wanted) === wanted;
}

/** The permissions that are missing to post. */
export function missingToPost(granted: bigint, isThread: boolean): Permission[] {
  const other = isThread ? 'SendMessages' : 'SendMessagesInThreads';
  return NEEDED.filter((name) => name !== other && !allows(granted, PermissionFlagsBits[name]));
}
