import {
  type APIInteractionResponse,
  InteractionResponseType as Type,
  MessageFlags,
  MessageType,
} from 'discord.js';
import type { Core } from '../core.ts';
import type { Upload } from '../http/body.ts';
import { noContent, ok, type Route } from '../http/router.ts';
import type { Official } from '../official/validate.ts';
import type { SchemaName } from '../official/schemas.ts';
import { answerable } from '../state/interactions.ts';
import { createMessage, editMessage } from '../state/messages.ts';
import type { Interaction, Message } from '../state/types.ts';
import { createFormErrors, invalidForm } from '../validate/form-errors.ts';
import { readChoices, readModal } from '../validate/interaction.ts';
import { readMessage } from '../validate/message.ts';
import { ignored, integer, isRecord, needed, object } from '../validate/shape.ts';
import { changeOf, partsOf } from './forms.ts';

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate } = Type;
const { UpdateMessage, ApplicationCommandAutocompleteResult, Modal } = Type;

/** The allowed response types for each type of interaction. */
const allowed: Record<Interaction['type'], readonly Type[]> = {
  2: [ChannelMessageWithSource, DeferredChannelMessageWithSource, Modal],
  3: [
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
    Modal,
  ],
  4: [ApplicationCommandAutocompleteResult],
  5: [
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
  ],
};

const envelope = object({ type: needed(integer()), data: ignored });

const readType = (interaction: Interaction, body: unknown): Type => {
  const errors = createFormErrors();
  envelope(body, [], errors.report);
  errors.throwIfAny();
  const { type } = body as { type: Type };
  const own = allowed[interaction.type];
  // A modal that wasn't opened by a component has no message to update.
  const updates = type === UpdateMessage || type === DeferredMessageUpdate;
  if (!own.includes(type) || (updates && interaction.source === null))
    throw invalidForm(
      ['type'],
      'BASE_TYPE_CHOICES',
      `Value must be one of (${own.join(', ')}) for an interaction of type ${interaction.type}.`,
    );
  return type;
};

const reader = (interaction: Interaction, flags: number) =>
  (flags & MessageFlags.Ephemeral) === 0 && !interaction.isPrivate ? null : interaction.user.id;

const answerType = (interaction: Interaction): MessageType =>
  interaction.type !== 2
    ? MessageType.Default
    : interaction.commandType === 1
      ? MessageType.ChatInputCommand
      : MessageType.ContextMenuCommand;

/** The contents of a response. */
interface Given {
  data: unknown;
  files: readonly Upload[];
  official: Official;
}

const reply = (core: Core, interaction: Interaction, { data, files, official }: Given): Message => {
  const { channel } = interaction;
  const form = readMessage(data, 'reply', 0, ['data']);
  official.throwIfAny();
  return createMessage(core, {
    channel,
    author: core.state.bot,
    type: answerType(interaction),
    ...partsOf(core, channel, form, files),
    flags: form.flags ?? 0,
    interaction,
    onlyFor: reader(interaction, form.flags ?? 0),
  });
};

const think = (core: Core, interaction: Interaction, { data, official }: Given): Message => {
  const errors = createFormErrors();
  object({ flags: integer() })(data ?? {}, ['data'], errors.report);
  const flags = isRecord(data) && typeof data.flags === 'number' ? data.flags : 0;
  if ((flags & ~MessageFlags.Ephemeral) !== 0)
    errors.report(
      ['data', 'flags'],
      'MESSAGE_FLAGS_INVALID',
      'EPHEMERAL is the only flag of a deferred answer',
    );
  errors.throwIfAny();
  official.throwIfAny();
  return createMessage(core, {
    channel: interaction.channel,
    author: core.state.bot,
    type: answerType(interaction),
    flags: flags | MessageFlags.Loading,
    interaction,
    onlyFor: reader(interaction, flags),
  });
};

const update = (
  core: Core,
  interaction: Interaction,
  source: Message,
  { data, files, official }: Given,
): void => {
  const { channel } = interaction;
  const { raw } = source;
  const form = readMessage(data ?? {}, 'update', raw.flags, ['data']);
  official.throwIfAny();
  editMessage(core, channel, source, {
    ...changeOf(core, channel, source, form, files),
    flags: (raw.flags ?? 0) | (form.flags ?? 0),
  });
};

type Answering = (core: Core, interaction: Interaction, given: Given) => Message | null;

/**
 * Carries out each type of response and returns what `@original` will be. They all throw before
 * anything has changed, so that the bot may try again.
 */
const carryOut: Partial<Record<Type, Answering>> = {
  [ChannelMessageWithSource]: reply,
  [DeferredChannelMessageWithSource]: think,
  [UpdateMessage]: (core, interaction, given) => {
    if (interaction.source !== null) update(core, interaction, interaction.source, given);
    return interaction.source;
  },
  [DeferredMessageUpdate]: (_core, interaction, { official }) => {
    official.throwIfAny();
    return interaction.source;
  },
  [ApplicationCommandAutocompleteResult]: (_core, interaction, { data, official }) => {
    readChoices(data, interaction.optionType, ['data']);
    official.throwIfAny();
    return null;
  },
  [Modal]: (_core, _interaction, { data, official }) => {
    readModal(data, ['data']);
    official.throwIfAny();
    return null;
  },
};

const described = (interaction: Interaction, type: Type, message: Message | null) => ({
  interaction: {
    id: interaction.id,
    type: interaction.type,
    ...(message === null
      ? {}
      : {
          response_message_id: message.raw.id,
          response_message_loading: ((message.raw.flags ?? 0) & MessageFlags.Loading) !== 0,
          response_message_ephemeral: message.onlyFor !== null,
        }),
  },
  resource: { type, ...(message === null ? {} : { message: message.raw }) },
});

const schemas: Partial<Record<number, SchemaName>> = {
  [ChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [DeferredChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [DeferredMessageUpdate]: 'UpdateMessageInteractionCallbackRequest',
  [UpdateMessage]: 'UpdateMessageInteractionCallbackRequest',
  [ApplicationCommandAutocompleteResult]: 'ApplicationCommandAutocompleteCallbackRequest',
  [Modal]: 'ModalInteractionCallbackRequest',
};

const schemaOf = (body: unknown): SchemaName | undefined =>
  isRecord(body) ? schemas[Number(body.type)] : undefined;

export const interactionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    auth: 'none',
    bucket: null,
    outsideGlobalLimit: true,
    schema: schemaOf,
    handle: ({ core, params, query, body, files, official }) => {
      const interaction = answerable(core, params.interaction ?? '', params.token ?? '');
      const type = readType(interaction, body);
      const data = (body as { data?: unknown }).data;
      interaction.original = carryOut[type]?.(core, interaction, { data, files, official }) ?? null;
      interaction.answer = body as APIInteractionResponse;
      core.bus.emit({ type: 'answer', interaction });
      return query.get('with_response') === 'true'
        ? ok(described(interaction, type, interaction.original))
        : noContent;
    },
  },
];
