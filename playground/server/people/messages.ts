import type { APIMessage } from 'discord.js';
import type { Core } from '../core.ts';
import { isVisibleTo } from '../state/history.ts';
import type { Channel, Message } from '../state/types.ts';

/** Who used which command to cause a message, as the page shows it above the message. */
interface Used {
  name: string | null;
  /** The command's type: 1 slash, 2 user, 3 message. */
  type: number | null;
  user: { id: string; name: string };
}

/** A message for the page: Discord's JSON, and who used which command. */
export const pageMessage = (message: Message): APIMessage & { used?: Used } => {
  const { raw, interaction } = message;
  if (interaction === null) return raw;
  const { user, commandName: name, commandType: type } = interaction;
  return { ...raw, used: { name, type, user: { id: user.id, name: user.username } } };
};

export const messagesFor = (core: Core, channel: Channel, userId: string) =>
  channel.messages
    .filter((message) => isVisibleTo(core, channel, message, userId))
    .map(pageMessage);
