import { ApplicationCommandType, InteractionContextType } from '../src/discord/api.ts';
import { type Command, EVERYWHERE, type Reply } from '../src/command.ts';
import { commandKey } from '../src/i18n/command-keys.ts';
import { isTranslationKey, type Translate } from '../src/i18n/translate.ts';

/** `/help`: a line for every command, from the list of commands. Discord itself explains options. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'See what each command does',
    ...EVERYWHERE,
  },
  for: 'everyone',
  run(_call, { commands, t }): Reply {
    const [everywhere = [], inServers = []] = [true, false].map((wanted) =>
      commands
        .filter((command) => worksEverywhere(command) === wanted)
        .map((command) => describe(t, command)),
    );
    const description = [...everywhere, '', `**${t('help.in-servers')}**`, ...inServers].join('\n');
    return {
      message: {
        content: t('help.intro'),
        embeds: [{ description, footer: { text: t('help.footer') } }],
      },
      ephemeral: true,
    };
  },
} satisfies Command;

function worksEverywhere({ data }: Command): boolean {
  return data.contexts?.includes(InteractionContextType.BotDM) === true;
}

function describe(t: Translate, command: Command): string {
  const { name } = command.data;
  if (command.summary !== undefined) {
    return t('help.message-menu', {
      command: translated(t, commandKey(name, 'name'), name),
      text: translated(t, commandKey(name, 'summary'), command.summary),
    });
  }
  const text = translated(t, commandKey(name, 'description'), command.data.description);
  const marked = command.for === 'manager' ? `${text} ${t('help.managers')}` : text;
  return t('help.line', { command: name, text: marked });
}

/** The text as Discord shows it to this user; the English one if no catalogue has the key. */
function translated(t: Translate, key: string, english: string): string {
  return isTranslationKey(key) ? t(key) : english;
}
