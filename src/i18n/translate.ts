import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalogue, type Key, readCatalogue } from './catalogue.ts';
import { type Language, languageOf } from './languages.ts';

/** What stands in a text's braces. It is put in as it is: whoever gives outside text escapes it before. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * Says a text in one language.
 *
 * @throws where a value is missing that the text names, which only a mistake of ours can make
 */
export interface Translate {
  (key: Key, values?: Values): string;
  /** The language that it speaks, for what Intl knows of it. */
  readonly language: Language;
}

/** What is kept of a language once it was spoken: its texts, and each that was said as a format. */
type Format = Pick<IntlMessageFormat, 'format'>;

const spoken = new Map<Language, Translate>();
let inEnglish: Catalogue | undefined;

const englishTexts = (): Catalogue => (inEnglish ??= readCatalogue('en'));

/** Words for a locale of Discord's, such as `de` or `es-419`; English for one that is unknown. */
export function translatorFor(locale: string): Translate {
  const language = languageOf(locale);
  let t = spoken.get(language);
  if (!t) {
    t =
      language === 'en'
        ? createTranslator(language, englishTexts())
        : createTranslator(language, readCatalogue(language), english);
    spoken.set(language, t);
  }
  return t;
}

/** What nobody asked for is said in English, such as digests. */
export const english: Translate = Object.assign(
  (key: Key, values?: Values) => translatorFor('en-US')(key, values),
  { language: 'en' as const },
);

/** Whether a key that was put together names a text, as those of commands and options do. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(englishTexts(), key);
}

/**
 * Builds what speaks from one catalogue.
 *
 * @param otherwise says what the catalogue has not
 */
export function createTranslator(
  language: Language,
  catalogue: Catalogue,
  otherwise?: Translate,
): Translate {
  const formats = new Map<Key, Format>();
  const formatters = formattersOf(language);
  const speak = (key: Key, values: Values = {}): string => {
    let format = formats.get(key);
    if (!format) {
      const text = catalogue[key];
      if (text === undefined) {
        if (otherwise) return otherwise(key, values);
        throw new TypeError(`There is no text called ${key}`);
      }
      format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true, formatters });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  return Object.assign(speak, { language });
}

/** One of each for all texts of a language; left to itself the library makes them for each text. */
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
