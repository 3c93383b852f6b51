import type { Translate, TranslationKey, Values } from '../i18n/translate.ts';

/** The id that Discord gave a slash command, by its name; undefined while it isn't known. */
export type CommandId = (name: string) => string | undefined;

/**
 * A command in code marks, with what to type after it. Escaped outside text never looks like this,
 * since its backticks come after backslashes.
 */
const COMMAND_IN_CODE = /`\/([a-z]+)(?: ([^`\\\n]+))?`/g;

/**
 * Makes the commands in a finished text clickable: `` `/papers date:2021-05-05` `` becomes
 * `` </papers:1> `date:2021-05-05` ``, because a mention can't fill in options. Commands without a
 * known id stay as they are. Discord shows mentions in contents, descriptions and fields' values,
 * but not in titles, footers and labels.
 */
export function mentionCommands(text: string, commandId: CommandId): string {
  return text.replace(COMMAND_IN_CODE, (code, name: string, options?: string) => {
    const id = commandId(name);
    if (id === undefined) return code;
    return `</${name}:${id}>${options === undefined ? '' : ` \`${options}\``}`;
  });
}

/** A translator whose texts mention commands. */
export function mentioningCommands(t: Translate, commandId: CommandId): Translate {
  const translate = (key: TranslationKey, values?: Values): string =>
    mentionCommands(t(key, values), commandId);
  return Object.assign(translate, { language: t.language });
}
