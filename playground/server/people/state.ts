import { PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { can, guildPermissions } from '../permissions.ts';
import { commandsOf } from '../state/commands.ts';
import { isAdmin } from '../state/guilds.ts';
import type { Channel, Guild, User } from '../state/types.ts';

const guildForPage = (guild: Guild, isShown: (channel: Channel) => boolean) => ({
  id: guild.id,
  name: guild.name,
  unavailable: guild.unavailable,
  channels: [...guild.channels.values()]
    .filter(isShown)
    .map(({ id, name, type, parentId, topic, thread }) => ({
      id,
      name,
      type,
      parent: parentId,
      topic,
      archived: thread?.archived ?? false,
    })),
  roles: [...guild.roles.values()].map(({ id, name, color }) => ({ id, name, color })),
  members: [...guild.members.values()].map((member) => ({
    id: member.user.id,
    name: member.user.username,
    admin: !member.user.bot && isAdmin(guildPermissions(guild, member)),
    bot: member.user.bot,
  })),
});

/** A person's direct messages, with the bot and with others. */
const conversationsOf = (core: Core, user: User) =>
  [...core.state.channels.values()].flatMap(({ id, recipient, people }) => {
    const members = recipient === null ? people : [recipient, core.state.bot];
    if (!members.includes(user)) return [];
    return [
      { id, members: members.map((one) => ({ id: one.id, name: one.username, bot: one.bot })) },
    ];
  });

/**
 * Everything the page needs to draw itself, except the messages.
 *
 * @param userId limits it to what this user may see, with their direct messages
 */
export const stateForPage = (core: Core, userId?: string) => {
  const user = core.state.users.get(userId ?? '');
  const isShown = (channel: Channel) =>
    user === undefined || can(core.state, channel, user.id, PermissionFlagsBits.ViewChannel);
  const isMember = (guild: Guild) => user === undefined || guild.members.has(user.id);
  return {
    bot: { id: core.state.bot.id, username: core.state.bot.username },
    guilds: [...core.state.guilds.values()]
      .filter(isMember)
      .map((guild) => guildForPage(guild, isShown)),
    conversations: user === undefined ? [] : conversationsOf(core, user),
    commands: [...core.state.commands.keys()].flatMap((scope) => [
      ...commandsOf(core, scope).values(),
    ]),
    online: core.isOnline(),
    locale: user?.locale,
  };
};
