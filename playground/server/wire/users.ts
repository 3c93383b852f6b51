import type { APIUser } from 'discord.js';
import type { Core } from '../core.ts';
import { omit } from '../omit.ts';
import { guildPermissions } from '../permissions.ts';
import type { Guild, Member, Role, User } from '../state/types.ts';

/** A user as Discord sends it. */
export const userJson = (user: User): APIUser => {
  const json: unknown = {
    id: user.id,
    username: user.username,
    discriminator: user.bot ? '0001' : '0',
    global_name: user.bot ? null : user.username,
    avatar: null,
    bot: user.bot,
    system: false,
    public_flags: 0,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
  return json as APIUser;
};

/** The bot's own user, as it sees itself. */
export const selfJson = (core: Core) => ({
  ...userJson(core.state.bot),
  mfa_enabled: false,
  verified: true,
  locale: 'en-US',
  email: null,
  flags: 0,
});

export const memberJson = (member: Member) => ({
  user: userJson(member.user),
  nick: null,
  avatar: null,
  banner: null,
  roles: [...member.roles],
  joined_at: member.joinedAt,
  premium_since: null,
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  communication_disabled_until: null,
});

/** A member as part of a message: without the user, who is the author. */
export const partialMemberJson = (guild: Guild, userId: string) => {
  const member = guild.members.get(userId);
  if (member === undefined) return undefined;
  return omit(memberJson(member), 'user');
};

export const roleJson = (role: Role) => ({
  id: role.id,
  name: role.name,
  description: null,
  color: role.color,
  colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position: role.position,
  permissions: role.permissions.toString(),
  managed: role.botId !== null,
  mentionable: role.mentionable,
  flags: 0,
  ...(role.botId === null ? {} : { tags: { bot_id: role.botId } }),
});

export const partialGuildJson = (guild: Guild, member: Member) => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  banner: null,
  owner: guild.ownerId === member.user.id,
  permissions: guildPermissions(guild, member).toString(),
  features: [],
});

export const applicationJson = (core: Core) => ({
  id: core.state.application.id,
  name: core.state.application.name,
  icon: null,
  description: '',
  type: null,
  bot: userJson(core.state.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  owner: { ...userJson(core.state.bot), username: 'owner', bot: false },
  team: null,
  flags: 0,
  summary: '',
  approximate_guild_count: core.state.guilds.size,
  integration_types_config: {
    '0': { oauth2_install_params: null },
    '1': { oauth2_install_params: null },
  },
});
