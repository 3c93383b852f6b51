import type { Command, Reply } from '../src/command.ts';
import { ApplicationCommandType, InteractionContextType } from '../src/discord/api.ts';
import { commandKey, optionKey } from '../src/words/command-keys.ts';
import { isKey, type Say } from '../src/words/say.ts';
import { EVERYWHERE } from './installs.ts';

/** `/help`: what the one list of commands says of each. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'What Paperboy can do, command by command',
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
  const shown = inWords(say, commandKey(name, 'name'), name);
  if ('runOn' in command) {
    const summary = inWords(say, commandKey(name, 'summary'), command.summary);
    return {
      name: forWhom(say, command, shown),
      value: `${summary}\n${say('help.message-menu')}`,
    };
  }
  const { description, options = [] } = command.data;
  const lines = options.map((option) => {
    const called = inWords(say, optionKey(name, option.name, 'name'), option.name);
    const told = inWords(say, optionKey(name, option.name, 'description'), option.description);
    return `\`${called}\` ${told}`;
  });
  return {
    name: forWhom(say, command, `/${shown}`),
    value: [inWords(say, commandKey(name, 'description'), description), ...lines].join('\n'),
  };
}

function forWhom(say: Say, { data, for: audience }: Command, command: string): string {
  if (audience === 'manager') return say('help.for-managers', { command });
  const isEverywhere = data.contexts?.includes(InteractionContextType.BotDM) === true;
  return isEverywhere ? command : say('help.in-servers', { command });
}

/** As Discord shows it to the one who asks; as it is written where no catalogue has it. */
function inWords(say: Say, key: string, english: string): string {
  return isKey(key) ? say(key) : english;
}
