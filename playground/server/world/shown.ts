/** Something with a name that Discord shows in other words to people whose client speaks another language. */
interface Named {
  name: string;
  name_localizations?: Partial<Record<string, string | null>> | null | undefined;
}

/** What a client in a locale calls it. */
export const shownName = ({ name, name_localizations: others }: Named, locale: string): string =>
  others?.[locale] ?? name;

/** Whether that is how a client in a locale calls it; its own name is understood in every one. */
export const isCalled = (named: Named, typed: string, locale: string): boolean =>
  named.name === typed || shownName(named, locale) === typed;
