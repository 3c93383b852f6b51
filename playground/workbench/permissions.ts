/** The bot's permissions in a channel, which a person can revoke and grant. */
import { PermissionFlagsBits } from 'discord.js';
import type { World } from '../server/world/world.ts';
import { ControlError } from './serve.ts';

/** The permissions that have a switch, by their names in Discord's settings. */
export const switchable = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const;

export type Switchable = keyof typeof switchable;

/** The bot's denied permissions by channel id. */
export type Denied = Map<string, Switchable[]>;

/** @throws ControlError if there's no such channel */
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
