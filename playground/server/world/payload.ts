import { limits } from '../limits.ts';
import type { Core } from '../core.ts';
import { permissionsIn } from '../permissions.ts';
import type { Channel, User } from '../state/types.ts';
import { interactionChannelJson } from '../wire/channels.ts';
import { memberJson, userJson } from '../wire/users.ts';

/** What every interaction says about where it happens and who acts. */
export const interactionContext = (
  core: Core,
  user: User,
  channel: Channel,
): Record<string, unknown> => {
  const guild = core.state.guilds.get(channel.guildId ?? '');
  const member = guild?.members.get(user.id);
  const own = permissionsIn(core.state, channel, user.id);
  const shared = {
    channel_id: channel.id,
    channel: interactionChannelJson(channel, own),
    app_permissions: permissionsIn(core.state, channel, core.state.bot.id).toString(),
    locale: user.locale,
    entitlements: [],
    attachment_size_limit: limits.message.fileBytes,
  };
  if (guild === undefined || member === undefined)
    return {
      ...shared,
      user: userJson(user),
      authorizing_integration_owners: { '0': '0' },
      context: 1,
    };
  return {
    ...shared,
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: { ...memberJson(member), permissions: own.toString() },
    authorizing_integration_owners: { '0': guild.id },
    context: 0,
  };
};
