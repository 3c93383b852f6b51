import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { newThread } from './thread.ts';
import type { Channel, Guild, Member, Overwrite, Role, User } from './types.ts';

/** The writes that create and change guilds, channels, roles and members. Each emits an event. */

export const isThreadType = (type: ChannelType): boolean =>
  type === ChannelType.AnnouncementThread ||
  type === ChannelType.PublicThread ||
  type === ChannelType.PrivateThread;

/** Channels that messages can be sent to. */
export const isTextual = (channel: Channel): boolean =>
  channel.thread !== null ||
  [
    ChannelType.GuildText,
    ChannelType.DM,
    ChannelType.GuildVoice,
    ChannelType.GuildAnnouncement,
    ChannelType.GuildStageVoice,
  ].includes(channel.type);

export const addUser = (core: Core, user: Omit<User, 'id'> & { id?: string | undefined }): User => {
  const { id = core.nextId(), ...rest } = user;
  if (core.state.users.has(id)) throw new Error(`There is already a user ${id}`);
  const added = { id, ...rest };
  core.state.users.set(id, added);
  return added;
};

export const addRole = (
  core: Core,
  guild: Guild,
  role: Partial<Role> & { name: string; permissions: bigint },
): Role => {
  const added: Role = {
    id: core.nextId(),
    position: guild.roles.size,
    color: 0,
    mentionable: false,
    botId: null,
    ...role,
  };
  guild.roles.set(added.id, added);
  core.bus.emit({ type: 'role-create', guild, role: added });
  return added;
};

export const setRolePermissions = (core: Core, guild: Guild, role: Role, bits: bigint): void => {
  role.permissions = bits;
  core.bus.emit({ type: 'role-update', guild, role });
};

export const addMember = (core: Core, guild: Guild, user: User, roles: string[]): Member => {
  const member: Member = { user, roles, joinedAt: new Date(core.now()).toISOString() };
  guild.members.set(user.id, member);
  core.bus.emit({ type: 'member-add', guild, member });
  return member;
};

export const giveRole = (core: Core, guild: Guild, user: User, roleId: string): void => {
  const member = guild.members.get(user.id);
  if (member === undefined) throw new Error(`${user.username} is not in ${guild.name}`);
  member.roles.push(roleId);
  core.bus.emit({ type: 'member-update', guild, member });
};

export const addGuild = (
  core: Core,
  {
    name,
    locale,
    owner,
    id = core.nextId(),
  }: { name: string; locale: string; owner: User; id?: string | undefined },
): Guild => {
  if (core.state.guilds.has(id)) throw new Error(`There is already a guild ${id}`);
  const guild: Guild = {
    id,
    name,
    locale,
    ownerId: owner.id,
    joinedAt: new Date(core.now()).toISOString(),
    roles: new Map(),
    members: new Map(),
    channels: new Map(),
    systemChannelId: null,
    unavailable: false,
  };
  // @everyone grants nothing here, so that the bot has exactly its own role's permissions, and
  // people have those of the role they're given.
  const everyone: Role = {
    id,
    name: '@everyone',
    permissions: 0n,
    position: 0,
    color: 0,
    mentionable: false,
    botId: null,
  };
  guild.roles.set(id, everyone);
  core.state.guilds.set(id, guild);
  return guild;
};

export const addChannel = (
  core: Core,
  guild: Guild | null,
  channel: Pick<Channel, 'type' | 'name'> & Partial<Channel>,
): Channel => {
  const id = channel.id ?? core.nextId();
  if (core.state.channels.has(id)) throw new Error(`There is already a channel ${id}`);
  const added: Channel = {
    topic: null,
    position: guild?.channels.size ?? 0,
    parentId: null,
    overwrites: new Map(),
    messages: [],
    lastMessageId: null,
    recipient: null,
    people: [],
    ...channel,
    id,
    guildId: guild?.id ?? null,
    thread: isThreadType(channel.type) ? (channel.thread ?? newThread(core, core.state.bot)) : null,
  };
  core.state.channels.set(id, added);
  guild?.channels.set(id, added);
  core.bus.emit({ type: 'channel-create', channel: added });
  return added;
};

export const deleteChannel = (core: Core, channel: Channel): void => {
  const guild = core.state.guilds.get(channel.guildId ?? '');
  const threads = [...(guild?.channels.values() ?? [])].filter(
    (other) => other.thread !== null && other.parentId === channel.id,
  );
  for (const gone of [...threads, channel]) {
    core.state.channels.delete(gone.id);
    guild?.channels.delete(gone.id);
    core.bus.emit({ type: 'channel-delete', channel: gone });
  }
};

export const setOverwrite = (core: Core, channel: Channel, overwrite: Overwrite): void => {
  if (overwrite.allow === 0n && overwrite.deny === 0n) channel.overwrites.delete(overwrite.id);
  else channel.overwrites.set(overwrite.id, overwrite);
  core.bus.emit({ type: 'channel-update', channel });
};

const conversation = (core: Core, ids: readonly string[], open: () => Channel): Channel => {
  const key = ids.toSorted().join(' ');
  const known = core.state.conversations.get(key);
  if (known !== undefined && core.state.channels.has(known.id)) return known;
  const opened = open();
  core.state.conversations.set(key, opened);
  return opened;
};

/** The direct message channel of the bot and a person, opened on first use. */
export const directMessages = (core: Core, recipient: User): Channel =>
  conversation(core, [core.state.bot.id, recipient.id], () =>
    addChannel(core, null, { type: ChannelType.DM, name: recipient.username, recipient }),
  );

/** The direct message channel of two people, which the bot can't see. */
export const conversationOf = (core: Core, one: User, other: User): Channel =>
  conversation(core, [one.id, other.id], () =>
    addChannel(core, null, { type: ChannelType.DM, name: other.username, people: [one, other] }),
  );

/** The guilds that the bot is in. */
export const botGuilds = (core: Core): Guild[] =>
  [...core.state.guilds.values()].filter((guild) => guild.members.has(core.state.bot.id));

export const isAdmin = (permissions: bigint): boolean =>
  (permissions & (PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild)) !== 0n;
