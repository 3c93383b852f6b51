import type { APIMessage, ChannelType } from 'discord.js';
import type { Core } from '../core.ts';
import { changeThread, joinThread } from '../state/thread.ts';
import { deleteChannel, setOverwrite } from '../state/guilds.ts';
import type { Channel } from '../state/types.ts';

/** A channel, for setting up and inspecting a test or demo. */
export interface ChannelHandle {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  /** Discord's JSON of its current messages, oldest first, without ephemeral ones. Copies. */
  readonly messages: APIMessage[];
  /** Sets the overwrite for a role (type 0; the guild's id is @everyone) or a member (type 1). */
  setOverwrite: (overwrite: { id: string; type: 0 | 1; allow?: bigint; deny?: bigint }) => void;
  /** Denies the bot these permissions in this channel; 0 for none. */
  denyBot: (bits: bigint) => void;
  /** Threads only. */
  setThread: (state: { archived?: boolean; locked?: boolean }) => void;
  /** Threads only: lets a person join, without which a private thread isn't visible. */
  join: (person: { id: string }) => void;
  delete: () => void;
}

export const createChannelHandle = (core: Core, channel: Channel): ChannelHandle => ({
  id: channel.id,
  name: channel.name,
  type: channel.type,
  get messages() {
    return channel.messages
      .filter((message) => message.onlyFor === null)
      .map((message) => structuredClone(message.raw));
  },
  setOverwrite: ({ id, type, allow = 0n, deny = 0n }) =>
    setOverwrite(core, channel, { id, type, allow, deny }),
  denyBot: (bits) =>
    setOverwrite(core, channel, { id: core.state.bot.id, type: 1, allow: 0n, deny: bits }),
  setThread: (state) => {
    if (channel.thread === null) throw new Error(`#${channel.name} is no thread`);
    changeThread(core, channel, channel.thread, state);
  },
  join: ({ id }) => {
    const user = core.state.users.get(id);
    if (user === undefined || channel.thread === null) throw new Error(`${id} cannot join`);
    joinThread(core, channel, user);
  },
  delete: () => deleteChannel(core, channel),
});
