import { ApplicationCommandType, InteractionContextType } from '../src/discord/api.ts';
import { type Command, EVERYWHERE, type Reply } from '../src/command.ts';
import { commandKey, optionKey } from '../src/i18n/command-keys.ts';
import { isTranslationKey, type Translate } from '../src/i18n/translate.ts';

/** `/help`: every command with its description and options, from the list of commands. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'See what each command does',
    ...EVERYWHERE,
  },
  for: 'everyone',
  run(_call, { commands, t }): Reply {
    return {
      message: {
        content: t('help.intro'),
        embeds: [
          {
            fields: commands.map((command) => describe(t, command)),
            footer: { text: t('help.footer') },
          },
        ],
      },
      ephemeral: true,
    };
  },
} satisfies Command;

function describe(t: Translate, command: Command): { name: string; value: string } {
  const { name } = command.data;
  const shown = translated(t, commandKey(name, 'name'), name);
  if (command.summary !== undefined) {
    const summary = translated(t, commandKey(name, 'summary'), command.summary);
    return {
      name: withAudience(t, command, shown),
      value: `${summary}\n${t('help.message-menu')}`,
    };
  }
  const { description, options = [] } = command.data;
  const lines = options.map((option) => {
    const text = (part: 'name' | 'description'): string =>
      translated(t, optionKey(name, option.name, part), option[part]);
    return `\`${text('name')}\` ${text('description')}`;
  });
  return {
    name: withAudience(t, command, `/${shown}`),
    value: [translated(t, commandKey(name, 'description'), description), ...lines].join('\n'),
  };
}

function withAudience(t: Translate, { data, for: audience }: Command, command: string): string {
  if (audience === 'manager') return t('help.for-managers', { command });
  const isEverywhere = data.contexts?.includes(InteractionContextType.BotDM) === true;
  return isEverywhere ? command : t('help.in-servers', { command });
}

/** The text as Discord shows it to this user; the English one if no catalogue has the key. */
function translated(t: Translate, key: string, english: string): string {
  return isTranslationKey(key) ? t(key) : english;
}
