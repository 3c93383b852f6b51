import { PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { can } from '../permissions.ts';
import { isSnowflake } from '../snowflake.ts';
import { archiveIfIdle } from '../state/thread.ts';
import { findMessage } from '../state/history.ts';
import type { Channel, Guild, Message } from '../state/types.ts';
import { invalidForm } from '../validate/form-errors.ts';

/** What the bot can access, or Discord's error. */

export const param = (params: Readonly<Record<string, string>>, name: string): string => {
  const value = params[name] ?? '';
  if (!isSnowflake(value))
    throw invalidForm(
      [`${name}_id`],
      'NUMBER_TYPE_COERCE',
      `Value "${params[name] ?? ''}" is not snowflake.`,
    );
  return value;
};

/**
 * @throws ApiError 10003 if there's no such channel, 50001 if the bot can't see it, 130000 while
 * its guild has an outage
 */
export const visibleChannel = (core: Core, id: string): Channel => {
  const channel = core.state.channels.get(id);
  if (channel === undefined) throw refuse('unknownChannel');
  if (core.state.guilds.get(channel.guildId ?? '')?.unavailable === true)
    throw refuse('overloaded');
  if (!can(core.state, channel, core.state.bot.id, P.ViewChannel)) throw refuse('missingAccess');
  archiveIfIdle(core, channel);
  return channel;
};

/** @throws ApiError 10004 if the bot isn't in such a guild, 130000 while it has an outage */
export const joinedGuild = (core: Core, id: string): Guild => {
  const guild = core.state.guilds.get(id);
  if (guild?.members.has(core.state.bot.id) !== true) throw refuse('unknownGuild');
  if (guild.unavailable) throw refuse('overloaded');
  return guild;
};

/** @throws ApiError 50013 unless the bot may do all of this in the channel */
export const requirePermissions = (core: Core, channel: Channel, bits: bigint): void => {
  if (!can(core.state, channel, core.state.bot.id, bits)) throw refuse('missingPermissions');
};

/** A message that isn't ephemeral; the API doesn't show those. @throws ApiError 10008 */
export const publicMessage = (channel: Channel, id: string): Message => {
  const message = findMessage(channel, id);
  if (message === undefined || message.onlyFor !== null) throw refuse('unknownMessage');
  return message;
};
