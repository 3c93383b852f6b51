import { PermissionFlagsBits as P } from 'discord.js';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route } from '../http/router.ts';
import { sendPermission } from '../permissions.ts';
import { deleteChannel } from '../state/guilds.ts';
import { changeThread } from '../state/thread.ts';
import type { Thread } from '../state/types.ts';
import { readThread, type ThreadForm } from '../validate/thread.ts';
import { channelJson } from '../wire/channels.ts';
import { requirePermissions, param, visibleChannel } from './access.ts';

const shared = { auth: 'bot', bucket: { limit: 20, windowMs: 1000 }, major: ['channel'] } as const;
const path = '/channels/:channel';

const given = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;

const changesOf = (form: ThreadForm): Partial<Thread> => {
  const { archived, locked, auto_archive_duration, rate_limit_per_user, applied_tags } = form;
  return {
    ...(given(archived) ? { archived } : {}),
    ...(given(locked) ? { locked } : {}),
    ...(given(auto_archive_duration) ? { autoArchiveMinutes: auto_archive_duration } : {}),
    ...(given(rate_limit_per_user) ? { slowmodeSeconds: rate_limit_per_user } : {}),
    ...(given(applied_tags) ? { tags: applied_tags } : {}),
  };
};

/** Only threads can be changed here, since that's all a posting bot changes. */
const change: Route['handle'] = ({ core, params, body, official }) => {
  const channel = visibleChannel(core, param(params, 'channel'));
  const { thread } = channel;
  const form = readThread(body, 'change');
  official.throwIfAny();
  if (thread === null) throw refuse('wrongChannelType');
  // The only possible change to an archived thread is to unarchive it.
  if (thread.archived && form.archived !== false) throw refuse('threadArchived');
  const opensOnly = Object.keys(form).every((key) => key === 'archived') && form.archived === false;
  const needsRight = thread.locked || given(form.locked);
  const isOwner = thread.ownerId === core.state.bot.id;
  if (needsRight || (!opensOnly && !isOwner)) requirePermissions(core, channel, P.ManageThreads);
  else requirePermissions(core, channel, sendPermission(channel));
  if (typeof form.name === 'string') channel.name = form.name;
  changeThread(core, channel, thread, changesOf(form));
  return ok(channelJson(channel));
};

export const channelRoutes: Route[] = [
  {
    ...shared,
    method: 'GET',
    path,
    handle: ({ core, params }) => ok(channelJson(visibleChannel(core, param(params, 'channel')))),
  },
  { ...shared, method: 'PATCH', path, schema: 'UpdateThreadRequestPartial', handle: change },
  {
    ...shared,
    method: 'DELETE',
    path,
    handle: ({ core, params }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      requirePermissions(
        core,
        channel,
        channel.thread === null ? P.ManageChannels : P.ManageThreads,
      );
      const json = channelJson(channel);
      deleteChannel(core, channel);
      return ok(json);
    },
  },
  {
    ...shared,
    method: 'POST',
    path: `${path}/typing`,
    bucket: { limit: 5, windowMs: 5000 },
    handle: ({ core, params }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      requirePermissions(core, channel, sendPermission(channel));
      core.bus.emit({ type: 'typing', channel, user: core.state.bot, at: core.now() });
      return noContent;
    },
  },
];
