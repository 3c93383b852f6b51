import { ApplicationCommandType, InteractionContextType } from '../src/discord/api.ts';
import { type Command, EVERYWHERE, type Reply } from '../src/command.ts';
import { commandKey, optionKey } from '../src/i18n/command-keys.ts';
import { isKey, type Say } from '../src/i18n/translate.ts';

/** `/help`: every command with its description and options, from the list of commands. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'See what each command does',
    ...EVERYWHERE,
  },
  for: 'everyone',
  run(_call, { commands, say }): Reply {
    return {
      message: {
        content: say('help.intro'),
        embeds: [
          {
            fields: commands.map((command) => describe(say, command)),
            footer: { text: say('help.footer') },
          },
        ],
      },
      isPrivate: true,
    };
  },
} satisfies Command;

function describe(say: Say, command: Command): { name: string; value: string } {
  const { name } = command.data;
  const shown = translated(say, commandKey(name, 'name'), name);
  if ('runOn' in command) {
    const summary = translated(say, commandKey(name, 'summary'), command.summary);
    return {
      name: withAudience(say, command, shown),
      value: `${summary}\n${say('help.message-menu')}`,
    };
  }
  const { description, options = [] } = command.data;
  const lines = options.map((option) => {
    const text = (part: 'name' | 'description'): string =>
      translated(say, optionKey(name, option.name, part), option[part]);
    return `\`${text('name')}\` ${text('description')}`;
  });
  return {
    name: withAudience(say, command, `/${shown}`),
    value: [translated(say, commandKey(name, 'description'), description), ...lines].join('\n'),
  };
}

function withAudience(say: Say, { data, for: audience }: Command, command: string): string {
  if (audience === 'manager') return say('help.for-managers', { command });
  const isEverywhere = data.contexts?.includes(InteractionContextType.BotDM) === true;
  return isEverywhere ? command : say('help.in-servers', { command });
}

/** The text as Discord shows it to this user; the English one if no catalogue has the key. */
function translated(say: Say, key: string, english: string): string {
  return isKey(key) ? say(key) : english;
}
