import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  channelMention,
  PermissionFlagsBits,
} from '../src/discord/api.ts';
import { type Command, IN_SERVERS, type Reply, serverOf, UserError } from '../src/command.ts';
import { settingsLine } from './subscribe/settings.ts';

/** `/unsubscribe`: no more digests in a channel. */
export const unsubscribe = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'unsubscribe',
    description: 'Stop the daily digest in a channel',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    ...IN_SERVERS,
    options: [
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'channel',
        description: 'Which channel; default: this channel',
      },
    ],
  },
  for: 'manager',
  async run(call, { subscriptions, t }): Promise<Reply> {
    const guildId = serverOf(call, 'unsubscribe');
    const channel = String(call.options['channel'] ?? call.channelId);
    const here = subscriptions.get(channel);
    if (here?.guildId === guildId) {
      await subscriptions.remove(channel);
      // The settings are gone now. Showing them lets a user undo a mistake.
      const settings = settingsLine(t, here);
      const content = t('unsubscribe.done', { channel: channelMention(channel), settings });
      return { message: { content }, ephemeral: true };
    }
    const others = subscriptions.ofGuild(guildId).slice(0, 20);
    const channels = others.map((other) => channelMention(other.channelId)).join(', ');
    const values = { channel: channelMention(channel) };
    throw new UserError((t) =>
      channels === ''
        ? t('unsubscribe.none', values)
        : t('unsubscribe.others', { ...values, channels }),
    );
  },
} satisfies Command;
