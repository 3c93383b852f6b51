import { limits } from '../limits.ts';
import type { Core } from '../core.ts';
import { permissionsIn, USER_INSTALL_PERMISSIONS } from '../permissions.ts';
import { isUserOnly } from '../state/installs.ts';
import type { Channel, Owners, User } from '../state/types.ts';
import { interactionChannelJson } from '../wire/channels.ts';
import { memberJson, userJson } from '../wire/users.ts';
import { contextOf } from './offered.ts';

/** The fields of every interaction: where it happens, who acts, and through which installation. */
export const interactionContext = (
  core: Core,
  user: User,
  channel: Channel,
  owners: Owners,
): Record<string, unknown> => {
  const guild = core.state.guilds.get(channel.guildId ?? '');
  const member = guild?.members.get(user.id);
  const own = permissionsIn(core.state, channel, user.id);
  const app = isUserOnly(owners)
    ? USER_INSTALL_PERMISSIONS
    : permissionsIn(core.state, channel, core.state.bot.id);
  const shared = {
    channel_id: channel.id,
    channel: interactionChannelJson(channel, own),
    app_permissions: app.toString(),
    locale: user.locale,
    entitlements: [],
    attachment_size_limit: limits.message.fileBytes,
    authorizing_integration_owners: owners,
    context: contextOf(channel),
  };
  if (guild === undefined || member === undefined) return { ...shared, user: userJson(user) };
  return {
    ...shared,
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: { ...memberJson(member), permissions: own.toString() },
  };
};
