/** Commands as a client in a given language shows them. */
import type { Choice, Command, Option } from '../api/types.ts';

/** The languages to choose from, as Discord's settings call them. */
export const LANGUAGES: readonly [locale: string, name: string][] = [
  ['en-US', 'English, US'],
  ['en-GB', 'English, UK'],
  ['de', 'Deutsch'],
  ['es-ES', 'Español'],
  ['es-419', 'Español, LATAM'],
  ['fr', 'Français'],
  ['ja', '日本語'],
  ['zh-CN', '中文'],
  ['zh-TW', '繁體中文'],
  ['pt-BR', 'Português do Brasil'],
];

/** The same commands with the names and descriptions of a locale. */
export function localised(commands: readonly Command[], locale: string): Command[] {
  return commands.map((command) => {
    const options = command.options?.map((option) => optionIn(option, locale));
    return { ...withLocalTexts(command, locale), ...(options === undefined ? {} : { options }) };
  });
}

function optionIn(option: Option, locale: string): Option {
  const choices = option.choices?.map((choice) => choiceIn(choice, locale));
  const options = option.options?.map((inner) => optionIn(inner, locale));
  return {
    ...withLocalTexts(option, locale),
    ...(choices === undefined ? {} : { choices }),
    ...(options === undefined ? {} : { options }),
  };
}

function withLocalTexts<T extends Command | Option>(one: T, locale: string): T {
  return {
    ...one,
    name: one.name_localizations?.[locale] ?? one.name,
    description: one.description_localizations?.[locale] ?? one.description,
  };
}

function choiceIn(choice: Choice, locale: string): Choice {
  return { ...choice, name: choice.name_localizations?.[locale] ?? choice.name };
}
