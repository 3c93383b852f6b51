/** Something with a name that clients in other languages show localized. */
interface Named {
  name: string;
  name_localizations?: Partial<Record<string, string | null>> | null | undefined;
}

/** The name in a client with this locale. */
export const localizedName = (
  { name, name_localizations: others }: Named,
  locale: string,
): string => others?.[locale] ?? name;

/** Whether a client with this locale understands the name; the original name works in all. */
export const hasName = (named: Named, typed: string, locale: string): boolean =>
  named.name === typed || localizedName(named, locale) === typed;
