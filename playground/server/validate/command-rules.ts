import { ApplicationCommandOptionType as Option } from 'discord.js';
import { limits } from '../limits.ts';
import type { Path, Report } from './form-errors.ts';
import { isRecord } from './shape.ts';

/** Rules for commands that involve several fields, which a shape can't express. */

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Whether a slash command or option may have this name; lower case where the script has it. */
export const isValidName = (name: string): boolean =>
  namePattern.test(name) && name === name.toLowerCase() && name.length <= limits.command.name;

const records = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const isNested = (option: Record<string, unknown>): boolean =>
  option.type === Option.Subcommand || option.type === Option.SubcommandGroup;

const checkNames = (options: Record<string, unknown>[], at: Path, report: Report): void => {
  const seen = new Set<unknown>();
  options.forEach((option, index) => {
    if (typeof option.name === 'string' && !isValidName(option.name))
      report([...at, index, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    if (seen.has(option.name))
      report(
        [...at, index],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists',
      );
    seen.add(option.name);
  });
};

const checkOrder = (options: Record<string, unknown>[], at: Path, report: Report): void => {
  const firstOptional = options.findIndex((option) => option.required !== true);
  options.forEach((option, index) => {
    if (option.required === true && firstOptional !== -1 && index > firstOptional)
      report(
        [...at, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
  });
};

const checkNesting = (
  options: Record<string, unknown>[],
  depth: number,
  at: Path,
  report: Report,
): void => {
  const nested = options.filter(isNested).length;
  if (nested > 0 && nested < options.length)
    report(
      at,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  options.forEach((option, index) => {
    const tooDeep =
      (option.type === Option.SubcommandGroup && depth > 0) ||
      (option.type === Option.Subcommand && depth > 1);
    if (tooDeep)
      report(
        [...at, index, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-commands nest in one level of group only',
      );
  });
};

/** The option types that may have each field. */
const fieldTypes: Readonly<Record<string, readonly number[]>> = {
  options: [Option.Subcommand, Option.SubcommandGroup],
  choices: [Option.String, Option.Integer, Option.Number],
  autocomplete: [Option.String, Option.Integer, Option.Number],
  min_value: [Option.Integer, Option.Number],
  max_value: [Option.Integer, Option.Number],
  min_length: [Option.String],
  max_length: [Option.String],
  channel_types: [Option.Channel],
};

const hasValue = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

const checkFields = (option: Record<string, unknown>, at: Path, report: Report): void => {
  for (const [field, types] of Object.entries(fieldTypes))
    if (hasValue(option[field]) && !types.includes(option.type as number))
      report(
        [...at, field],
        'APPLICATION_COMMAND_OPTIONS_FIELD_INVALID',
        `${field} cannot be configured for this type of option`,
      );
  if (isNested(option) && option.required === true)
    report(
      [...at, 'required'],
      'APPLICATION_COMMAND_REQUIRED_INVALID',
      'Required cannot be configured for this type of option',
    );
  if (option.autocomplete === true && hasValue(option.choices))
    report(
      [...at, 'autocomplete'],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES',
      'Autocomplete cannot be enabled on an option that has choices',
    );
  const [min, max] = [option.min_length, option.max_length];
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    report(
      [...at, 'min_length'],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${max}.`,
    );
};

const checkChoices = (option: Record<string, unknown>, at: Path, report: Report): void => {
  const names = new Set<unknown>();
  records(option.choices).forEach((choice, index) => {
    const here = [...at, 'choices', index];
    const wanted = option.type === Option.String ? 'string' : 'number';
    if (typeof choice.value !== wanted)
      report(
        [...here, 'value'],
        'STRING_TYPE_CONVERT',
        `Could not interpret "${String(choice.value)}" as ${wanted}.`,
      );
    if (typeof choice.value === 'string' && choice.value.length > limits.command.choiceValue)
      report(
        [...here, 'value'],
        'BASE_TYPE_BAD_LENGTH',
        `Must be between 1 and ${limits.command.choiceValue} in length.`,
      );
    if (names.has(choice.name))
      report(
        here,
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        'Option choice name already exists',
      );
    names.add(choice.name);
  });
};

export const checkOptions = (value: unknown, at: Path, report: Report, depth = 0): void => {
  const options = records(value);
  checkNames(options, at, report);
  checkOrder(options, at, report);
  checkNesting(options, depth, at, report);
  options.forEach((option, index) => {
    const here = [...at, index];
    checkFields(option, here, report);
    checkChoices(option, here, report);
    checkOptions(option.options, [...here, 'options'], report, depth + 1);
  });
};

/** The longest of a text and its localizations. */
const longest = (value: unknown, localizations: unknown): number =>
  Math.max(
    0,
    ...[value, ...(isRecord(localizations) ? Object.values(localizations) : [])].map((text) =>
      typeof text === 'string' ? text.length : 0,
    ),
  );

/** How many of the 8,000 characters a command, option or choice uses. */
export const commandSize = (part: Record<string, unknown>): number =>
  longest(part.name, part.name_localizations) +
  longest(part.description, part.description_localizations) +
  (typeof part.value === 'string' ? part.value.length : 0) +
  [...records(part.options), ...records(part.choices)].reduce(
    (sum, inner) => sum + commandSize(inner),
    0,
  );
