/** The bot's permissions in single channels, which a person can take away and give back. */
import { PermissionFlagsBits } from 'discord.js';
import type { World } from '../server/world/world.ts';
import { ControlError } from './control-error.ts';

/** The permissions with a switch, by the names Discord's own settings give them. */
export const switchable = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;

export type Switchable = keyof typeof switchable;

/** What is denied to the bot, by channel id. */
export type Denied = Map<string, Switchable[]>;

/** @throws ControlError when there is no such channel */
export function denyInChannel(
  world: World,
  denied: Denied,
  channelId: string,
  names: Switchable[],
): void {
  const channel = world.channel(channelId);
  if (channel === undefined) throw new ControlError('There is no such channel');
  channel.denyBot(names.reduce((bits, name) => bits | switchable[name], 0n));
  denied.set(channelId, names);
}
