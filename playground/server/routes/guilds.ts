import { refuse } from '../http/api-error.ts';
import { ok, type Route } from '../http/router.ts';
import { channelJson } from '../wire/channels.ts';
import { guildJson } from '../wire/guilds.ts';
import { memberJson, roleJson } from '../wire/users.ts';
import { joinedGuild, param } from './access.ts';

const shared = {
  method: 'GET',
  auth: 'bot',
  bucket: { limit: 30, windowMs: 1000 },
  major: ['guild'],
} as const;

export const guildRoutes: Route[] = [
  {
    ...shared,
    path: '/guilds/:guild',
    handle: ({ core, params, query }) => {
      const guild = joinedGuild(core, param(params, 'guild'));
      return ok({
        ...guildJson(guild),
        ...(query.get('with_counts') === 'true'
          ? { approximate_member_count: guild.members.size, approximate_presence_count: 0 }
          : {}),
      });
    },
  },
  {
    ...shared,
    path: '/guilds/:guild/channels',
    handle: ({ core, params }) =>
      ok(
        [...joinedGuild(core, param(params, 'guild')).channels.values()]
          .filter((channel) => channel.thread === null)
          .map((channel) => channelJson(channel)),
      ),
  },
  {
    ...shared,
    path: '/guilds/:guild/roles',
    handle: ({ core, params }) =>
      ok([...joinedGuild(core, param(params, 'guild')).roles.values()].map(roleJson)),
  },
  {
    ...shared,
    path: '/guilds/:guild/members/:user',
    handle: ({ core, params }) => {
      const guild = joinedGuild(core, param(params, 'guild'));
      const member = guild.members.get(param(params, 'user'));
      if (member === undefined) throw refuse('unknownMember');
      return ok(memberJson(member));
    },
  },
];
