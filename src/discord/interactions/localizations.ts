import type { APIApplicationCommandBasicOption, LocalizationMap } from 'discord.js';
import type { Command } from '../../command.ts';
import { type Catalogue, readCatalogue } from '../../i18n/translate.ts';
import { choiceKey, commandKey, optionKey } from '../../i18n/command-keys.ts';
import { LANGUAGES, TRANSLATED_LANGUAGES } from '../../i18n/languages.ts';

type CommandData = Command['data'];
type Option = APIApplicationCommandBasicOption;
/** What Discord shows in place of a text, by locale; nothing where no language has other words. */
type Others = (key: string, english: string) => LocalizationMap | undefined;

/**
 * Commands with the names and descriptions that Discord shows in other languages. All catalogues
 * are read for it and not kept: it is done once a start.
 *
 * @param commands as they are written, in English
 */
export function localised(commands: readonly CommandData[]): CommandData[] {
  const catalogues = TRANSLATED_LANGUAGES.map((language) => ({
    locales: LANGUAGES[language],
    texts: readCatalogue(language),
  }));
  const others = othersIn(catalogues);
  return commands.map((command) => inAll(command, others));
}

function othersIn(catalogues: readonly { locales: readonly string[]; texts: Catalogue }[]): Others {
  return (key, english) => {
    const found = catalogues.flatMap(({ locales, texts }) => {
      const byKey: Readonly<Record<string, string | undefined>> = texts;
      const text = byKey[key] ?? english;
      return text === english ? [] : locales.map((locale) => [locale, text] as const);
    });
    return found.length === 0 ? undefined : Object.fromEntries(found);
  };
}

function inAll(command: CommandData, others: Others): CommandData {
  const { name } = command;
  const names = named(others(commandKey(name, 'name'), name));
  if (!('description' in command)) return { ...command, ...names };
  const { description, options } = command;
  return {
    ...command,
    ...names,
    ...described(others(commandKey(name, 'description'), description)),
    ...(options && {
      options: options.map((option) => optionInAll(name, option as Option, others)),
    }),
  };
}

/** Commands have no subcommands here, so every option is a basic one. */
function optionInAll(command: string, option: Option, others: Others): Option {
  const { name, description } = option;
  const choices = 'choices' in option ? option.choices : undefined;
  return {
    ...option,
    ...named(others(optionKey(command, name, 'name'), name)),
    ...described(others(optionKey(command, name, 'description'), description)),
    ...(choices && {
      choices: choices.map((choice) => ({
        ...choice,
        ...named(others(choiceKey(command, name, choice.value), choice.name)),
      })),
    }),
  } as Option;
}

const named = (map: LocalizationMap | undefined) => (map ? { name_localizations: map } : {});

const described = (map: LocalizationMap | undefined) =>
  map ? { description_localizations: map } : {};
