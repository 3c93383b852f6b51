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

/** What owners and administrators have. */
const ALL = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a member in timeout keeps. */
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

/** All that decides what a member may do in a channel, as in Discord's API. */
interface ChannelMember {
  guildId: string;
  ownerId: string;
  roles: readonly Pick<APIRole, 'id' | 'permissions'>[];
  userId: string;
  member: Pick<APIGuildMember, 'roles' | 'communication_disabled_until'>;
  /** The channel's own; for a thread, its parent's. */
  overwrites: readonly Pick<APIOverwrite, 'id' | 'allow' | 'deny'>[];
}

/**
 * What a member may do in a channel: the permissions of their roles, then the channel's overwrites
 * for @everyone, for all their roles together, and for the member.
 *
 * @param now Unix milliseconds
 * @see https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn(channelMember: ChannelMember, now: number): bigint {
  const { guildId, ownerId, roles, userId, member, overwrites } = channelMember;
  if (ownerId === userId) return ALL;
  const held = new Set([guildId, ...member.roles]);
  let granted = 0n;
  for (const role of roles) if (held.has(role.id)) granted |= BigInt(role.permissions);
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const steps = [
    overwrites.filter(({ id }) => id === guildId),
    overwrites.filter(({ id }) => id !== guildId && held.has(id)),
    overwrites.filter(({ id }) => id === userId),
  ];
  for (const step of steps) {
    for (const { deny } of step) granted &= ~BigInt(deny);
    for (const { allow } of step) granted |= BigInt(allow);
  }
  const until = member.communication_disabled_until;
  return typeof until === 'string' && Date.parse(until) > now ? granted & IN_TIMEOUT : granted;
}

/** Whether `granted` has all of `wanted`. */
export function allows(granted: bigint, wanted: bigint): boolean {
  return (granted & wanted) === wanted;
}

/** Which permissions are missing to post there. */
export function missingToPost(granted: bigint, isThread: boolean): Permission[] {
  const irrelevant = isThread ? 'SendMessages' : 'SendMessagesInThreads';
  return NEEDED.filter(
    (name) => name !== irrelevant && !allows(granted, PermissionFlagsBits[name]),
  );
}
