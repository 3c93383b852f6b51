import type { ApplicationCommandOptionType as Option } from 'discord-api-types/v10';
import {
  InteractionContextType,
  PermissionFlagsBits as P,
  type APIApplicationCommand,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10';
import type { Core } from '../core.ts';
import { can, permissionsIn } from '../permissions.ts';
import { commandsFor } from '../state/commands.ts';
import { isTextual } from '../state/guilds.ts';
import { openInteraction } from '../state/interactions.ts';
import type { Channel, User } from '../state/types.ts';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { readOptionValue, type OptionValue } from './option-values.ts';
import { interactionContext } from './payload.ts';
import { PersonError } from './person-error.ts';
import { createResolver } from './resolve.ts';
import { firstAnswer, firstSight, PATIENCE_MS } from './wait.ts';
import type { Seen } from './seen.ts';

/** A person must see a channel to do anything in it. */
export const demandSight = (core: Core, user: User, channel: Channel): void => {
  if (!core.state.channels.has(channel.id)) throw new PersonError('This channel is gone');
  if (!can(core.state, channel, user.id, P.ViewChannel))
    throw new PersonError(`${user.username} cannot see this channel`);
  if (!isTextual(channel)) throw new PersonError('Nothing can be typed in this channel');
};

const allowedBy = (command: APIApplicationCommand, permissions: bigint): boolean => {
  const wanted = command.default_member_permissions;
  if (wanted === null || (permissions & P.Administrator) !== 0n) return true;
  // Zero stands for nobody but administrators.
  return BigInt(wanted) !== 0n && (permissions & BigInt(wanted)) === BigInt(wanted);
};

const offeredIn = (command: APIApplicationCommand, channel: Channel): boolean => {
  if (command.guild_id !== undefined) return command.guild_id === channel.guildId;
  const here =
    channel.guildId === null ? InteractionContextType.BotDM : InteractionContextType.Guild;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- bots still send it
  const inDms = command.dm_permission !== false;
  return command.contexts?.includes(here) ?? (channel.guildId !== null || inDms);
};

/** Why a person cannot use a command here; undefined when they can. */
export const refusalOf = (
  core: Core,
  user: User,
  channel: Channel,
  command: APIApplicationCommand,
): string | undefined => {
  if (!offeredIn(command, channel))
    return `/${command.name} cannot be used ${channel.guildId === null ? 'in direct messages' : 'in servers'}`;
  const permissions = permissionsIn(core.state, channel, user.id);
  if (!can(core.state, channel, user.id, P.UseApplicationCommands))
    return `${user.username} may not use commands in this channel`;
  if (channel.guildId !== null && !allowedBy(command, permissions))
    return `${user.username} has no permission to use /${command.name}`;
  return undefined;
};

const readLine = (core: Core, user: User, channel: Channel, line: string): CommandLine => {
  demandSight(core, user, channel);
  const guild = core.state.guilds.get(channel.guildId ?? '');
  if (guild?.unavailable === true) throw new PersonError('This server is unavailable');
  const installed = guild === undefined || guild.members.has(core.state.bot.id);
  const parsed = parseCommandLine(line, installed ? commandsFor(core, channel.guildId) : []);
  const refusal = refusalOf(core, user, channel, parsed.command);
  if (refusal !== undefined) throw new PersonError(refusal);
  return parsed;
};

/** Wraps the values in their subcommand and its group. */
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

/** Types a command and waits for the first sight of its answer. */
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
    readOptionValue(option, typed, resolver),
  );
  for (const option of line.options)
    if (option.required === true && !values.some(({ name }) => name === option.name))
      throw new PersonError(`/${wholeName(line)} needs the option ${option.name}`);
  const interaction = openInteraction(core, {
    type: 2,
    user,
    channel,
    commandName: wholeName(line),
    payload: {
      ...interactionContext(core, user, channel),
      data: commandData(line, values, resolver.resolved),
    },
  });
  return firstSight(core, interaction, timeoutMs);
};

/** A choice that the bot suggests while an option is being typed. */
export interface Suggestion {
  name: string;
  value: string | number;
}

/**
 * Types the beginning of a command and waits for the suggestions to the option typed last.
 *
 * @throws PersonError when that option has no suggestions, or the bot gives none within 3 s
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
    .map((entry) => readOptionValue(entry.option, entry.text, resolver));
  const { name, type } = last.option;
  const interaction = openInteraction(core, {
    type: 4,
    user,
    channel,
    commandName: wholeName(line),
    optionType: type satisfies Option,
    payload: {
      ...interactionContext(core, user, channel),
      data: commandData(
        line,
        // What is being typed is text, whatever the option's type.
        [...before, { name, type, value: last.text, focused: true }],
        resolver.resolved,
      ),
    },
  });
  await firstAnswer(core, interaction, PATIENCE_MS);
  const { data } = interaction.answer as unknown as { data: { choices: Suggestion[] } };
  return { option: name, choices: structuredClone(data.choices) };
};
