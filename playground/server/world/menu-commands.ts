import { ApplicationCommandType } from 'discord.js';
import type { Core } from '../core.ts';
import { ownersOf } from '../state/installs.ts';
import { openInteraction } from '../state/interactions.ts';
import type { Channel, User } from '../state/types.ts';
import { requireUsable } from './commands.ts';
import { visibleMessage } from './components.ts';
import { commandsFor, refusalOf } from './offered.ts';
import { interactionContext } from './payload.ts';
import { PersonError } from './person-error.ts';
import { createResolver } from './resolve.ts';
import type { Seen } from './seen.ts';
import { hasName } from './localized-name.ts';
import { firstReply } from './wait.ts';

/** The target of a context menu command: a message, or a user in a channel. */
export type MenuTarget =
  { id: string; channelId?: string } | { user: { id: string }; channel: { id: string } };

interface Aim {
  type: ApplicationCommandType.User | ApplicationCommandType.Message;
  channel: Channel;
  targetId: string;
  resolved: object;
}

const aimAt = (core: Core, user: User, target: MenuTarget): Aim => {
  if (!('user' in target)) {
    const { channel, message } = visibleMessage(core, user, target);
    const { raw } = message;
    return {
      type: ApplicationCommandType.Message,
      channel,
      targetId: raw.id,
      resolved: { messages: { [raw.id]: structuredClone(raw) } },
    };
  }
  const channel = core.state.channels.get(target.channel.id);
  if (channel === undefined) throw new PersonError(`There is no channel ${target.channel.id}`);
  const guild = core.state.guilds.get(channel.guildId ?? '');
  const resolver = createResolver(core, guild, user.id);
  const targetId = resolver.user(target.user.id);
  if (targetId === undefined) throw new PersonError(`There is no user ${target.user.id}`);
  return { type: ApplicationCommandType.User, channel, targetId, resolved: resolver.resolved };
};

/** Uses a user or message command from the context menu. */
export const useMenuCommand = async (
  core: Core,
  user: User,
  name: string,
  target: MenuTarget,
  timeoutMs?: number,
): Promise<Seen> => {
  const { type, channel, targetId, resolved } = aimAt(core, user, target);
  core.transcript.add('person', `${user.username} uses "${name}" on ${targetId}`);
  requireUsable(core, user, channel);
  const command = commandsFor(core, user, channel).find(
    (candidate) => candidate.type === type && hasName(candidate, name, user.locale),
  );
  if (command === undefined)
    throw new PersonError(
      `There is no command "${name}" for ${type === ApplicationCommandType.User ? 'users' : 'messages'} here`,
    );
  const refusal = refusalOf(core, user, channel, command);
  if (refusal !== undefined) throw new PersonError(refusal);
  const owners = ownersOf(core, user, channel, command);
  const interaction = openInteraction(core, {
    type: 2,
    user,
    channel,
    owners,
    commandName: command.name,
    commandType: type,
    targetId,
    payload: {
      ...interactionContext(core, user, channel, owners),
      data: {
        id: command.id,
        name: command.name,
        type,
        ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
        target_id: targetId,
        resolved,
      },
    },
  });
  return firstReply(core, interaction, timeoutMs);
};
