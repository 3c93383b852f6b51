import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route } from '../http/router.ts';
import { botGuilds, directMessages } from '../state/guilds.ts';
import { createFormErrors } from '../validate/form-errors.ts';
import { needed, object, snowflake } from '../validate/shape.ts';
import { channelJson } from '../wire/channels.ts';
import { applicationJson, partialGuildJson, selfJson, userJson } from '../wire/users.ts';
import { joinedGuild, param } from './access.ts';

const bucket = { limit: 30, windowMs: 1000 };
const recipient = object({ recipient_id: needed(snowflake) });

export const userRoutes: Route[] = [
  {
    method: 'GET',
    path: '/users/@me',
    auth: 'bot',
    bucket,
    handle: ({ core }) => ok(selfJson(core)),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    auth: 'bot',
    bucket,
    handle: ({ core }) =>
      ok(
        botGuilds(core).flatMap((guild) => {
          const member = guild.members.get(core.state.bot.id);
          return member === undefined ? [] : [partialGuildJson(guild, member)];
        }),
      ),
  },
  {
    method: 'DELETE',
    path: '/users/@me/guilds/:guild',
    auth: 'bot',
    bucket,
    handle: ({ core, params }) => {
      const guild = joinedGuild(core, param(params, 'guild'));
      guild.members.delete(core.state.bot.id);
      core.bus.emit({ type: 'guild-delete', guild, unavailable: false });
      return noContent;
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    auth: 'bot',
    bucket,
    schema: 'CreatePrivateChannelRequest',
    handle: ({ core, body, official }) => {
      const errors = createFormErrors();
      recipient(body, [], errors.report);
      errors.throwIfAny();
      official.throwIfAny();
      const user = core.state.users.get((body as { recipient_id: string }).recipient_id);
      if (user === undefined) throw refuse('unknownUser');
      if (user.bot) throw refuse('cannotDm');
      return ok(channelJson(directMessages(core, user)));
    },
  },
  {
    method: 'GET',
    path: '/users/:user',
    auth: 'bot',
    bucket,
    handle: ({ core, params }) => {
      const user = core.state.users.get(param(params, 'user'));
      if (user === undefined) throw refuse('unknownUser');
      return ok(userJson(user));
    },
  },
  ...['/oauth2/applications/@me', '/applications/@me'].map((path): Route => ({
    method: 'GET',
    path,
    auth: 'bot',
    bucket,
    handle: ({ core }) => ok(applicationJson(core)),
  })),
];
