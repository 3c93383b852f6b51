import { type APIApplicationCommand, ApplicationIntegrationType } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { limits } from '../limits.ts';
import type { CommandForm } from '../validate/commands.ts';

/** A scope is `global` or the id of a guild. */
type Scope = string;

export const commandsOf = (core: Core, scope: Scope): Map<string, APIApplicationCommand> => {
  const known = core.state.commands.get(scope) ?? new Map<string, APIApplicationCommand>();
  core.state.commands.set(scope, known);
  return known;
};

const typeOf = (command: { type?: number | undefined }): number => command.type ?? 1;

interface Named {
  name: string;
  type?: number | undefined;
}

const sameCommand = (a: Named, b: Named): boolean => a.name === b.name && typeOf(a) === typeOf(b);

/** Bits as a string; some bots send a number, as the specification requires. */
const memberPermissions = (form: CommandForm): string | null => {
  const bits: unknown = form.default_member_permissions;
  return typeof bits === 'string' || typeof bits === 'number' ? String(bits) : null;
};

/** The command as Discord stores it: with all fields, an id and a version. */
const stored = (
  core: Core,
  scope: Scope,
  form: CommandForm,
  before: APIApplicationCommand | undefined,
): APIApplicationCommand => {
  const fields = {
    application_id: core.state.application.id,
    ...(scope === 'global' ? {} : { guild_id: scope }),
    type: typeOf(form),
    name: form.name,
    name_localizations: form.name_localizations ?? null,
    description: 'description' in form ? form.description : '',
    description_localizations:
      'description_localizations' in form ? (form.description_localizations ?? null) : null,
    options: 'options' in form ? (form.options ?? []) : [],
    default_permission: true,
    default_member_permissions: memberPermissions(form),
    nsfw: form.nsfw ?? false,
    ...(scope === 'global'
      ? {
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- bots still send it
          dm_permission: form.dm_permission ?? true,
          contexts: form.contexts ?? null,
          integration_types: form.integration_types ?? [ApplicationIntegrationType.GuildInstall],
        }
      : {}),
  };
  const { id, version, ...old } = before ?? { id: core.nextId(), version: '' };
  const unchanged = JSON.stringify(old) === JSON.stringify(fields);
  return {
    ...fields,
    id,
    version: unchanged && before !== undefined ? version : core.nextId(),
  } as unknown as APIApplicationCommand;
};

const DAY_MS = 86_400_000;

const countCreations = (core: Core, scope: Scope, added: number): void => {
  const { commandCreations } = core.state;
  const recent = (commandCreations.get(scope) ?? []).filter((at) => core.now() - at < DAY_MS);
  if (recent.length + added > limits.command.createsPerDay) throw refuse('tooManyCreates');
  commandCreations.set(scope, [...recent, ...Array.from({ length: added }, () => core.now())]);
};

const refuseTooMany = (commands: readonly Named[]): void => {
  for (const [type, limit] of Object.entries(limits.command.perType))
    if (commands.filter((command) => typeOf(command) === Number(type)).length > limit)
      throw refuse('tooManyCommands');
};

/**
 * Replaces all commands of a scope. One with a known name and type keeps its id, and its version
 * too unless it changed.
 *
 * @throws ApiError 30032 above 100 slash commands, 30034 above 200 creations in a day
 */
export const replaceCommands = (
  core: Core,
  scope: Scope,
  forms: readonly CommandForm[],
): APIApplicationCommand[] => {
  refuseTooMany(forms);
  const before = [...commandsOf(core, scope).values()];
  const find = (form: CommandForm) =>
    before.find((command) => command.id === form.id) ??
    before.find((command) => sameCommand(command, form));
  countCreations(core, scope, forms.filter((form) => find(form) === undefined).length);
  const after = forms.map((form) => stored(core, scope, form, find(form)));
  core.state.commands.set(scope, new Map(after.map((command) => [command.id, command])));
  core.bus.emit({ type: 'commands' });
  return after;
};

/** Creates a command, or replaces the one with that name; `created` tells which. */
export const upsertCommand = (
  core: Core,
  scope: Scope,
  form: CommandForm,
): { command: APIApplicationCommand; created: boolean } => {
  const commands = commandsOf(core, scope);
  const before = [...commands.values()].find((command) => sameCommand(command, form));
  if (before === undefined) {
    refuseTooMany([...commands.values(), form]);
    countCreations(core, scope, 1);
  }
  const command = stored(core, scope, form, before);
  commands.set(command.id, command);
  core.bus.emit({ type: 'commands' });
  return { command, created: before === undefined };
};

/** @throws ApiError 10063 */
export const changeCommand = (
  core: Core,
  scope: Scope,
  id: string,
  form: CommandForm,
): APIApplicationCommand => {
  const commands = commandsOf(core, scope);
  const before = commands.get(id);
  if (before === undefined) throw refuse('unknownCommand');
  const command = stored(core, scope, form, before);
  commands.set(id, command);
  core.bus.emit({ type: 'commands' });
  return command;
};

/** @throws ApiError 10063 */
export const deleteCommand = (core: Core, scope: Scope, id: string): void => {
  if (!commandsOf(core, scope).delete(id)) throw refuse('unknownCommand');
  core.bus.emit({ type: 'commands' });
};
