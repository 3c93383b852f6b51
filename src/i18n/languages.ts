/**
 * The languages that answers are given in, and the locales of Discord's that each of them serves.
 * Of each there is a catalogue beside this file; a line here and a file is all that a new one takes.
 */
export const LANGUAGES = {
  en: ['en-US', 'en-GB'],
  de: ['de'],
  es: ['es-ES', 'es-419'],
  fr: ['fr'],
  ja: ['ja'],
  // Simplified; who set Discord to Traditional reads it more easily than English.
  zh: ['zh-CN', 'zh-TW'],
} as const;

export type Language = keyof typeof LANGUAGES;

/** Every language but English, which is what commands are written in. */
export const TRANSLATIONS = (Object.keys(LANGUAGES) as Language[]).filter((one) => one !== 'en');

/** The language for a locale of Discord's; English for one that has none, or for anything else. */
export function languageOf(locale: string): Language {
  for (const [language, locales] of Object.entries(LANGUAGES)) {
    if (locales.some((one) => one === locale)) return language as Language;
  }
  return 'en';
}
