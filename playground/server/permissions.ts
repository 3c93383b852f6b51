import { ChannelType, PermissionFlagsBits as P } from 'discord.js';
import type { Channel, Guild, Member, State } from './state/types.ts';

const ALL_PERMISSIONS = Object.values(P).reduce((all, bit) => all | bit, 0n);

/** What a person may do in a server by default. */
export const MEMBER_PERMISSIONS =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.CreatePublicThreads |
  P.EmbedLinks |
  P.AttachFiles |
  P.AddReactions |
  P.UseExternalEmojis |
  P.ReadMessageHistory |
  P.UseApplicationCommands |
  P.UseExternalApps |
  P.ChangeNickname |
  P.Connect |
  P.Speak;

/** What the bot may do by default. */
export const BOT_PERMISSIONS =
  P.ViewChannel | P.SendMessages | P.EmbedLinks | P.ReadMessageHistory | P.SendMessagesInThreads;

/** What both people in a direct message may do. */
const DIRECT_MESSAGE_PERMISSIONS =
  P.ViewChannel |
  P.SendMessages |
  P.EmbedLinks |
  P.AttachFiles |
  P.ReadMessageHistory |
  P.AddReactions |
  P.UseExternalEmojis |
  P.MentionEveryone |
  P.UseApplicationCommands;

/** What an application may do where it's only installed by its user. */
export const USER_INSTALL_PERMISSIONS =
  P.ViewChannel | P.SendMessages | P.EmbedLinks | P.AttachFiles | P.UseExternalEmojis;

const isPartOf = (state: State, { recipient, people }: Channel, userId: string): boolean =>
  recipient === null
    ? people.some(({ id }) => id === userId)
    : userId === state.bot.id || userId === recipient.id;

/** A member's permissions in the whole guild. */
export const guildPermissions = (guild: Guild, member: Member): bigint => {
  if (guild.ownerId === member.user.id) return ALL_PERMISSIONS;
  const granted = [guild.id, ...member.roles].reduce(
    (bits, id) => bits | (guild.roles.get(id)?.permissions ?? 0n),
    0n,
  );
  return (granted & P.Administrator) !== 0n ? ALL_PERMISSIONS : granted;
};

/**
 * A user's permissions in a channel, by Discord's documented algorithm: the guild's, then the
 * channel's overwrites for @everyone, for all the user's roles, and for the user. A thread has its
 * parent's. Implicit denials aren't applied, as in `app_permissions`; see `can`.
 *
 * @returns 0 for somebody who isn't a member
 */
export const permissionsIn = (state: State, channel: Channel, userId: string): bigint => {
  if (channel.guildId === null)
    return isPartOf(state, channel, userId) ? DIRECT_MESSAGE_PERMISSIONS : 0n;
  const guild = state.guilds.get(channel.guildId);
  const member = guild?.members.get(userId);
  if (guild === undefined || member === undefined) return 0n;
  const base = guildPermissions(guild, member);
  if ((base & P.Administrator) !== 0n) return base;

  const parent = channel.thread === null ? undefined : state.channels.get(channel.parentId ?? '');
  const { overwrites } = parent ?? channel;
  const everyone = overwrites.get(guild.id);
  let bits = (base & ~(everyone?.deny ?? 0n)) | (everyone?.allow ?? 0n);
  let allow = 0n;
  let deny = 0n;
  for (const role of member.roles) {
    allow |= overwrites.get(role)?.allow ?? 0n;
    deny |= overwrites.get(role)?.deny ?? 0n;
  }
  bits = (bits & ~deny) | allow;
  const own = overwrites.get(userId);
  return (bits & ~(own?.deny ?? 0n)) | (own?.allow ?? 0n);
};

/** The permission needed to write in a channel: threads have their own. */
export const sendPermission = (channel: Channel): bigint =>
  channel.thread === null ? P.SendMessages : P.SendMessagesInThreads;

/** What requires the permission to write. */
const NEEDS_SENDING = P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks;

/** Whether a user can do all of this in a channel, with implicit denials applied. */
export const can = (state: State, channel: Channel, userId: string, wanted: bigint): boolean => {
  let bits = permissionsIn(state, channel, userId);
  if ((bits & P.ViewChannel) === 0n) return false;
  const isOutside =
    channel.type === ChannelType.PrivateThread && channel.thread?.members.has(userId) !== true;
  if (isOutside && (bits & P.ManageThreads) === 0n) return false;
  if ((bits & sendPermission(channel)) === 0n) bits &= ~NEEDS_SENDING;
  return (bits & wanted) === wanted;
};
