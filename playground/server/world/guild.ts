import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { BOT_PERMISSIONS, MEMBER_PERMISSIONS } from '../permissions.ts';
import {
  addChannel,
  addMember,
  addRole,
  addUser,
  deleteChannel,
  giveRole,
  isThreadType,
  setRolePermissions,
} from '../state/guilds.ts';
import type { Guild, Role } from '../state/types.ts';
import { createChannelHandle, type ChannelHandle } from './channel.ts';
import { createPerson, type Person } from './person.ts';

interface NewChannel {
  name: string;
  /** Discord's number: 0 text (the default), 4 category, 5 announcement, 10 to 12 thread, 15 forum. */
  type?: number;
  /** A thread's channel or a channel's category. */
  parent?: { id: string };
  topic?: string;
  /** A fixed id, for a bot that remembers its channels between runs. */
  id?: string;
}

interface NewMember {
  name: string;
  /** Added to a normal member's permissions; MANAGE_GUILD or ADMINISTRATOR makes an admin. */
  permissions?: bigint;
  locale?: string;
  id?: string;
}

/** A guild, for setting up a test or demo. */
export interface GuildHandle {
  readonly id: string;
  readonly name: string;
  readonly owner: Person;
  /** The bot's integration role. */
  readonly botRoleId: string;
  /** The role of every added person. */
  readonly memberRoleId: string;
  addChannel: (channel: NewChannel) => ChannelHandle;
  /** Adds a new person, or one from another guild. */
  addMember: (member: NewMember | { person: Person; permissions?: bigint }) => Person;
  addRole: (role: {
    name: string;
    permissions?: bigint;
    mentionable?: boolean;
    color?: number;
  }) => {
    id: string;
  };
  /** Sets the bot's permissions in the guild. @everyone grants nothing, so these are all it has. */
  setBotPermissions: (bits: bigint) => void;
  /** Gives the bot a role besides its own. */
  giveBotRole: (role: { id: string }) => void;
  /** Sets the channel where Discord greets new members. Default: none. */
  setSystemChannel: (channel: { id: string }) => void;
  /** Removes the bot from the guild. */
  removeBot: () => void;
  /** Invites the bot again. */
  addBot: () => void;
  /** Starts or ends an outage of the guild. */
  setUnavailable: (unavailable: boolean) => void;
  delete: () => void;
}

const joinBot = (core: Core, guild: Guild, botRole: Role): void => {
  addMember(core, guild, core.state.bot, [botRole.id]);
  core.bus.emit({ type: 'guild-create', guild });
};

/** @param guild a new one, with nothing but an owner and @everyone */
export const createGuildHandle = (
  core: Core,
  guild: Guild,
  owner: Person,
  botPermissions = BOT_PERMISSIONS,
): GuildHandle => {
  const memberRole = addRole(core, guild, { name: 'Members', permissions: MEMBER_PERMISSIONS });
  const botRole = addRole(core, guild, {
    name: core.state.bot.username,
    permissions: botPermissions,
    botId: core.state.bot.id,
    color: 0x5865f2,
  });
  const ownerUser = core.state.users.get(owner.id);
  if (ownerUser !== undefined) addMember(core, guild, ownerUser, [memberRole.id]);
  joinBot(core, guild, botRole);

  const roleFor = (name: string, permissions: bigint): Role => {
    const title =
      (permissions & PermissionFlagsBits.Administrator) !== 0n
        ? 'Admins'
        : (permissions & PermissionFlagsBits.ManageGuild) !== 0n
          ? 'Managers'
          : `${name}'s role`;
    const known = [...guild.roles.values()].find(
      (role) => role.name === title && role.permissions === permissions,
    );
    return known ?? addRole(core, guild, { name: title, permissions });
  };

  return {
    id: guild.id,
    name: guild.name,
    owner,
    botRoleId: botRole.id,
    memberRoleId: memberRole.id,
    addChannel: ({ name, type: number = ChannelType.GuildText, parent, topic, id }) => {
      const kind: unknown = number;
      const type = kind as ChannelType;
      if (isThreadType(type) && parent === undefined)
        throw new Error(`The thread ${name} needs a parent channel`);
      return createChannelHandle(
        core,
        addChannel(core, guild, {
          name,
          type,
          parentId: parent?.id ?? null,
          topic: topic ?? null,
          ...(id === undefined ? {} : { id }),
        }),
      );
    },
    addMember: (member) => {
      const existing = 'person' in member ? core.state.users.get(member.person.id) : undefined;
      const user =
        existing ??
        addUser(core, {
          id: 'id' in member ? member.id : undefined,
          username: 'name' in member ? member.name : '',
          bot: false,
          locale: ('locale' in member ? member.locale : undefined) ?? 'en-US',
          acceptsDms: true,
        });
      const { permissions = 0n } = member;
      const extra = permissions === 0n ? [] : [roleFor(user.username, permissions).id];
      addMember(core, guild, user, [memberRole.id, ...extra]);
      return 'person' in member ? member.person : createPerson(core, user);
    },
    addRole: ({ name, permissions = 0n, mentionable = false, color = 0 }) => ({
      id: addRole(core, guild, { name, permissions, mentionable, color }).id,
    }),
    setBotPermissions: (bits) => setRolePermissions(core, guild, botRole, bits),
    giveBotRole: ({ id }) => giveRole(core, guild, core.state.bot, id),
    setSystemChannel: ({ id }) => {
      guild.systemChannelId = id;
    },
    removeBot: () => {
      guild.members.delete(core.state.bot.id);
      core.bus.emit({ type: 'guild-delete', guild, unavailable: false });
    },
    addBot: () => joinBot(core, guild, botRole),
    setUnavailable: (unavailable) => {
      guild.unavailable = unavailable;
      if (unavailable) core.bus.emit({ type: 'guild-delete', guild, unavailable });
      else core.bus.emit({ type: 'guild-create', guild });
    },
    delete: () => {
      core.bus.emit({ type: 'guild-delete', guild, unavailable: false });
      core.state.guilds.delete(guild.id);
      for (const channel of [...guild.channels.values()]) deleteChannel(core, channel);
    },
  };
};
