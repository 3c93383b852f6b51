import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import type { Command, Reply } from '../src/command.ts';

/** `/help`: what the one list of commands says of each. */
export const help = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'What Paperboy can do, command by command',
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  },
  for: 'everyone',
  run(_call, { commands }): Reply {
    return {
      message: {
        content: "I bring each day's hot papers, and find papers when asked.",
        embeds: [
          {
            fields: commands.map(describe),
            footer: { text: 'Commands for managers need the Manage Server permission.' },
          },
        ],
      },
      isPrivate: true,
    };
  },
} satisfies Command;

function describe({ data, for: audience }: Command): { name: string; value: string } {
  const options = (data.options ?? []).map(({ name, description }) => `\`${name}\` ${description}`);
  return {
    name: `/${data.name}${audience === 'manager' ? ' (managers)' : ''}`,
    value: [data.description, ...options].join('\n'),
  };
}
