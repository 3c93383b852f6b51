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
