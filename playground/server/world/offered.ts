import {
  type APIApplicationCommand,
  InteractionContextType as Context,
  PermissionFlagsBits as P,
} from 'discord.js';
import type { Core } from '../core.ts';
import { can, permissionsIn } from '../permissions.ts';
import { commandsOf } from '../state/commands.ts';
import { isBotDm, isInstalled, ownersOf } from '../state/installs.ts';
import type { Channel, User } from '../state/types.ts';

/** Which commands a person is offered where, and why others aren't. */

/** Where an interaction happens: a server, a direct message with the bot, or one without it. */
export const contextOf = (channel: Channel): Context =>
  channel.guildId !== null
    ? Context.Guild
    : isBotDm(channel)
      ? Context.BotDM
      : Context.PrivateChannel;

/** The commands installed for this person here; a guild's own commands take precedence. */
export const commandsFor = (core: Core, user: User, channel: Channel): APIApplicationCommand[] => {
  const installed = (scope: string) =>
    [...commandsOf(core, scope).values()].filter((command) =>
      isInstalled(ownersOf(core, user, channel, command)),
    );
  const own = channel.guildId === null ? [] : installed(channel.guildId);
  const isOwn = ({ name, type }: APIApplicationCommand) =>
    own.some((other) => other.name === name && other.type === type);
  return [...own, ...installed('global').filter((command) => !isOwn(command))];
};

const allowedBy = (command: APIApplicationCommand, permissions: bigint): boolean => {
  const wanted = command.default_member_permissions;
  if (wanted === null || (permissions & P.Administrator) !== 0n) return true;
  // Zero means administrators only.
  return BigInt(wanted) !== 0n && (permissions & BigInt(wanted)) === BigInt(wanted);
};

const offeredIn = (command: APIApplicationCommand, channel: Channel): boolean => {
  if (command.guild_id !== undefined) return command.guild_id === channel.guildId;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- bots still send it
  const inDms = command.dm_permission !== false;
  return command.contexts?.includes(contextOf(channel)) ?? (channel.guildId !== null || inDms);
};

const places: Record<Context, string> = {
  [Context.Guild]: 'in servers',
  [Context.BotDM]: 'in direct messages',
  [Context.PrivateChannel]: 'in conversations with others',
};

/** Why a person can't use a command here; undefined if they can. */
export const refusalOf = (
  core: Core,
  user: User,
  channel: Channel,
  command: APIApplicationCommand,
): string | undefined => {
  if (channel.thread?.archived === true) return 'This thread is archived';
  if (!offeredIn(command, channel))
    return `/${command.name} cannot be used ${places[contextOf(channel)]}`;
  const permissions = permissionsIn(core.state, channel, user.id);
  if (!can(core.state, channel, user.id, P.UseApplicationCommands))
    return `${user.username} may not use commands in this channel`;
  if (channel.guildId !== null && !allowedBy(command, permissions))
    return `${user.username} has no permission to use /${command.name}`;
  return undefined;
};

/** The commands that a person's client lists here. */
export const offeredCommands = (
  core: Core,
  user: User,
  channel: Channel,
): APIApplicationCommand[] =>
  commandsFor(core, user, channel).filter(
    (command) => refusalOf(core, user, channel, command) === undefined,
  );
