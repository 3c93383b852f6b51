import { PermissionFlagsBits } from 'discord.js';
import type { Core } from '../core.ts';
import { can } from '../permissions.ts';
import { compareIds } from '../snowflake.ts';
import type { Channel, Message } from './types.ts';

/** Finding messages in a channel, where they're ordered by id. */

/** Where in a channel's messages an id is, or would be. */
export const positionOf = (channel: Channel, id: string): number => {
  let low = 0;
  let high = channel.messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = channel.messages[middle];
    if (there !== undefined && compareIds(there.raw.id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const findMessage = (channel: Channel, id: string): Message | undefined => {
  const message = channel.messages[positionOf(channel, id)];
  return message?.raw.id === id ? message : undefined;
};

/** Whether a user's client shows a message; ephemeral ones are for one user only. */
export const isVisibleTo = (core: Core, channel: Channel, message: Message, userId: string) =>
  (message.onlyFor === null || message.onlyFor === userId) &&
  can(core.state, channel, userId, PermissionFlagsBits.ViewChannel);
