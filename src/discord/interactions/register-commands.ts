import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type REST,
  Routes,
} from 'discord.js';
import type { Command } from '../../command.ts';
import { localizeCommands } from './localizations.ts';

type CommandData = Command['data'];

/** Fields that Discord adds to a command. */
const SERVER_FIELDS = new Set(['id', 'application_id', 'version', 'guild_id', 'handler']);

/** What Discord assumes for fields that a command lacks. */
const DEFAULTS: Record<string, unknown> = {
  type: ApplicationCommandType.ChatInput,
  default_permission: true,
  dm_permission: true,
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** Lists in no particular order, which Discord doesn't keep. */
const UNORDERED_FIELDS = new Set(['integration_types', 'contexts']);

interface Registered {
  /** Whether they were written. */
  written: boolean;
  /** The ids of the slash commands by their names, for mentioning them. */
  ids: ReadonlyMap<string, string>;
}

/**
 * Registers the commands globally, in every language, if they differ from what Discord has. Doing so
 * at every start would count against a daily limit and make clients reload them.
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  commands: readonly CommandData[],
): Promise<Registered> {
  const route = Routes.applicationCommands(applicationId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const theirs = (await rest.get(route, { query })) as APIApplicationCommand[];
  const ours = localizeCommands(commands);
  if (sameCommands(ours, theirs)) return { written: false, ids: slashCommandIds(theirs) };
  const written = (await rest.put(route, { body: ours })) as APIApplicationCommand[];
  return { written: true, ids: slashCommandIds(written) };
}

/** Message commands can't be mentioned, and one may have the name of a slash command. */
function slashCommandIds(commands: readonly APIApplicationCommand[]): Map<string, string> {
  const slash = commands.filter(({ type }) => type === ApplicationCommandType.ChatInput);
  return new Map(slash.map(({ name, id }) => [name, id]));
}

interface Registration {
  rest: REST;
  applicationId: string;
  commands: readonly CommandData[];
  onDone: (registered: Registered) => void;
  onFailure: (error: unknown) => void;
  retryMs?: number;
}

/**
 * Registers the commands, and tries again every minute if that fails. Meanwhile the bot can run, since
 * the commands registered before still work.
 *
 * @returns after the first attempt, a function that stops further ones
 */
export async function registerUntilDone(registration: Registration): Promise<() => void> {
  const { rest, applicationId, commands, onDone, onFailure, retryMs = 60_000 } = registration;
  let timer: NodeJS.Timeout | undefined;
  async function attempt(): Promise<void> {
    try {
      onDone(await registerCommands(rest, applicationId, commands));
    } catch (error) {
      onFailure(error);
      timer = setTimeout(() => void attempt(), retryMs);
    }
  }
  await attempt();
  return () => clearTimeout(timer);
}

/** Whether two lists of commands mean the same, in any order, with or without explicit defaults. */
export function sameCommands(
  ours: readonly CommandData[],
  theirs: readonly APIApplicationCommand[],
): boolean {
  const normalized = (commands: readonly (CommandData | APIApplicationCommand)[]): unknown =>
    commands
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .map((command) => normalize(command, true));
  return isDeepStrictEqual(normalized(ours), normalized(theirs));
}

/** A slash command and a message command may have the same name. */
function keyOf({ name, type }: CommandData | APIApplicationCommand): string {
  return `${type ?? ApplicationCommandType.ChatInput} ${name}`;
}

/** A value without Discord's own fields, defaults and whatever is empty, null or false. */
function normalize(value: unknown, isCommand = false): unknown {
  if (Array.isArray(value)) return value.map((item) => normalize(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(isCommand && SERVER_FIELDS.has(key)))
    .map(
      ([key, item]) => [key, isCommand && UNORDERED_FIELDS.has(key) ? sorted(item) : item] as const,
    )
    .filter(([key, item]) => !(isCommand && isDeepStrictEqual(item, DEFAULTS[key])))
    .map(([key, item]) => [key, normalize(item)] as const)
    .filter(([, item]) => !isEmpty(item));
  return Object.fromEntries(entries);
}

function sorted(item: unknown): unknown {
  return Array.isArray(item) ? item.map(Number).sort((a, b) => a - b) : item;
}

function isEmpty(item: unknown): boolean {
  // Message commands have no description; Discord returns an empty one.
  if (item === undefined || item === null || item === false || item === '') return true;
  if (Array.isArray(item)) return item.length === 0;
  return typeof item === 'object' && Object.keys(item).length === 0;
}
