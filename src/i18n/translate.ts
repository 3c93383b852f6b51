import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
// Only the type: English is read when first needed, like the other languages.
import type englishCatalogue from './en.json';

/**
 * The languages of answers, each with the Discord locales it serves. To add a language, add a line
 * here and a catalogue next to this file.
 */
export const LANGUAGES = {
  en: ['en-US', 'en-GB'],
  de: ['de'],
  es: ['es-ES', 'es-419'],
  fr: ['fr'],
  ja: ['ja'],
  // Simplified Chinese, which readers of Traditional Chinese find easier than English.
  zh: ['zh-CN', 'zh-TW'],
} as const;

export type Language = keyof typeof LANGUAGES;

/** Every language except English, which commands are written in. */
export const TRANSLATED_LANGUAGES = (Object.keys(LANGUAGES) as Language[]).filter(
  (language) => language !== 'en',
);

/** The language for one of Discord's locales; English for any other text. */
export function languageOf(locale: string): Language {
  for (const [language, locales] of Object.entries(LANGUAGES)) {
    if (locales.some((one) => one === locale)) return language as Language;
  }
  return 'en';
}

/** The name of a text in every catalogue. */
export type TranslationKey = keyof typeof englishCatalogue;

/** Texts in ICU MessageFormat by their keys. Other languages than English may lack some. */
export type Catalogue = Readonly<Partial<Record<TranslationKey, string>>>;

/** Values for the braces in a text. They're inserted as they are, so escape outside text first. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * Gives a text in one language.
 *
 * @throws if a value that the text names is missing, which would be a bug
 */
export interface Translate {
  (key: TranslationKey, values?: Values): string;
  /** For `Intl`. */
  readonly language: Language;
}

const translators = new Map<Language, Translate>();
let cachedEnglish: Catalogue | undefined;

const englishTexts = (): Catalogue => (cachedEnglish ??= readCatalogue('en'));

/** Reads a language's file, about 30 KB, without caching it. */
export function readCatalogue(language: Language): Catalogue {
  const file = new URL(`./${language}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
}

/** The texts for one of Discord's locales, such as `de` or `es-419`; English for any other. */
export function translatorFor(locale: string): Translate {
  const language = languageOf(locale);
  let t = translators.get(language);
  if (!t) {
    t =
      language === 'en'
        ? createTranslator(language, englishTexts())
        : createTranslator(language, readCatalogue(language), english);
    translators.set(language, t);
  }
  return t;
}

/** For what isn't an answer to someone, such as digests in channels and notices. */
export const english: Translate = Object.assign(
  (key: TranslationKey, values?: Values) => translatorFor('en-US')(key, values),
  { language: 'en' as const },
);

/** Whether there is a text with this key, for keys built from names of commands and options. */
export function isTranslationKey(key: string): key is TranslationKey {
  return Object.hasOwn(englishTexts(), key);
}

type TextFormat = Pick<IntlMessageFormat, 'format'>;

/** @param fallback gives the texts that the catalogue lacks */
export function createTranslator(
  language: Language,
  catalogue: Catalogue,
  fallback?: Translate,
): Translate {
  const formats = new Map<TranslationKey, TextFormat>();
  const formatters = formattersOf(language);
  const translate = (key: TranslationKey, values: Values = {}): string => {
    let format = formats.get(key);
    if (!format) {
      const text = catalogue[key];
      if (text === undefined) {
        if (fallback) return fallback(key, values);
        throw new TypeError(`There is no text with the key ${key}`);
      }
      format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true, formatters });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  return Object.assign(translate, { language });
}

/** Shared by all texts of a language. By default the library would create its own for each text. */
function formattersOf(language: Language) {
  let numbers: Intl.NumberFormat | undefined;
  let plurals: Intl.PluralRules | undefined;
  return {
    getNumberFormat: () => (numbers ??= new Intl.NumberFormat(language)),
    getPluralRules: () => (plurals ??= new Intl.PluralRules(language)),
    getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
      new Intl.DateTimeFormat(...args),
  };
}
