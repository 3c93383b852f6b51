import type { Core } from '../core.ts';
import { guildPermissions } from '../permissions.ts';
import { commandsOf } from '../state/commands.ts';
import { isAdmin } from '../state/guilds.ts';
import type { Guild } from '../state/types.ts';

const guildForPage = (guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  unavailable: guild.unavailable,
  channels: [...guild.channels.values()].map(({ id, name, type, parentId, topic }) => ({
    id,
    name,
    type,
    parent: parentId,
    topic,
  })),
  roles: [...guild.roles.values()].map(({ id, name, color }) => ({ id, name, color })),
  members: [...guild.members.values()].map((member) => ({
    id: member.user.id,
    name: member.user.username,
    admin: !member.user.bot && isAdmin(guildPermissions(guild, member)),
    bot: member.user.bot,
  })),
});

/** All that the page needs to draw itself, but for the messages. */
export const stateForPage = (core: Core) => ({
  bot: { id: core.state.bot.id, username: core.state.bot.username },
  guilds: [...core.state.guilds.values()].map(guildForPage),
  commands: [...core.state.commands.keys()].flatMap((scope) => [
    ...commandsOf(core, scope).values(),
  ]),
  online: core.isOnline(),
});
