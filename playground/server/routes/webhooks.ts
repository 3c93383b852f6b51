import { MessageFlags, MessageType } from 'discord.js';
import { refuse } from '../http/api-error.ts';
import { noContent, ok, type Route, type RouteRequest } from '../http/router.ts';
import { limits } from '../limits.ts';
import { omit } from '../omit.ts';
import { isUserOnly } from '../state/installs.ts';
import { answered } from '../state/interactions.ts';
import { findMessage } from '../state/history.ts';
import { createMessage, deleteMessage, editMessage } from '../state/messages.ts';
import type { Interaction, Message } from '../state/types.ts';
import { readMessage } from '../validate/message.ts';
import { changeOf, partsOf } from './forms.ts';

const path = '/webhooks/:application/:token';
const shared = {
  auth: 'none',
  bucket: { limit: 5, windowMs: 2000 },
  major: ['application', 'token'],
  outsideGlobalLimit: true,
} as const;

/** The flags that an edit may set. */
const EDITABLE = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

const isLoading = (message: Message): boolean =>
  ((message.raw.flags ?? 0) & MessageFlags.Loading) !== 0;

/** `@original`, or one of the interaction's follow-ups. @throws ApiError 10008 */
const ownMessage = (interaction: Interaction, id: string): Message => {
  const message = id === '@original' ? interaction.original : findMessage(interaction.channel, id);
  const own = message === interaction.original || message?.interaction === interaction;
  if (!message || message.deleted || !own) throw refuse('unknownMessage');
  return message;
};

const edit = (
  { core, body, files, official }: RouteRequest,
  interaction: Interaction,
  message: Message,
): void => {
  const { raw } = message;
  const { channel } = interaction;
  const form = readMessage(body, 'editOriginal', raw.flags);
  official.throwIfAny();
  editMessage(core, channel, message, {
    ...changeOf(core, channel, message, form, files),
    flags: ((raw.flags ?? 0) & ~MessageFlags.Loading) | ((form.flags ?? 0) & EDITABLE),
    silent: isLoading(message),
  });
};

const followUp: Route['handle'] = (request) => {
  const { core, params, body, files, official } = request;
  const interaction = answered(core, params.application ?? '', params.token ?? '');
  const { original, channel } = interaction;
  const form = readMessage(body, 'followUp');
  official.throwIfAny();
  if (original !== null && !original.deleted && isLoading(original)) {
    // The first follow-up replaces a deferred response and is just as visible.
    const answer = omit(body as Record<string, unknown>, 'username', 'avatar_url');
    const asEdit = { ...answer, flags: (form.flags ?? 0) & EDITABLE };
    edit({ ...request, body: asEdit }, interaction, original);
    return ok(original.raw);
  }
  if (isUserOnly(interaction.owners)) {
    if (interaction.followUps >= limits.interaction.userInstalledFollowUps)
      throw refuse('tooManyFollowUps');
    interaction.followUps += 1;
  }
  const flags = form.flags ?? 0;
  const isPrivate = (flags & MessageFlags.Ephemeral) !== 0 || interaction.isPrivate;
  const message = createMessage(core, {
    channel,
    author: core.state.bot,
    type: MessageType.Default,
    ...partsOf(core, channel, form, files),
    flags,
    interaction,
    onlyFor: isPrivate ? interaction.user.id : null,
  });
  return ok(message.raw);
};

/** What an interaction's token can be used for after the first response. */
export const webhookRoutes: Route[] = [
  { ...shared, method: 'POST', path, schema: 'IncomingWebhookRequestPartial', handle: followUp },
  {
    ...shared,
    method: 'GET',
    path: `${path}/messages/:message`,
    handle: ({ core, params }) => {
      const interaction = answered(core, params.application ?? '', params.token ?? '');
      return ok(ownMessage(interaction, params.message ?? '').raw);
    },
  },
  {
    ...shared,
    method: 'PATCH',
    path: `${path}/messages/:message`,
    schema: 'IncomingWebhookUpdateRequestPartial',
    handle: (request) => {
      const { core, params } = request;
      const interaction = answered(core, params.application ?? '', params.token ?? '');
      const message = ownMessage(interaction, params.message ?? '');
      edit(request, interaction, message);
      return ok(message.raw);
    },
  },
  {
    ...shared,
    method: 'DELETE',
    path: `${path}/messages/:message`,
    handle: ({ core, params }) => {
      const interaction = answered(core, params.application ?? '', params.token ?? '');
      deleteMessage(core, interaction.channel, ownMessage(interaction, params.message ?? ''));
      return noContent;
    },
  },
];
