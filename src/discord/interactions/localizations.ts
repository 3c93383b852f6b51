import type { APIApplicationCommandBasicOption, LocalizationMap } from 'discord.js';
import type { Command } from '../../command.ts';
import {
  type Catalogue,
  readCatalogue,
  LANGUAGES,
  TRANSLATED_LANGUAGES,
} from '../../i18n/translate.ts';
import { choiceKey, commandKey, optionKey } from '../../i18n/command-keys.ts';

type CommandData = Command['data'];
type Option = APIApplicationCommandBasicOption;
/** Translates a text, by Discord's locale; undefined if it is the same in all languages. */
type Localize = (key: string, english: string) => LocalizationMap | undefined;

/**
 * Adds the names and descriptions that Discord shows in other languages. It reads all catalogues and
 * doesn't keep them, since this happens once per start.
 *
 * @param commands in English
 */
export function localizeCommands(commands: readonly CommandData[]): CommandData[] {
  const catalogues = TRANSLATED_LANGUAGES.map((language) => ({
    locales: LANGUAGES[language],
    texts: readCatalogue(language),
  }));
  const localize = createLocalize(catalogues);
  return commands.map((command) => localizeCommand(command, localize));
}

function createLocalize(
  catalogues: readonly { locales: readonly string[]; texts: Catalogue }[],
): Localize {
  return (key, english) => {
    const localized = catalogues.flatMap(({ locales, texts }) => {
      const byKey: Readonly<Record<string, string | undefined>> = texts;
      const text = byKey[key] ?? english;
      return text === english ? [] : locales.map((locale) => [locale, text] as const);
    });
    return localized.length === 0 ? undefined : Object.fromEntries(localized);
  };
}

function localizeCommand(command: CommandData, localize: Localize): CommandData {
  const { name } = command;
  const names = nameFields(localize(commandKey(name, 'name'), name));
  if (!('description' in command)) return { ...command, ...names };
  const { description, options } = command;
  return {
    ...command,
    ...names,
    ...descriptionFields(localize(commandKey(name, 'description'), description)),
    ...(options && {
      options: options.map((option) => localizeOption(name, option as Option, localize)),
    }),
  };
}

/** Paperboy's commands have no subcommands, so every option is a basic one. */
function localizeOption(command: string, option: Option, localize: Localize): Option {
  const { name, description } = option;
  const choices = 'choices' in option ? option.choices : undefined;
  return {
    ...option,
    ...nameFields(localize(optionKey(command, name, 'name'), name)),
    ...descriptionFields(localize(optionKey(command, name, 'description'), description)),
    ...(choices && {
      choices: choices.map((choice) => ({
        ...choice,
        ...nameFields(localize(choiceKey(command, name, choice.value), choice.name)),
      })),
    }),
  } as Option;
}

const nameFields = (map: LocalizationMap | undefined) => (map ? { name_localizations: map } : {});

const descriptionFields = (map: LocalizationMap | undefined) =>
  map ? { description_localizations: map } : {};
