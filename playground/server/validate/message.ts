import {
  type APIAllowedMentions,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  MessageFlags,
  type RESTAPIMessageReference,
} from 'discord.js';
import { refuse } from '../http/api-error.ts';
import { limits } from '../limits.ts';
import { allowedMentions } from './allowed-mentions.ts';
import { componentsV2, legacyComponents } from './components.ts';
import { embeds } from './embeds.ts';
import { createFormErrors, type Path, type Report } from './form-errors.ts';
import {
  boolean,
  ignored,
  integer,
  list,
  object,
  oneOf,
  snowflake,
  text,
  type Check,
  type Fields,
} from './shape.ts';

/** A valid body: the parts of a message. `undefined` means that it isn't in the body. */
export interface MessageForm {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  flags?: number | null;
  tts?: boolean | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
  allowed_mentions?: APIAllowedMentions | null;
  message_reference?: RESTAPIMessageReference | null;
  attachments?: { id: string | number; filename?: string; description?: string }[] | null;
}

const nonce: Check = (value, at, report) => {
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isInteger(value)))
    report(at, 'NONCE_TYPE_INVALID_TYPE', 'This field must be a string or integer.');
  else if (String(value).length > limits.message.nonce)
    report(at, 'NONCE_TYPE_TOO_LONG', `Must be ${limits.message.nonce} or fewer characters long.`);
};

const shared: Fields = {
  content: text({ max: limits.message.content }),
  embeds,
  allowed_mentions: allowedMentions,
  flags: integer({ min: 0 }),
  attachments: list(
    object({
      id: (value, at, report) =>
        snowflake(typeof value === 'number' ? String(value) : value, at, report),
      filename: text({ max: 1024 }),
      title: text({ max: 1024 }),
      description: text({ max: 1024 }),
      waveform: ignored,
      duration_secs: ignored,
      // An attachment that's kept is sent back the way Discord sent it.
      size: ignored,
      url: ignored,
      proxy_url: ignored,
      content_type: ignored,
      height: ignored,
      width: ignored,
      ephemeral: ignored,
      flags: ignored,
    }),
    { max: limits.message.files },
  ),
};

const reference = object({
  type: oneOf([0]),
  message_id: snowflake,
  channel_id: snowflake,
  guild_id: snowflake,
  fail_if_not_exists: boolean,
});

const stickers = list(snowflake, { max: limits.message.stickers });

const { SuppressEmbeds, SuppressNotifications, IsVoiceMessage, IsComponentsV2, Ephemeral } =
  MessageFlags;

interface Kind {
  fields: Fields;
  /** The flags that may be set. */
  flags: number;
}

/** discord.js sends `enforce_nonce: false` with everything; only Create Message accepts true. */
const noNonce: Check = (value, at, report) => {
  if (value !== false)
    report(at, 'PLAYGROUND_UNKNOWN_FIELD', 'enforce_nonce works on Create Message only');
};

const answer: Fields = { ...shared, tts: boolean, enforce_nonce: noNonce };

/**
 * The allowed fields of each request that contains a message. `components` isn't included, since
 * its rule depends on the flags.
 */
const kinds = {
  create: {
    fields: {
      ...answer,
      nonce,
      enforce_nonce: boolean,
      message_reference: reference,
      sticker_ids: stickers,
    },
    flags: SuppressEmbeds | SuppressNotifications | IsVoiceMessage | IsComponentsV2,
  },
  edit: { fields: answer, flags: SuppressEmbeds | IsComponentsV2 },
  reply: {
    fields: answer,
    flags: SuppressEmbeds | SuppressNotifications | IsVoiceMessage | IsComponentsV2 | Ephemeral,
  },
  update: { fields: answer, flags: SuppressEmbeds | IsComponentsV2 },
  // discord.js always sends `tts` and the webhook's name fields.
  followUp: {
    fields: { ...answer, username: text({ max: 80 }), avatar_url: ignored },
    flags: SuppressEmbeds | SuppressNotifications | IsVoiceMessage | IsComponentsV2 | Ephemeral,
  },
  editOriginal: { fields: answer, flags: SuppressEmbeds | IsComponentsV2 },
} satisfies Record<string, Kind>;

type MessageKind = keyof typeof kinds;

const components = (isV2: boolean): Check => (isV2 ? componentsV2 : legacyComponents);

const legacyFieldsInV2 = (form: MessageForm, at: Path, report: Report): void => {
  for (const name of ['content', 'embeds'] as const)
    if ((form[name]?.length ?? 0) > 0)
      report(
        [...at, name],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
};

/**
 * Checks the body of a request that contains a message.
 *
 * @param kept the flags the message already has, which may be repeated; Components V2 stays on
 * @param at where the message is in the body, for the nested errors
 * @throws ApiError 400 with code 50035 and every problem
 */
export const readMessage = (
  body: unknown,
  kind: MessageKind,
  kept = 0,
  at: Path = [],
): MessageForm => {
  const errors = createFormErrors();
  const { fields, flags } = kinds[kind];
  const wanted = (body as MessageForm | null)?.flags;
  const isV2 = (((typeof wanted === 'number' ? wanted : 0) | kept) & IsComponentsV2) !== 0;
  object({ ...fields, components: components(isV2) })(body, at, errors.report);
  errors.throwIfAny();
  const form = body as MessageForm;
  const foreign = (form.flags ?? 0) & ~(flags | kept);
  if (foreign !== 0)
    errors.report(
      [...at, 'flags'],
      'MESSAGE_FLAGS_INVALID',
      `These flags cannot be set here: ${foreign}. (Discord may ignore them; the playground does not.)`,
    );
  if (isV2) legacyFieldsInV2(form, at, errors.report);
  errors.throwIfAny();
  return form;
};

/** Refuses an empty message. */
export const refuseEmpty = (parts: {
  content: string;
  embeds: readonly unknown[];
  components: readonly unknown[];
  attachments: readonly unknown[];
}): void => {
  const { content, embeds: shown, components: used, attachments } = parts;
  if (content === '' && shown.length + used.length + attachments.length === 0)
    throw refuse('emptyMessage');
};
