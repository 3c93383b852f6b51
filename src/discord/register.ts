import { isDeepStrictEqual } from 'node:util';
import type { REST } from '@discordjs/rest';
import {
  type APIApplicationCommand,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord-api-types/v10';

type CommandData = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** What Discord adds to a command by itself. */
const OWN_KEYS = new Set(['id', 'application_id', 'version', 'guild_id', 'handler']);

/** What a command has where nothing is said. */
const DEFAULTS: Record<string, unknown> = {
  default_permission: true,
  dm_permission: true,
  integration_types: [0],
};

/**
 * Registers the commands globally if they differ from what Discord has. Writing them anew each
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
  if (sameCommands(commands, theirs)) return false;
  await rest.put(route, { body: commands });
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
      .map((command) => plain(command, true) as { name: string })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  return isDeepStrictEqual(normal(ours), normal(theirs));
}

/** A value without what says nothing: server-made keys, nulls, false, empty lists, defaults. */
function plain(value: unknown, isCommand = false): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(isCommand && OWN_KEYS.has(key)))
    .filter(([key, item]) => !(isCommand && isDeepStrictEqual(item, DEFAULTS[key])))
    .map(([key, item]) => [key, plain(item)] as const)
    .filter(([, item]) => !saysNothing(item));
  return Object.fromEntries(entries);
}

function saysNothing(item: unknown): boolean {
  if (item === undefined || item === null || item === false) return true;
  if (Array.isArray(item)) return item.length === 0;
  return typeof item === 'object' && Object.keys(item).length === 0;
}
