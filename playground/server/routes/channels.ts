import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route } from '../http/router.ts';
import { createFormErrors } from '../validate/form-errors.ts';
import { boolean, object } from '../validate/shape.ts';
import { channelJson } from '../wire/channels.ts';
import { sendPermission } from '../permissions.ts';
import { demand, param, visibleChannel } from './access.ts';

const bucket = { limit: 20, windowMs: 1000 };
const threadChange = object({ archived: boolean, locked: boolean });

export const channelRoutes: Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    auth: 'bot',
    bucket,
    major: ['channel'],
    handle: ({ core, params }) => ok(channelJson(visibleChannel(core, param(params, 'channel')))),
  },
  {
    // Of all that can be changed about a channel, only what a bot needs to post into a thread.
    method: 'PATCH',
    path: '/channels/:channel',
    auth: 'bot',
    bucket,
    major: ['channel'],
    handle: ({ core, params, body }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      const errors = createFormErrors();
      threadChange(body, [], errors.report);
      errors.throwIfAny();
      if (channel.thread === null) throw refuse('wrongChannelType');
      const change = body as { archived?: boolean; locked?: boolean };
      const manages = change.locked !== undefined || channel.thread.locked;
      demand(core, channel, manages ? P.ManageThreads : sendPermission(channel));
      Object.assign(channel.thread, change, { changedAt: new Date(core.now()).toISOString() });
      core.bus.emit({ type: 'channel-update', channel });
      return ok(channelJson(channel));
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    auth: 'bot',
    bucket: { limit: 5, windowMs: 5000 },
    major: ['channel'],
    handle: ({ core, params }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      demand(core, channel, sendPermission(channel));
      core.bus.emit({ type: 'typing', channel, user: core.state.bot, at: core.now() });
      return noContent;
    },
  },
];
