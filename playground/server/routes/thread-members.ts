import { PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route, type RouteRequest } from '../http/router.ts';
import { joinThread, leaveThread } from '../state/thread.ts';
import type { Channel, Thread, User } from '../state/types.ts';
import { threadMemberJson } from '../wire/channels.ts';
import { requirePermissions, param, visibleChannel } from './access.ts';

/** Joining threads and leaving them. */

const path = '/channels/:channel/thread-members';
const shared = {
  auth: 'bot',
  bucket: { limit: 10, windowMs: 10_000 },
  major: ['channel'],
} as const;

const threadOf = ({ core, params }: RouteRequest): Channel & { thread: Thread } => {
  const channel = visibleChannel(core, param(params, 'channel'));
  if (channel.thread === null) throw refuse('wrongChannelType');
  return channel as Channel & { thread: Thread };
};

/** A thread that can be joined and left. @throws ApiError 50083 if it's archived */
const openThread = (request: RouteRequest): Channel & { thread: Thread } => {
  const channel = threadOf(request);
  if (channel.thread.archived) throw refuse('threadArchived');
  return channel;
};

const userOf = (core: Core, params: RouteRequest['params']): User => {
  const user = core.state.users.get(param(params, 'user'));
  if (user === undefined) throw refuse('unknownUser');
  return user;
};

export const threadMemberRoutes: Route[] = [
  {
    ...shared,
    method: 'PUT',
    path: `${path}/@me`,
    handle: (request) => {
      joinThread(request.core, openThread(request), request.core.state.bot);
      return noContent;
    },
  },
  {
    ...shared,
    method: 'DELETE',
    path: `${path}/@me`,
    handle: (request) => {
      leaveThread(request.core, openThread(request), request.core.state.bot.id);
      return noContent;
    },
  },
  {
    ...shared,
    method: 'PUT',
    path: `${path}/:user`,
    handle: (request) => {
      const { core, params } = request;
      const thread = openThread(request);
      requirePermissions(core, thread, P.SendMessagesInThreads);
      joinThread(core, thread, userOf(core, params));
      return noContent;
    },
  },
  {
    ...shared,
    method: 'DELETE',
    path: `${path}/:user`,
    handle: (request) => {
      const { core, params } = request;
      const thread = openThread(request);
      requirePermissions(core, thread, P.ManageThreads);
      leaveThread(core, thread, userOf(core, params).id);
      return noContent;
    },
  },
  {
    ...shared,
    method: 'GET',
    path,
    handle: (request) => {
      const thread = threadOf(request);
      return ok(
        [...thread.thread.members].map(([id, { joinedAt }]) =>
          threadMemberJson(thread, id, joinedAt),
        ),
      );
    },
  },
];
