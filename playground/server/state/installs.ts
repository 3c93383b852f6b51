import type { APIApplicationCommand } from 'discord.js';
import type { Core } from '../core.ts';
import type { Channel, Owners, User } from './types.ts';

/** Where an application is installed, and for whom it acts there. */

const GUILD_INSTALL = 0;
const USER_INSTALL = 1;

/** Whether a channel is a direct message with the bot. */
export const isBotDm = (channel: Channel): boolean => channel.recipient !== null;

/**
 * Which installation a command is used through: the guild's (`0`; the value is `'0'` in direct
 * messages with the bot), the user's (`1`), or both. Empty if the command isn't available.
 */
export const ownersOf = (
  core: Core,
  user: User,
  channel: Channel,
  command: APIApplicationCommand,
): Owners => {
  const types: readonly number[] =
    command.guild_id === undefined
      ? (command.integration_types ?? [GUILD_INSTALL])
      : [GUILD_INSTALL];
  const guild = core.state.guilds.get(channel.guildId ?? '');
  const inGuild = guild?.members.has(core.state.bot.id) === true;
  const owners: Owners = {};
  if (types.includes(GUILD_INSTALL)) {
    if (inGuild) owners['0'] = guild.id;
    else if (isBotDm(channel)) owners['0'] = '0';
  }
  if (types.includes(USER_INSTALL) && core.state.installs.has(user.id)) owners['1'] = user.id;
  return owners;
};

/** The owners of an interaction without a command, such as a button on a normal message. */
export const ownersIn = (channel: Channel): Owners => ({ '0': channel.guildId ?? '0' });

export const isInstalled = (owners: Owners): boolean => Object.keys(owners).length > 0;

/** Whether only the user installed the application, and not the guild. */
export const isUserOnly = (owners: Owners): boolean => owners['0'] === undefined;
