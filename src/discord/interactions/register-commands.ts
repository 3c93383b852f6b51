import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type REST,
  Routes,
} from 'discord.js';
import type { Command } from '../../command.ts';
import { localised } from './localizations.ts';

type CommandData = Command['data'];

/** What Discord adds to a command by itself. */
const OWN_KEYS = new Set(['id', 'application_id', 'version', 'guild_id', 'handler']);

/** What a command has where nothing is said. */
const DEFAULTS: Record<string, unknown> = {
  type: ApplicationCommandType.ChatInput,
  default_permission: true,
  dm_permission: true,
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** Lists whose order means nothing, and is not kept. */
const SETS = new Set(['integration_types', 'contexts']);

/**
 * Registers the commands globally, in every language, if they differ from what Discord has. Writing them anew each
 * start would count against a daily limit and make clients reload them.
 *
 * @returns whether anything was written
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  commands: readonly CommandData[],
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const theirs = (await rest.get(route, { query })) as APIApplicationCommand[];
  const ours = localised(commands);
  if (sameCommands(ours, theirs)) return false;
  await rest.put(route, { body: ours });
  return true;
}

interface Registration {
  rest: REST;
  applicationId: string;
  commands: readonly CommandData[];
  onDone: (written: boolean) => void;
  onFailure: (error: unknown) => void;
  retryMs?: number;
}

/**
 * Registers the commands, and tries again each minute while Discord refuses: those that were
 * registered before work meanwhile, so there is no reason to stay away.
 *
 * @returns resolves after the first attempt with what ends further ones
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

/** Whether two lists of commands mean the same, in any order and with defaults said or unsaid. */
export function sameCommands(
  ours: readonly CommandData[],
  theirs: readonly APIApplicationCommand[],
): boolean {
  const normal = (commands: readonly (CommandData | APIApplicationCommand)[]): unknown =>
    commands
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .map((command) => plain(command, true));
  return isDeepStrictEqual(normal(ours), normal(theirs));
}

/** A typed command and one of a menu may have the same name. */
function keyOf({ name, type }: CommandData | APIApplicationCommand): string {
  return `${type ?? ApplicationCommandType.ChatInput} ${name}`;
}

/** A value without what says nothing: server-made keys, nulls, false, empty texts and lists, defaults. */
function plain(value: unknown, isCommand = false): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(isCommand && OWN_KEYS.has(key)))
    .map(([key, item]) => [key, isCommand && SETS.has(key) ? sorted(item) : item] as const)
    .filter(([key, item]) => !(isCommand && isDeepStrictEqual(item, DEFAULTS[key])))
    .map(([key, item]) => [key, plain(item)] as const)
    .filter(([, item]) => !saysNothing(item));
  return Object.fromEntries(entries);
}

function sorted(item: unknown): unknown {
  return Array.isArray(item) ? item.map(Number).sort((a, b) => a - b) : item;
}

function saysNothing(item: unknown): boolean {
  // A command of a menu has no description; Discord gives it an empty one.
  if (item === undefined || item === null || item === false || item === '') return true;
  if (Array.isArray(item)) return item.length === 0;
  return typeof item === 'object' && Object.keys(item).length === 0;
}
