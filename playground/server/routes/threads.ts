import { ChannelType, MessageFlags, MessageType, PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { ok, type Route, type RouteRequest } from '../http/router.ts';
import { addChannel } from '../state/guilds.ts';
import { createMessage, editMessage } from '../state/messages.ts';
import { newThread } from '../state/thread.ts';
import type { Channel, Guild } from '../state/types.ts';
import { readPost, readThread, type ThreadForm } from '../validate/thread.ts';
import { isRecord } from '../validate/shape.ts';
import { channelJson } from '../wire/channels.ts';
import { requirePermissions, joinedGuild, param, publicMessage, visibleChannel } from './access.ts';
import { partsOf } from './forms.ts';

/** Creating threads: from a message, on their own, and as forum posts. */

const shared = {
  method: 'POST',
  auth: 'bot',
  bucket: { limit: 50, windowMs: 300_000 },
  major: ['channel'],
} as const;

const publicTypes: Partial<Record<ChannelType, ChannelType>> = {
  [ChannelType.GuildText]: ChannelType.PublicThread,
  [ChannelType.GuildAnnouncement]: ChannelType.AnnouncementThread,
  [ChannelType.GuildForum]: ChannelType.PublicThread,
};

/** The type of a channel's public threads. @throws ApiError 50024 if it can't have any */
const publicTypeIn = ({ type }: Channel): ChannelType => {
  const found = publicTypes[type];
  if (found === undefined) throw refuse('wrongChannelType');
  return found;
};

const guildOf = (core: Core, channel: Channel): Guild => joinedGuild(core, channel.guildId ?? '');

const open = (
  core: Core,
  parent: Channel,
  form: ThreadForm,
  type: ChannelType,
  id = core.nextId(),
): Channel =>
  addChannel(core, guildOf(core, parent), {
    id,
    type,
    name: form.name,
    parentId: parent.id,
    thread: newThread(core, core.state.bot, {
      autoArchiveMinutes: form.auto_archive_duration ?? 1440,
      slowmodeSeconds: form.rate_limit_per_user ?? 0,
      tags: form.applied_tags ?? [],
    }),
  });

const fromMessage: Route['handle'] = ({ core, params, body, official }) => {
  const parent = visibleChannel(core, param(params, 'channel'));
  const type = publicTypeIn(parent);
  const message = publicMessage(parent, param(params, 'message'));
  requirePermissions(core, parent, P.CreatePublicThreads | P.ReadMessageHistory);
  const form = readThread(body, 'fromMessage');
  official.throwIfAny();
  const { id } = message.raw;
  if (core.state.channels.has(id)) throw refuse('threadExists');
  const thread = open(core, parent, form, type, id);
  editMessage(core, parent, message, {
    flags: (message.raw.flags ?? 0) | MessageFlags.HasThread,
    thread,
    silent: true,
  });
  createMessage(core, {
    channel: thread,
    author: core.state.bot,
    type: MessageType.ThreadStarterMessage,
    replyTo: message,
  });
  return ok(channelJson(thread), 201);
};

const post = ({ core, body, files, official }: RouteRequest, forum: Channel) => {
  requirePermissions(core, forum, P.SendMessages);
  const { thread: form, message } = readPost(body);
  official.throwIfAny();
  if ((message.embeds?.length ?? 0) > 0) requirePermissions(core, forum, P.EmbedLinks);
  const parts = partsOf(core, forum, message, files);
  const thread = open(core, forum, form, ChannelType.PublicThread);
  const first = createMessage(core, {
    id: thread.id,
    channel: thread,
    author: core.state.bot,
    ...parts,
    flags: message.flags ?? 0,
  });
  return ok({ ...channelJson(thread), message: first.raw }, 201);
};

const alone: Route['handle'] = (request) => {
  const { core, params, body, official } = request;
  const parent = visibleChannel(core, param(params, 'channel'));
  const publicType = publicTypeIn(parent);
  if (parent.type === ChannelType.GuildForum) return post(request, parent);
  const form = readThread(body, 'alone');
  official.throwIfAny();
  // Without a type it's private; the documentation says that this default will change.
  const type = form.type ?? ChannelType.PrivateThread;
  const isPrivate = type === ChannelType.PrivateThread;
  if (!isPrivate && type !== publicType) throw refuse('wrongChannelType');
  if (isPrivate && parent.type !== ChannelType.GuildText) throw refuse('wrongChannelType');
  requirePermissions(core, parent, isPrivate ? P.CreatePrivateThreads : P.CreatePublicThreads);
  const thread = open(core, parent, form, type);
  if (!isPrivate)
    createMessage(core, {
      channel: parent,
      author: core.state.bot,
      type: MessageType.ThreadCreated,
      content: thread.name,
      extra: { message_reference: { type: 0, channel_id: thread.id, guild_id: thread.guildId } },
    });
  return ok(channelJson(thread), 201);
};

const threadsIn = (guild: Guild, archived: boolean): Channel[] =>
  [...guild.channels.values()].filter((channel) => channel.thread?.archived === archived);

const listed = (core: Core, threads: readonly Channel[]) => {
  const visible = threads.filter((thread) => core.state.channels.has(thread.id));
  const all = visible.map((thread) => channelJson(thread));
  return {
    threads: all,
    members: all.flatMap((thread) => ('member' in thread ? [thread.member] : [])),
  };
};

const bodySchema = (body: unknown) =>
  isRecord(body) && 'message' in body
    ? 'CreateForumThreadRequest'
    : 'CreateTextThreadWithoutMessageRequest';

export const threadRoutes: Route[] = [
  { ...shared, path: '/channels/:channel/threads', schema: bodySchema, handle: alone },
  {
    ...shared,
    path: '/channels/:channel/messages/:message/threads',
    schema: 'CreateTextThreadWithMessageRequest',
    handle: fromMessage,
  },
  {
    ...shared,
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    major: ['guild'],
    handle: ({ core, params }) =>
      ok(listed(core, threadsIn(joinedGuild(core, param(params, 'guild')), false))),
  },
  {
    ...shared,
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    handle: ({ core, params }) => {
      const parent = visibleChannel(core, param(params, 'channel'));
      requirePermissions(core, parent, P.ReadMessageHistory);
      const threads = threadsIn(guildOf(core, parent), true).filter(
        ({ parentId, type }) => parentId === parent.id && type !== ChannelType.PrivateThread,
      );
      return ok({ ...listed(core, threads), has_more: false });
    },
  },
];
