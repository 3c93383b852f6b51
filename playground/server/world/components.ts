import { ButtonStyle, ComponentType } from 'discord.js';
import type { Core } from '../core.ts';
import { isVisibleTo, findMessage } from '../state/history.ts';
import { ownersIn } from '../state/installs.ts';
import { openInteraction } from '../state/interactions.ts';
import type { Channel, Message, User } from '../state/types.ts';
import { walkComponents } from '../validate/components.ts';
import { interactionContext } from './payload.ts';
import { PersonError } from './person-error.ts';
import { createResolver, type Resolver } from './resolve.ts';
import type { Seen } from './seen.ts';
import { firstReply } from './wait.ts';

type Component = Record<string, unknown>;

/**
 * A message that a person can act on: in a visible channel, and not ephemeral for somebody else.
 */
export const visibleMessage = (
  core: Core,
  user: User,
  { id, channelId }: { id: string; channelId?: string },
): { channel: Channel; message: Message } => {
  const channels =
    channelId === undefined
      ? core.state.channels.values()
      : [core.state.channels.get(channelId)].filter((channel) => channel !== undefined);
  for (const channel of channels) {
    const message = findMessage(channel, id);
    if (message !== undefined && isVisibleTo(core, channel, message, user.id))
      return { channel, message };
  }
  throw new PersonError(`${user.username} sees no message ${id}`);
};

const componentsOf = (message: Message): Component[] =>
  [...walkComponents(message.raw.components ?? [], [])].map(({ component }) => component);

const use = (
  core: Core,
  user: User,
  { channel, message }: { channel: Channel; message: Message },
  component: Component,
  extra: Record<string, unknown>,
  timeoutMs?: number,
): Promise<Seen> => {
  if (component.disabled === true)
    throw new PersonError(`"${String(component.label ?? component.custom_id)}" is disabled`);
  const owners = message.interaction?.owners ?? ownersIn(channel);
  const interaction = openInteraction(core, {
    type: 3,
    user,
    channel,
    owners,
    source: message,
    parent: message.interaction,
    payload: {
      ...interactionContext(core, user, channel, owners),
      data: {
        id: component.id,
        custom_id: component.custom_id,
        component_type: component.type,
        ...extra,
      },
      message: structuredClone(message.raw),
    },
  });
  return firstReply(core, interaction, timeoutMs);
};

/** Presses a button, found by its custom_id or label. */
export const pressButton = async (
  core: Core,
  user: User,
  target: { id: string; channelId?: string },
  customIdOrLabel: string,
  timeoutMs?: number,
): Promise<Seen> => {
  core.transcript.add('person', `${user.username} presses ${customIdOrLabel} on ${target.id}`);
  const place = visibleMessage(core, user, target);
  const buttons = componentsOf(place.message).filter(({ type }) => type === ComponentType.Button);
  const button =
    buttons.find((candidate) => candidate.custom_id === customIdOrLabel) ??
    buttons.find((candidate) => candidate.label === customIdOrLabel);
  if (button === undefined)
    throw new PersonError(
      `There is no button "${customIdOrLabel}"; there are ${buttons.map((other) => String(other.label ?? other.custom_id)).join(', ') || 'none'}`,
    );
  if (button.style === ButtonStyle.Link) throw new PersonError('This button opens a web page');
  return use(core, user, place, button, {}, timeoutMs);
};

const resolveEntity: Partial<Record<number, (resolver: Resolver, text: string) => unknown>> = {
  [ComponentType.UserSelect]: (resolver, text) => resolver.user(text),
  [ComponentType.RoleSelect]: (resolver, text) => resolver.role(text),
  [ComponentType.MentionableSelect]: (resolver, text) => resolver.user(text) ?? resolver.role(text),
  [ComponentType.ChannelSelect]: (resolver, text) => resolver.channel(text)?.id,
};

const checkedValues = (select: Component, values: readonly string[], resolver: Resolver) => {
  const { min_values: min = 1, max_values: max = 1 } = select as {
    min_values?: number;
    max_values?: number;
  };
  if (values.length < min || values.length > max)
    throw new PersonError(`Choose ${min} to ${max}, not ${values.length}`);
  const resolve = resolveEntity[select.type as number];
  return values.map((value) => {
    if (resolve !== undefined) {
      const id = resolve(resolver, value);
      if (typeof id !== 'string') throw new PersonError(`There is no ${value} to choose`);
      return id;
    }
    const options = (select.options as { value: string; label: string }[] | undefined) ?? [];
    const option =
      options.find((candidate) => candidate.value === value) ??
      options.find((candidate) => candidate.label === value);
    if (option === undefined)
      throw new PersonError(
        `"${value}" is none of ${options.map(({ label }) => label).join(', ')}`,
      );
    return option.value;
  });
};

/**
 * Chooses from a select menu: options by value or label; channels, users and roles by name or id.
 */
export const chooseValues = async (
  core: Core,
  user: User,
  target: { id: string; channelId?: string },
  customId: string,
  values: readonly string[],
  timeoutMs?: number,
): Promise<Seen> => {
  core.transcript.add('person', `${user.username} chooses ${values.join(', ')} in ${customId}`);
  const place = visibleMessage(core, user, target);
  const select = componentsOf(place.message).find(
    (candidate) => candidate.custom_id === customId && candidate.type !== ComponentType.Button,
  );
  if (select === undefined) throw new PersonError(`There is no menu "${customId}"`);
  const guild = core.state.guilds.get(place.channel.guildId ?? '');
  const resolver = createResolver(core, guild, user.id);
  const chosen = checkedValues(select, values, resolver);
  const resolved =
    Object.keys(resolver.resolved).length === 0 ? {} : { resolved: resolver.resolved };
  return use(core, user, place, select, { values: chosen, ...resolved }, timeoutMs);
};
