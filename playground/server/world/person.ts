import { PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { can, sendPermission } from '../permissions.ts';
import { changeThread } from '../state/thread.ts';
import { conversationOf, directMessages } from '../state/guilds.ts';
import { isVisibleTo } from '../state/history.ts';
import { createMessage } from '../state/messages.ts';
import type { Channel, User } from '../state/types.ts';
import { requireVisible, suggestions, useCommand, type Suggestion } from './commands.ts';
import { chooseValues, pressButton } from './components.ts';
import { fillModal, type FormValues } from './modals.ts';
import { useMenuCommand, type MenuTarget } from './menu-commands.ts';
import { PersonError } from './person-error.ts';
import { seenMessage, type Seen } from './seen.ts';
import { createChannelHandle, type ChannelHandle } from './channel.ts';

/** Anything with a channel's id. */
interface ChannelLike {
  id: string;
}

/** A message to act on; the channel only makes it faster to find. */
interface MessageLike {
  id: string;
  channelId?: string;
}

/** How long to wait for a deferred reply, in real milliseconds. Default: 15 s. */
interface Patience {
  timeoutMs?: number;
}

/**
 * A person using a Discord client. Everything they do takes the same path as a client's action. If
 * it's refused, the promise rejects with a `PersonError` that has the client's message.
 */
export interface Person {
  readonly id: string;
  readonly name: string;
  /**
   * Types a command, such as `/papers category:cs.CV search:mlp mixer`, and waits for the first
   * visible reply; if that's deferred, for the message that replaces it.
   *
   * @throws PersonError 'The application did not respond' after 3 s without a response; also for an
   * unknown command or option, a missing permission, or a missing required option
   */
  type: (channel: ChannelLike, line: string, patience?: Patience) => Promise<Seen>;
  /** Sends a normal message. */
  say: (channel: ChannelLike, content: string) => Seen;
  /** Presses a button; resolves to the updated message or the new reply. */
  press: (message: MessageLike, customIdOrLabel: string, patience?: Patience) => Promise<Seen>;
  /** Chooses values from a select menu. */
  choose: (
    message: MessageLike,
    customId: string,
    values: readonly string[],
    patience?: Patience,
  ) => Promise<Seen>;
  /** The autocomplete suggestions for the last option. */
  suggest: (channel: ChannelLike, line: string) => Promise<Suggestion[]>;
  /** Fills in and submits the modal that a reply opened (`answer.modal`). */
  fill: (answer: { id: string }, values: FormValues, patience?: Patience) => Promise<Seen>;
  /** What their client shows in a channel, oldest first, including ephemeral messages for them. */
  sees: (channel: ChannelLike) => Seen[];
  /** Uses a context menu command, on a message or on a user. */
  use: (command: string, target: MenuTarget, patience?: Patience) => Promise<Seen>;
  /** Installs the application on their own account, or removes it again. */
  setInstalled: (installed: boolean) => void;
  /** Their direct message channel with the bot. */
  dm: () => ChannelHandle;
  /** Their direct message channel with another person. */
  dmWith: (other: { id: string }) => ChannelHandle;
  /** Sets the language of their client, such as `de`. */
  setLocale: (locale: string) => void;
  /** Sets whether the bot may send them direct messages. */
  setAcceptsDms: (accepts: boolean) => void;
}

const channelOf = (core: Core, { id }: ChannelLike): Channel => {
  const channel = core.state.channels.get(id);
  if (channel === undefined) throw new PersonError(`There is no channel ${id}`);
  return channel;
};

export const createPerson = (core: Core, user: User): Person => ({
  id: user.id,
  name: user.username,
  type: async (channel, line, { timeoutMs } = {}) =>
    useCommand(core, user, channelOf(core, channel), line, timeoutMs),
  say: (where, content) => {
    const channel = channelOf(core, where);
    requireVisible(core, user, channel);
    if (!can(core.state, channel, user.id, sendPermission(channel)))
      throw new PersonError(`${user.username} cannot write in this channel`);
    const { thread } = channel;
    if (thread?.locked === true && !can(core.state, channel, user.id, P.ManageThreads))
      throw new PersonError('This thread is locked');
    const text = content.trim();
    if (text === '') throw new PersonError('There is nothing to send');
    core.transcript.add('person', `${user.username} says ${text}`);
    // Writing to an archived thread unarchives it.
    if (thread?.archived === true) changeThread(core, channel, thread, { archived: false });
    return seenMessage(createMessage(core, { channel, author: user, content: text }));
  },
  press: (message, customIdOrLabel, { timeoutMs } = {}) =>
    pressButton(core, user, message, customIdOrLabel, timeoutMs),
  choose: (message, customId, values, { timeoutMs } = {}) =>
    chooseValues(core, user, message, customId, values, timeoutMs),
  suggest: async (channel, line) =>
    (await suggestions(core, user, channelOf(core, channel), line)).choices,
  fill: (answer, values, { timeoutMs } = {}) => fillModal(core, user, answer.id, values, timeoutMs),
  sees: (where) => {
    const channel = channelOf(core, where);
    const hasHistory = can(core.state, channel, user.id, P.ReadMessageHistory);
    if (!hasHistory) return [];
    return channel.messages
      .filter((message) => isVisibleTo(core, channel, message, user.id))
      .map((message) => seenMessage(message));
  },
  use: (command, target, { timeoutMs } = {}) =>
    useMenuCommand(core, user, command, target, timeoutMs),
  setInstalled: (installed) => {
    if (installed) core.state.installs.add(user.id);
    else core.state.installs.delete(user.id);
  },
  dmWith: ({ id }) => {
    const other = core.state.users.get(id);
    if (other === undefined || other.bot) throw new PersonError(`There is no person ${id}`);
    return createChannelHandle(core, conversationOf(core, user, other));
  },
  dm: () => createChannelHandle(core, directMessages(core, user)),
  setLocale: (locale) => {
    user.locale = locale;
  },
  setAcceptsDms: (accepts) => {
    user.acceptsDms = accepts;
  },
});
