import { readFileSync } from 'node:fs';
// Of English only the type: what it says is read like the others, when it is first asked for.
import type english from './en.json';
import type { Language } from './languages.ts';

/** What a text is called in every catalogue. */
export type Key = keyof typeof english;

/** Texts in ICU MessageFormat by their keys. In any language but English some may be missing. */
export type Catalogue = Readonly<Partial<Record<Key, string>>>;

/** Reads a language's file. Whoever wants to keep it does so; it takes about 30 KB. */
export function readCatalogue(language: Language): Catalogue {
  const file = new URL(`./${language}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
}
