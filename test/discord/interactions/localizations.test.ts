import { ApplicationCommandType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { commandSize } from '../../../playground/server/validate/command-rules.ts';
import type { SlashCommand } from '../../../src/command.ts';
import { localizeCommands } from '../../../src/discord/interactions/localizations.ts';
import { choiceKey } from '../../../src/i18n/command-keys.ts';
import {
  LANGUAGES,
  languageOf,
  TRANSLATED_LANGUAGES,
  type TranslationKey,
  translatorFor,
} from '../../../src/i18n/translate.ts';

const LOCALES = TRANSLATED_LANGUAGES.flatMap((language) => [...LANGUAGES[language]]);

const bodies = localizeCommands(commands.map(({ data }) => data));
type Option = NonNullable<SlashCommand['data']['options']>[number];
const optionsOf = (body: (typeof bodies)[number]): Option[] =>
  'options' in body ? (body.options ?? []) : [];
const choicesOf = (option: Option) => ('choices' in option ? (option.choices ?? []) : []);

/** What a client in a locale shows of something with a name. */
const nameIn = (
  locale: (typeof LOCALES)[number],
  named: {
    name: string;
    name_localizations?: Partial<Record<string, string | null>> | null | undefined;
  },
): string => named.name_localizations?.[locale] ?? named.name;

describe('commands localised for Discord', () => {
  it('differ from the English ones only by their localisations', () => {
    const plain = JSON.parse(
      JSON.stringify(bodies, (key, value: unknown) =>
        key.endsWith('_localizations') ? undefined : value,
      ),
    ) as unknown;
    expect(plain).toEqual(JSON.parse(JSON.stringify(commands.map(({ data }) => data))));
  });

  it.each(LOCALES)('have every description and option name in %s', (locale) => {
    for (const body of bodies) {
      if (!('description' in body)) {
        expect(body.name_localizations).toHaveProperty(locale);
        continue;
      }
      expect(body.description_localizations).toHaveProperty(locale);
      for (const option of optionsOf(body)) {
        expect(option.description_localizations).toHaveProperty(locale);
        for (const choice of choicesOf(option)) {
          const key = choiceKey(body.name, option.name, choice.value) as TranslationKey;
          // Some names are the same in every language.
          const isTranslated = LOCALES.some(
            (one) => translatorFor(languageOf(one))(key) !== choice.name,
          );
          if (isTranslated) expect(choice.name_localizations).toHaveProperty(locale);
        }
      }
    }
  });

  it('list a name only once per language when it is the same', () => {
    const papers = bodies.find(({ name }) => name === 'papers');
    expect(papers).not.toHaveProperty('name_localizations');
    const date = papers && optionsOf(papers).find(({ name }) => name === 'date');
    expect(date?.name_localizations).toMatchObject({ de: 'datum', 'es-419': 'fecha' });
    expect(date?.name_localizations).not.toHaveProperty('fr');
  });

  it.each(LOCALES)('have names in %s that Discord accepts, unique in their list', (locale) => {
    const typed = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
    for (const type of [ApplicationCommandType.ChatInput, ApplicationCommandType.Message]) {
      const names = bodies.filter((one) => one.type === type).map((one) => nameIn(locale, one));
      expect(new Set(names).size).toBe(names.length);
    }
    for (const body of bodies) {
      const options = optionsOf(body).map((option) => nameIn(locale, option));
      expect(new Set(options).size).toBe(options.length);
      const isTyped = body.type === ApplicationCommandType.ChatInput;
      for (const name of [...(isTyped ? [nameIn(locale, body)] : []), ...options]) {
        expect(name).toMatch(typed);
        expect(name).toBe(name.toLowerCase());
      }
      expect(nameIn(locale, body).length).toBeLessThanOrEqual(32);
      for (const option of optionsOf(body)) {
        const choices = choicesOf(option).map((choice) => nameIn(locale, choice));
        expect(new Set(choices).size).toBe(choices.length);
        for (const name of choices) expect(name.length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('have descriptions of at most 100 characters', () => {
    for (const body of bodies) {
      const described = 'description' in body ? [body, ...optionsOf(body)] : [];
      for (const { description, description_localizations: others } of described) {
        for (const text of [description, ...Object.values(others ?? {})]) {
          expect(text).not.toBe('');
          expect([text, (text ?? '').length <= 100]).toEqual([text, true]);
        }
      }
    }
  });

  it('stay under 8,000 characters per command in the longest language', () => {
    for (const body of bodies) expect(commandSize({ ...body })).toBeLessThanOrEqual(8000);
  });

  it('stay as written when no catalogue knows them', () => {
    const type = ApplicationCommandType.ChatInput as const;
    const own = { type, name: 'own', description: 'Does it' };
    expect(localizeCommands([own])).toEqual([own]);
  });
});
