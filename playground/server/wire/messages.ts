import type { APIMessage } from 'discord.js';
import type { Core } from '../core.ts';
import type { Message } from '../state/types.ts';

/**
 * A message as the bot may read it. Without the privileged message content intent, other people's
 * content is blank, unless it's in a direct message or mentions the bot.
 *
 * @param mayReadAll whether the bot was granted (REST) or identified with (gateway) the intent
 */
export const messageForBot = (
  core: Core,
  message: Message,
  inDirectMessages: boolean,
  mayReadAll: boolean,
): APIMessage => {
  const { raw } = message;
  const bot = core.state.bot.id;
  const open =
    mayReadAll ||
    inDirectMessages ||
    raw.author.id === bot ||
    raw.mentions.some((user) => user.id === bot);
  return open ? raw : { ...raw, content: '', embeds: [], attachments: [], components: [] };
};
