import { ApplicationCommandOptionType, ApplicationCommandType } from '../../src/discord/api.ts';
import {
  type Caller,
  type Command,
  IN_SERVERS,
  type Reply,
  serverOf,
  UserError,
} from '../../src/command.ts';
import type { TranslationKey } from '../../src/i18n/translate.ts';
import { channelStatus } from './channel.ts';
import { serverStatus } from './server.ts';

/** `/status`: whether a channel got each digest, and if not, why. */
export const status = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'status',
    description: 'See whether this channel got its daily digest, when, and if not, why',
    ...IN_SERVERS,
    options: [
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'channel',
        description: 'Another channel (managers only)',
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'scope',
        description: 'All channels at once (managers only)',
        choices: [{ name: 'this server', value: 'server' }],
      },
    ],
  },
  for: 'everyone',
  run(call, context): Promise<Reply> | Reply {
    const guildId = serverOf(call, 'status');
    const channelId = String(call.options['channel'] ?? call.channelId);
    if (call.options['scope'] !== undefined) {
      checkManager(call, 'status.managers-server');
      return serverStatus(guildId, 0, context);
    }
    // The answer must not reveal whether the other channel exists.
    const isHere = channelId === call.channelId;
    if (!isHere) checkManager(call, 'status.managers-channel');
    return channelStatus({ guildId, channelId, isHere, isManager: call.isManager }, context);
  },
  components: {
    status: (call, context) => {
      checkManager(call, 'status.managers-server');
      return {
        ...serverStatus(serverOf(call, 'status'), Number(call.state), context),
        update: true,
      };
    },
  },
} satisfies Command;

function checkManager({ isManager }: Caller, refusal: TranslationKey): void {
  if (!isManager) throw new UserError((t) => t(refusal));
}
