import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import type { Command, Reply } from '../src/command.ts';
import { EVERYWHERE } from './installs.ts';

const HOW_TO_REACH = 'Right-click a message, or press it long, then **Apps**';

/** `/help`: what the one list of commands says of each. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'What Paperboy can do, command by command',
    ...EVERYWHERE,
  },
  for: 'everyone',
  run(_call, { commands }): Reply {
    return {
      message: {
        content: "I bring each day's hot papers, and find papers when asked.",
        embeds: [
          {
            fields: commands.map(describe),
            footer: {
              text:
                'Commands for servers work where I was added, those for managers with the Manage ' +
                'Server permission. All others also work where you brought me along.',
            },
          },
        ],
      },
      isPrivate: true,
    };
  },
} satisfies Command;

function describe(command: Command): { name: string; value: string } {
  const { data, for: audience } = command;
  const inServers = data.contexts?.includes(InteractionContextType.BotDM) ? '' : ' (servers)';
  const note = audience === 'manager' ? ' (managers)' : inServers;
  if ('runOn' in command) {
    return { name: `${data.name}${note}`, value: `${command.summary}\n${HOW_TO_REACH}` };
  }
  const { description, options = [] } = command.data;
  const lines = options.map((option) => `\`${option.name}\` ${option.description}`);
  return { name: `/${data.name}${note}`, value: [description, ...lines].join('\n') };
}
