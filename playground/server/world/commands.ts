import {
  type APIApplicationCommandOption,
  type ApplicationCommandOptionType as Option,
  PermissionFlagsBits as P,
} from 'discord.js';
import type { Core } from '../core.ts';
import { can } from '../permissions.ts';
import { isTextual } from '../state/guilds.ts';
import { ownersOf } from '../state/installs.ts';
import { openInteraction } from '../state/interactions.ts';
import type { Channel, User } from '../state/types.ts';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { commandsFor, refusalOf } from './offered.ts';
import { readOptionValue, type OptionValue } from './option-values.ts';
import { interactionContext } from './payload.ts';
import { PersonError } from './person-error.ts';
import { createResolver } from './resolve.ts';
import { firstAnswer, firstReply, PATIENCE_MS } from './wait.ts';
import type { Seen } from './seen.ts';

/** Checks that a person can see a channel, without which they can't do anything in it. */
export const requireVisible = (core: Core, user: User, channel: Channel): void => {
  if (!core.state.channels.has(channel.id)) throw new PersonError('This channel is gone');
  if (!can(core.state, channel, user.id, P.ViewChannel))
    throw new PersonError(`${user.username} cannot see this channel`);
  if (!isTextual(channel)) throw new PersonError('Nothing can be typed in this channel');
};

/** Like {@link requireVisible}, and the server must not have an outage. */
export const requireUsable = (core: Core, user: User, channel: Channel): void => {
  requireVisible(core, user, channel);
  if (core.state.guilds.get(channel.guildId ?? '')?.unavailable === true)
    throw new PersonError('This server is unavailable');
};

const readLine = (core: Core, user: User, channel: Channel, line: string): CommandLine => {
  requireUsable(core, user, channel);
  const parsed = parseCommandLine(line, commandsFor(core, user, channel), user.locale);
  const refusal = refusalOf(core, user, channel, parsed.command);
  if (refusal !== undefined) throw new PersonError(refusal);
  return parsed;
};

/** Wraps the values in their subcommand and group. */
const nested = (
  subcommands: readonly APIApplicationCommandOption[],
  values: readonly OptionValue[],
): unknown[] =>
  subcommands.reduceRight<unknown[]>(
    (options, { name, type }) => [{ name, type, options }],
    [...values],
  );

const wholeName = ({ command, subcommands }: CommandLine): string =>
  [command.name, ...subcommands.map(({ name }) => name)].join(' ');

const commandData = (line: CommandLine, values: readonly OptionValue[], resolved: object) => ({
  id: line.command.id,
  name: line.command.name,
  type: line.command.type,
  ...(line.command.guild_id === undefined ? {} : { guild_id: line.command.guild_id }),
  ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  options: nested(line.subcommands, values),
});

/** Types a command and waits for the first visible reply. */
export const useCommand = async (
  core: Core,
  user: User,
  channel: Channel,
  text: string,
  timeoutMs = PATIENCE_MS,
): Promise<Seen> => {
  core.transcript.add('person', `${user.username} types ${text}`);
  const line = readLine(core, user, channel, text);
  const resolver = createResolver(core, core.state.guilds.get(channel.guildId ?? ''), user.id);
  const values = line.given.map(({ option, text: typed }) =>
    readOptionValue(option, typed, resolver, user.locale),
  );
  for (const option of line.options)
    if (option.required === true && !values.some(({ name }) => name === option.name))
      throw new PersonError(`/${wholeName(line)} needs the option ${option.name}`);
  const owners = ownersOf(core, user, channel, line.command);
  const interaction = openInteraction(core, {
    type: 2,
    user,
    channel,
    owners,
    commandName: wholeName(line),
    commandType: line.command.type,
    payload: {
      ...interactionContext(core, user, channel, owners),
      data: commandData(line, values, resolver.resolved),
    },
  });
  return firstReply(core, interaction, timeoutMs);
};

/** A choice that the bot suggests while an option is being typed. */
export interface Suggestion {
  name: string;
  value: string | number;
}

/**
 * Types the beginning of a command and waits for suggestions for the last option.
 *
 * @throws PersonError if that option has no autocomplete, or the bot doesn't respond within 3 s
 */
export const suggestions = async (
  core: Core,
  user: User,
  channel: Channel,
  text: string,
): Promise<{ option: string; choices: Suggestion[] }> => {
  core.transcript.add('person', `${user.username} is typing ${text}`);
  const line = readLine(core, user, channel, text);
  const last = line.given.at(-1);
  if (last === undefined) throw new PersonError('No option is being typed');
  if (!('autocomplete' in last.option) || !last.option.autocomplete)
    throw new PersonError(`${last.option.name} has no suggestions`);
  const resolver = createResolver(core, core.state.guilds.get(channel.guildId ?? ''), user.id);
  const before = line.given
    .slice(0, -1)
    .filter((entry) => entry.text !== '')
    .map((entry) => readOptionValue(entry.option, entry.text, resolver, user.locale));
  const { name, type } = last.option;
  const owners = ownersOf(core, user, channel, line.command);
  const interaction = openInteraction(core, {
    type: 4,
    user,
    channel,
    owners,
    commandName: wholeName(line),
    commandType: line.command.type,
    optionType: type satisfies Option,
    payload: {
      ...interactionContext(core, user, channel, owners),
      data: commandData(
        line,
        // What's being typed is text, whatever the option's type.
        [...before, { name, type, value: last.text, focused: true }],
        resolver.resolved,
      ),
    },
  });
  await firstAnswer(core, interaction, PATIENCE_MS);
  const { data } = interaction.answer as unknown as { data: { choices: Suggestion[] } };
  return { option: name, choices: structuredClone(data.choices) };
};
