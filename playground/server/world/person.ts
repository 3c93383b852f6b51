import { PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { can, sendPermission } from '../permissions.ts';
import { changeThread } from '../state/thread.ts';
import { conversationOf, directMessages } from '../state/guilds.ts';
import { isVisibleTo } from '../state/history.ts';
import { createMessage } from '../state/messages.ts';
import type { Channel, User } from '../state/types.ts';
import { demandSight, suggestions, useCommand, type Suggestion } from './commands.ts';
import { chooseValues, pressButton } from './components.ts';
import { fillModal, type FormValues } from './modals.ts';
import { useMenuCommand, type MenuTarget } from './menu-commands.ts';
import { PersonError } from './person-error.ts';
import { seenMessage, type Seen } from './seen.ts';
import { createChannelHandle, type ChannelHandle } from './channel.ts';

/** Anything with a channel's id. */
export interface ChannelLike {
  id: string;
}

/** A message somebody points at; the channel only makes it quicker to find. */
export interface MessageLike {
  id: string;
  channelId?: string;
}

/** How long to wait for a deferred answer, in real milliseconds; 15 s unless told. */
export interface Patience {
  timeoutMs?: number;
}

/**
 * A person at their Discord client. Everything they do goes the way a client's act goes, and is
 * refused with what the client would show: a rejection whose name is `PersonError`.
 */
export interface Person {
  readonly id: string;
  readonly name: string;
  /**
   * Types a command, such as `/papers category:cs.CV search:mlp mixer`, and waits for the first
   * visible answer; after a deferred one, for the message that fills it.
   *
   * @throws PersonError 'The application did not respond' after 3 s without an answer; also for an
   *   unknown command or option, a missing permission, a required option left out
   */
  type: (channel: ChannelLike, line: string, patience?: Patience) => Promise<Seen>;
  /** Writes an ordinary message. */
  say: (channel: ChannelLike, content: string) => Seen;
  /** Presses a button; resolves to the updated message or the new answer. */
  press: (message: MessageLike, customIdOrLabel: string, patience?: Patience) => Promise<Seen>;
  /** Chooses values in a select menu. */
  choose: (
    message: MessageLike,
    customId: string,
    values: readonly string[],
    patience?: Patience,
  ) => Promise<Seen>;
  /** The suggestions to the option that is typed last. */
  suggest: (channel: ChannelLike, line: string) => Promise<Suggestion[]>;
  /** Fills in the form that an answer opened (`answer.modal`). */
  fill: (answer: { id: string }, values: FormValues, patience?: Patience) => Promise<Seen>;
  /** What their client shows in a channel, oldest first, their own ephemeral messages included. */
  sees: (channel: ChannelLike) => Seen[];
  /** Uses a command of the right-click menu, on a message or on a user somewhere. */
  use: (command: string, target: MenuTarget, patience?: Patience) => Promise<Seen>;
  /** Installs the application for themselves, to be used wherever they are; or takes it off again. */
  setInstalled: (installed: boolean) => void;
  /** The conversation with the bot. */
  dm: () => ChannelHandle;
  /** The conversation with another person, which the bot is not part of. */
  dmWith: (other: { id: string }) => ChannelHandle;
  /** Sets the language of their client, such as `de`. */
  setLocale: (locale: string) => void;
  /** Whether the bot may write to them. */
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
    demandSight(core, user, channel);
    if (!can(core.state, channel, user.id, sendPermission(channel)))
      throw new PersonError(`${user.username} cannot write in this channel`);
    const { thread } = channel;
    if (thread?.locked === true && !can(core.state, channel, user.id, P.ManageThreads))
      throw new PersonError('This thread is locked');
    const text = content.trim();
    if (text === '') throw new PersonError('There is nothing to send');
    core.transcript.add('person', `${user.username} says ${text}`);
    // Writing to an archived thread opens it.
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
