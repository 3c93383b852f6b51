import {
  ApplicationCommandType,
  Locale,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { limits } from '../limits.ts';
import { checkOptions, commandSize, isValidName } from './command-rules.ts';
import { createFormErrors, type Path, type Report } from './form-errors.ts';
import {
  boolean,
  ignored,
  integer,
  isRecord,
  list,
  needed,
  number,
  object,
  oneOf,
  passes,
  record,
  required,
  snowflake,
  text,
  type Check,
} from './shape.ts';

const at = limits.command;
const name = text({ min: 1, max: at.name });
const description = text({ min: 1, max: at.description });

const localized =
  (check: Check): Check =>
  (value, path, report) => {
    record((inner, here, tell) => {
      if (inner !== null) check(inner, here, tell);
    })(value, path, report);
    if (isRecord(value))
      for (const locale of Object.keys(value))
        if (!(Object.values(Locale) as string[]).includes(locale))
          report([...path, locale], 'LOCALE_INVALID', `There is no locale ${locale}`);
  };

const choice = object({
  name: needed(text({ min: 1, max: at.choiceName })),
  name_localizations: localized(text({ min: 1, max: at.choiceName })),
  value: needed(ignored),
});

const option: Check = (value, path, report) =>
  object({
    type: needed(oneOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
    name: needed(name),
    name_localizations: localized(name),
    description: needed(description),
    description_localizations: localized(description),
    required: boolean,
    choices: list(choice, { max: at.choices }),
    options: list(option, { max: at.options }),
    channel_types: list(oneOf([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16])),
    min_value: number,
    max_value: number,
    min_length: integer({ min: 0, max: at.stringOption }),
    max_length: integer({ min: 1, max: at.stringOption }),
    autocomplete: boolean,
  })(value, path, report);

const permissionBits: Check = (value, path, report) => {
  // The specification says integer, but 64 bits don't fit, so every library sends a string.
  if (!/^\d+$/.test(typeof value === 'number' ? String(value) : String(value)))
    report(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
};

const command = object({
  id: snowflake,
  type: oneOf([1, 2, 3, 4]),
  name: needed(name),
  name_localizations: localized(name),
  description: text({ max: at.description }),
  description_localizations: localized(description),
  options: list(option, { max: at.options }),
  default_member_permissions: permissionBits,
  default_permission: boolean,
  dm_permission: boolean,
  nsfw: boolean,
  integration_types: list(oneOf([0, 1])),
  contexts: list(oneOf([0, 1, 2])),
  handler: integer(),
});

const slashRules = (value: Record<string, unknown>, path: Path, report: Report): void => {
  if (typeof value.name === 'string' && !isValidName(value.name))
    report([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  if (typeof value.description !== 'string' || value.description === '')
    required([...path, 'description'], report);
  checkOptions(value.options, [...path, 'options'], report);
};

const menuRules = (value: Record<string, unknown>, path: Path, report: Report): void => {
  if (typeof value.description === 'string' && value.description !== '')
    report(
      [...path, 'description'],
      'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
      'User and message commands have no description',
    );
  if (Array.isArray(value.options) && value.options.length > 0)
    report(
      [...path, 'options'],
      'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
      'User and message commands have no options',
    );
};

const one: Check = (value, path, report) => {
  if (!passes(command, value, path, report) || !isRecord(value)) return;
  const type = value.type ?? ApplicationCommandType.ChatInput;
  if (type === ApplicationCommandType.ChatInput) slashRules(value, path, report);
  else menuRules(value, path, report);
  if (commandSize(value) > at.total)
    report(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${at.total})`);
};

export type CommandForm = RESTPostAPIApplicationCommandsJSONBody & { id?: string };

/** One command. @throws ApiError 50035 */
export const readCommand = (body: unknown): CommandForm => {
  const errors = createFormErrors();
  one(body, [], errors.report);
  errors.throwIfAny();
  return body as CommandForm;
};

/** All commands of a scope, for PUT. @throws ApiError 50035 */
export const readCommands = (body: unknown): CommandForm[] => {
  const errors = createFormErrors();
  list(one, { max: 130 })(body, [], errors.report);
  const seen = new Set<string>();
  (Array.isArray(body) ? body : []).forEach((value: unknown, index) => {
    if (!isRecord(value)) return;
    const key = JSON.stringify([value.type ?? 1, value.name]);
    if (seen.has(key))
      errors.report(
        [index],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      );
    seen.add(key);
  });
  errors.throwIfAny();
  return body as CommandForm[];
};
