import { GatewayIntentBits, MessageFlags, PermissionFlagsBits as P } from 'discord.js';
import type { Core } from '../core.ts';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route } from '../http/router.ts';
import { limits } from '../limits.ts';
import { can, sendPermission } from '../permissions.ts';
import { isTextual } from '../state/guilds.ts';
import { findMessage, positionOf } from '../state/history.ts';
import { createMessage, deleteMessage, editMessage } from '../state/messages.ts';
import { changeThread } from '../state/thread.ts';
import type { Channel, Message } from '../state/types.ts';
import { invalidForm } from '../validate/form-errors.ts';
import { readMessage, type MessageForm } from '../validate/message.ts';
import { queryInteger, querySnowflake } from '../validate/query.ts';
import { messageForBot } from '../wire/messages.ts';
import { changeOf, partsOf } from './forms.ts';
import { requirePermissions, param, publicMessage, visibleChannel } from './access.ts';

const path = '/channels/:channel/messages';
const shared = { auth: 'bot', major: ['channel'] } as const;

const forBot = (core: Core, channel: Channel, message: Message) =>
  messageForBot(
    core,
    message,
    channel.guildId === null,
    (core.privilegedIntents & GatewayIntentBits.MessageContent) !== 0,
  );

/**
 * Checks that the bot may write here. Archived threads are unarchived by that, locked ones aren't.
 */
const requireWritable = (core: Core, channel: Channel): void => {
  if (!isTextual(channel)) throw refuse('nonTextChannel');
  if (channel.recipient?.acceptsDms === false) throw refuse('cannotDm');
  requirePermissions(core, channel, sendPermission(channel));
  if (channel.thread?.locked === true) {
    if (!can(core.state, channel, core.state.bot.id, P.ManageThreads)) throw refuse('threadLocked');
  }
  if (channel.thread?.archived === true) {
    changeThread(core, channel, channel.thread, { archived: false });
  }
};

const replyTarget = (core: Core, channel: Channel, form: MessageForm): Message | undefined => {
  const reference = form.message_reference;
  if (!reference?.message_id) return undefined;
  if (reference.channel_id !== undefined && reference.channel_id !== channel.id)
    throw invalidForm(
      ['message_reference'],
      'REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL',
      'Cannot reply to a message in a different channel',
    );
  if (!can(core.state, channel, core.state.bot.id, P.ReadMessageHistory))
    throw refuse('replyWithoutHistory');
  const target = findMessage(channel, reference.message_id);
  if (target !== undefined && target.onlyFor === null) return target;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidForm(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
};

const create: Route['handle'] = ({ core, params, body, files, official }) => {
  const channel = visibleChannel(core, param(params, 'channel'));
  requireWritable(core, channel);
  const form = readMessage(body, 'create');
  official.throwIfAny();
  if ((form.embeds?.length ?? 0) > 0) requirePermissions(core, channel, P.EmbedLinks);
  if (files.length > 0) requirePermissions(core, channel, P.AttachFiles);
  const nonce = form.nonce ?? undefined;
  if (form.enforce_nonce === true && nonce !== undefined) {
    const first = core.nonces.find(core.state.bot.id, nonce);
    if (first !== undefined) return ok({ ...first.raw, nonce });
  }
  const replyTo = replyTarget(core, channel, form);
  const parts = partsOf(core, channel, form, files);
  const message = createMessage(core, {
    channel,
    author: core.state.bot,
    ...parts,
    flags: form.flags ?? 0,
    replyTo,
    ...(nonce === undefined ? {} : { nonce }),
  });
  if (nonce === undefined) return ok(message.raw);
  core.nonces.remember(core.state.bot.id, nonce, message);
  // The nonce is only returned here and in the event.
  return ok({ ...message.raw, nonce });
};

const list: Route['handle'] = ({ core, params, query }) => {
  const channel = visibleChannel(core, param(params, 'channel'));
  if (!isTextual(channel)) throw refuse('nonTextChannel');
  const { page, defaultPage } = limits.history;
  const limit = queryInteger(query, 'limit', { min: 1, max: page, fallback: defaultPage });
  const [before, after, around] = ['before', 'after', 'around'].map((name) =>
    querySnowflake(query, name),
  );
  // Without the permission to read history it's empty, without an error.
  if (!can(core.state, channel, core.state.bot.id, P.ReadMessageHistory)) return ok([]);
  const messages = channel.messages.filter((message) => message.onlyFor === null);
  const all = { ...channel, messages };
  let from = Math.max(0, messages.length - limit);
  let to = messages.length;
  if (around !== undefined) {
    from = Math.max(0, positionOf(all, around) - Math.floor(limit / 2));
    to = from + limit;
  } else if (before !== undefined) {
    to = positionOf(all, before);
    from = Math.max(0, to - limit);
  } else if (after !== undefined) {
    from = positionOf(all, after);
    if (messages[from]?.raw.id === after) from += 1;
    to = from + limit;
  }
  const newestFirst = messages.slice(from, to).reverse();
  return ok(newestFirst.map((message) => forBot(core, channel, message)));
};

/** An edit can only change these, and only turn Components V2 on. */
const editedFlags = (before: number | undefined, wanted: number): number => {
  const settable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
  return ((before ?? 0) & ~MessageFlags.SuppressEmbeds) | (wanted & settable);
};

const edit: Route['handle'] = ({ core, params, body, files, official }) => {
  const channel = visibleChannel(core, param(params, 'channel'));
  const message = publicMessage(channel, param(params, 'message'));
  const { raw } = message;
  if (raw.author.id !== core.state.bot.id) throw refuse('wrongAuthor');
  if (channel.thread?.archived === true) throw refuse('threadArchived');
  const form = readMessage(body, 'edit', raw.flags);
  official.throwIfAny();
  if ((form.embeds?.length ?? 0) > 0) requirePermissions(core, channel, P.EmbedLinks);
  editMessage(core, channel, message, {
    ...changeOf(core, channel, message, form, files),
    flags: typeof form.flags === 'number' ? editedFlags(raw.flags, form.flags) : undefined,
  });
  return ok(raw);
};

export const messageRoutes: Route[] = [
  {
    ...shared,
    method: 'POST',
    path,
    bucket: { limit: 5, windowMs: 5000 },
    schema: 'MessageCreateRequest',
    handle: create,
  },
  { ...shared, method: 'GET', path, bucket: { limit: 20, windowMs: 1000 }, handle: list },
  {
    ...shared,
    method: 'GET',
    path: `${path}/:message`,
    bucket: { limit: 20, windowMs: 1000 },
    handle: ({ core, params }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      requirePermissions(core, channel, P.ReadMessageHistory);
      return ok(forBot(core, channel, publicMessage(channel, param(params, 'message'))));
    },
  },
  {
    ...shared,
    method: 'PATCH',
    path: `${path}/:message`,
    bucket: { limit: 5, windowMs: 5000 },
    schema: 'MessageEditRequestPartial',
    handle: edit,
  },
  {
    ...shared,
    method: 'DELETE',
    path: `${path}/:message`,
    bucket: { limit: 5, windowMs: 1000 },
    handle: ({ core, params }) => {
      const channel = visibleChannel(core, param(params, 'channel'));
      const message = publicMessage(channel, param(params, 'message'));
      if (message.raw.author.id !== core.state.bot.id)
        requirePermissions(core, channel, P.ManageMessages);
      deleteMessage(core, channel, message);
      return noContent;
    },
  },
];
