import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  type Interaction,
} from 'discord.js';
import { login } from './client.ts';
import type { Setup } from './setup.ts';

const commands = [
  {
    name: 'papers',
    description: 'Shows papers',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        description: 'Which',
        autocomplete: true,
      },
      { type: ApplicationCommandOptionType.String, name: 'search', description: 'What' },
    ],
  },
] as const;

/** A bot with one command, which does what the test wants. */
export const withBot = async (
  setup: Setup,
  run: (interaction: ChatInputCommandInteraction) => unknown,
  others?: (interaction: Interaction) => unknown,
) => {
  const client = await login(setup, (interaction) =>
    interaction.isChatInputCommand() ? run(interaction) : others?.(interaction),
  );
  await client.application.commands.set(commands);
  return client;
};
