import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as Option,
  ApplicationCommandType,
} from 'discord.js';
import { PersonError } from './person-error.ts';
import { hasName, localizedName } from './localized-name.ts';

/** A typed line, parsed as Discord's client does. */
export interface CommandLine {
  command: APIApplicationCommand;
  /** The subcommand group and subcommand, outermost first. */
  subcommands: APIApplicationCommandOption[];
  /** The options of this (sub)command. */
  options: APIApplicationCommandBasicOption[];
  /** In the order they were typed. */
  given: { option: APIApplicationCommandBasicOption; text: string }[];
}

const isNested = (option: APIApplicationCommandOption): boolean =>
  option.type === Option.Subcommand || option.type === Option.SubcommandGroup;

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const firstWord = (text: string): [word: string, rest: string] => {
  const [, word = '', rest = ''] = /^(\S*)\s*([^]*)$/.exec(text) ?? [];
  return [word, rest];
};

interface Found {
  option: APIApplicationCommandBasicOption;
  /** Where the option's name and its value start. */
  from: number;
  valueFrom: number;
}

/** The next named option that isn't filled yet; a second `search:` is part of the text. */
const nextOption = (
  text: string,
  from: number,
  open: readonly APIApplicationCommandBasicOption[],
  locale: string,
): Found | undefined => {
  if (open.length === 0) return undefined;
  const names = open
    .flatMap((option) => [option.name, localizedName(option, locale)])
    .map(escapeRegExp)
    .join('|');
  const pattern = new RegExp(`(?<=^|\\s)(${names}):`, 'gu');
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  const option = open.find((candidate) => hasName(candidate, match?.[1] ?? '', locale));
  if (match === null || option === undefined) return undefined;
  return { option, from: match.index, valueFrom: pattern.lastIndex };
};

const readOptions = (
  text: string,
  options: readonly APIApplicationCommandBasicOption[],
  name: string,
  locale: string,
): CommandLine['given'] => {
  const given: CommandLine['given'] = [];
  let open = [...options];
  let current = nextOption(text, 0, open, locale);
  const stray = text.slice(0, current?.from ?? text.length).trim();
  if (stray !== '')
    throw new PersonError(
      options.length === 0
        ? `/${name} takes no options, but "${stray}" was typed`
        : `"${stray}" is not an option of /${name}; it has ${options.map((option) => `${localizedName(option, locale)}:`).join(' ')}`,
    );
  while (current !== undefined) {
    const { option, valueFrom } = current;
    open = open.filter((other) => other !== option);
    const next = nextOption(text, valueFrom, open, locale);
    given.push({ option, text: text.slice(valueFrom, next?.from ?? text.length).trim() });
    current = next;
  }
  return given;
};

/**
 * Parses `/papers category:cs.CV search:mlp mixer`: a value runs until the next ` knownOption:`.
 * Names are understood both as a client in that locale shows them and in their original form.
 *
 * @param commands those available where the line is typed
 * @throws PersonError for an unknown command or option
 */
export const parseCommandLine = (
  line: string,
  commands: readonly APIApplicationCommand[],
  locale = 'en-US',
): CommandLine => {
  const trimmed = line.trimStart();
  if (!trimmed.startsWith('/')) throw new PersonError('A command begins with a slash');
  const [name, afterName] = firstWord(trimmed.slice(1));
  const command = commands.find(
    (candidate) =>
      candidate.type === ApplicationCommandType.ChatInput && hasName(candidate, name, locale),
  );
  if (command === undefined) throw new PersonError(`There is no command /${name} here`);

  const subcommands: APIApplicationCommandOption[] = [];
  let options: APIApplicationCommandOption[] = command.options ?? [];
  let rest = afterName;
  while (options.some(isNested)) {
    const [word, afterWord] = firstWord(rest);
    const found = options.find((option) => hasName(option, word, locale));
    if (found === undefined)
      throw new PersonError(
        `/${name} needs one of: ${options.map((option) => option.name).join(', ')}`,
      );
    subcommands.push(found);
    options = 'options' in found ? (found.options ?? []) : [];
    rest = afterWord;
  }
  const basic = options as APIApplicationCommandBasicOption[];
  const whole = [name, ...subcommands.map((option) => option.name)].join(' ');
  return { command, subcommands, options: basic, given: readOptions(rest, basic, whole, locale) };
};
