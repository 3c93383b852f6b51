import { ButtonStyle, ComponentType } from 'discord.js';
import { limits } from '../limits.ts';
import {
  all,
  boolean,
  ignored,
  integer,
  isRecord,
  list,
  needed,
  object,
  oneOf,
  required,
  snowflake,
  text,
  url,
  type Check,
} from './shape.ts';

const at = limits.component;
/** The fields of every component. */
export const type = needed(ignored);
export const id = integer({ min: 0, max: 2 ** 31 - 1 });
const customId = text({ min: 1, max: at.customId });
const emoji = object({ id: snowflake, name: text({ max: 32 }), animated: boolean });
const mediaUrl = url(at.mediaUrl, ['http', 'https', 'attachment']);
const mediaItem = object({
  url: needed(mediaUrl),
  proxy_url: ignored,
  height: ignored,
  width: ignored,
  content_type: ignored,
  attachment_id: ignored,
  placeholder: ignored,
  placeholder_version: ignored,
  loading_state: ignored,
  flags: ignored,
});

const buttonFields = object({
  type,
  id,
  style: needed(oneOf([1, 2, 3, 4, 5, 6])),
  label: text({ max: at.label }),
  emoji,
  custom_id: customId,
  url: url(at.url, ['http', 'https', 'discord']),
  sku_id: snowflake,
  disabled: boolean,
});

const buttonRules: Check = (value, path, report) => {
  if (!isRecord(value)) return;
  const { style } = value;
  const has = (name: string) => value[name] !== undefined && value[name] !== null;
  const target =
    style === ButtonStyle.Link ? 'url' : style === ButtonStyle.Premium ? 'sku_id' : 'custom_id';
  if (!has(target)) required([...path, target], report);
  for (const other of ['url', 'sku_id', 'custom_id'])
    if (other !== target && has(other))
      report(
        [...path, other],
        'BUTTON_COMPONENT_FIELD_NOT_ALLOWED',
        `A button of style ${String(style)} cannot have a ${other}`,
      );
  if (style !== ButtonStyle.Premium && !has('emoji') && (value.label ?? '') === '')
    report(path, 'BUTTON_COMPONENT_INVALID_BUTTON_LABEL', 'A button must have a label or an emoji');
};

const selectFields = {
  type,
  id,
  custom_id: needed(customId),
  placeholder: text({ max: at.placeholder }),
  min_values: integer({ min: 0, max: at.selectValues }),
  max_values: integer({ min: 1, max: at.selectValues }),
  disabled: boolean,
  required: boolean,
};

const optionText = text({ min: 1, max: at.optionText });

const stringSelect = object({
  ...selectFields,
  options: needed(
    list(
      object({
        label: needed(optionText),
        value: needed(optionText),
        description: text({ max: at.optionText }),
        emoji,
        default: boolean,
      }),
      { min: 1, max: at.options },
    ),
  ),
});

const uniqueOptions: Check = (value, path, report) => {
  const options = isRecord(value) && Array.isArray(value.options) ? value.options : [];
  const seen = new Set<unknown>();
  options.forEach((option: unknown, index) => {
    if (!isRecord(option)) return;
    if (seen.has(option.value))
      report(
        [...path, 'options', index],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    seen.add(option.value);
  });
};

const minNotAboveMax: Check = (value, path, report) => {
  if (!isRecord(value)) return;
  const { min_values: min = 1, max_values: max = 1 } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    report(
      [...path, 'min_values'],
      'SELECT_COMPONENT_MIN_VALUES_TOO_LARGE',
      'min_values must be less than or equal to max_values',
    );
};

const entitySelect = all(
  object({
    ...selectFields,
    channel_types: list(integer()),
    default_values: list(
      object({ id: needed(snowflake), type: needed(oneOf(['user', 'role', 'channel'])) }),
      { max: at.selectValues },
    ),
  }),
  minNotAboveMax,
);

/** The rules for components without children, by type. */
const rules: Partial<Record<number, Check>> = {
  [ComponentType.Button]: all(buttonFields, buttonRules),
  [ComponentType.StringSelect]: all(stringSelect, uniqueOptions, minNotAboveMax),
  [ComponentType.UserSelect]: entitySelect,
  [ComponentType.RoleSelect]: entitySelect,
  [ComponentType.MentionableSelect]: entitySelect,
  [ComponentType.ChannelSelect]: entitySelect,
  [ComponentType.TextDisplay]: object({
    type,
    id,
    content: needed(text({ min: 1, max: at.textDisplay })),
  }),
  [ComponentType.Thumbnail]: object({
    type,
    id,
    media: needed(mediaItem),
    description: text({ max: at.mediaDescription }),
    spoiler: boolean,
  }),
  [ComponentType.MediaGallery]: object({
    type,
    id,
    items: needed(
      list(
        object({
          media: needed(mediaItem),
          description: text({ max: at.mediaDescription }),
          spoiler: boolean,
        }),
        { min: 1, max: at.galleryItems },
      ),
    ),
  }),
  [ComponentType.File]: object({
    type,
    id,
    file: needed(mediaItem),
    spoiler: boolean,
    name: ignored,
    size: ignored,
  }),
  [ComponentType.Separator]: object({ type, id, divider: boolean, spacing: oneOf([1, 2]) }),
};

/** The rule for a component type; undefined if it has children or is unknown. */
export const componentRule = (kind: number): Check | undefined => rules[kind];
