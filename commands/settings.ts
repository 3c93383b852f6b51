import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from '../src/discord/api.ts';
import { type Command, IN_SERVERS, type Reply, serverOf } from '../src/command.ts';

/** `/settings`: what applies to the whole server, as opposed to one channel's subscription. */
export const settings = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'settings',
    description: "See or change this server's settings",
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    ...IN_SERVERS,
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'answers',
        description: 'Who sees the answers to people who use me in this server',
        choices: [
          { name: 'everyone in the channel', value: 'public' },
          { name: 'only the person who asked, until they share it', value: 'private' },
        ],
      },
    ],
  },
  for: 'manager',
  async run(call, { guildSettings, t }): Promise<Reply> {
    const guildId = serverOf(call, 'settings');
    const { answers } = call.options;
    if (answers !== undefined) {
      await guildSettings.setPrivateAnswers(guildId, answers === 'private');
    }
    const isPrivate = guildSettings.hasPrivateAnswers(guildId);
    const content = t(isPrivate ? 'guild-settings.private' : 'guild-settings.public');
    return { message: { content }, ephemeral: true };
  },
} satisfies Command;
