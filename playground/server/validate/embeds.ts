import type { APIEmbed } from 'discord.js';
import { limits } from '../limits.ts';
import {
  boolean,
  filledText,
  ignored,
  integer,
  list,
  object,
  passes,
  required,
  isRecord,
  text,
  timestamp,
  url,
  needed,
  type Check,
} from './shape.ts';

const at = limits.embed;
const link = url(at.url, ['http', 'https']);
const media = object({
  url: needed(url(at.url, ['http', 'https', 'attachment'])),
  // Discord sends these, and ignores them when they're sent back.
  proxy_url: ignored,
  height: ignored,
  width: ignored,
  flags: ignored,
  content_type: ignored,
  placeholder: ignored,
  placeholder_version: ignored,
  description: ignored,
});
const icon = url(at.url, ['http', 'https', 'attachment']);

const shape = object({
  title: text({ max: at.title, trim: true }),
  description: text({ max: at.description, trim: true }),
  url: link,
  timestamp,
  color: integer({ min: 0, max: at.color }),
  footer: object({
    text: needed(filledText(at.footerText)),
    icon_url: icon,
    proxy_icon_url: ignored,
  }),
  image: media,
  thumbnail: media,
  author: object({
    name: needed(filledText(at.authorName)),
    url: link,
    icon_url: icon,
    proxy_icon_url: ignored,
  }),
  fields: list(
    object({
      name: needed(filledText(at.fieldName)),
      value: needed(filledText(at.fieldValue)),
      inline: boolean,
    }),
    { max: at.fields },
  ),
  type: ignored,
  video: ignored,
  provider: ignored,
  flags: ignored,
  content_scan_version: ignored,
});

const visibleParts = ['title', 'description', 'fields', 'author', 'footer', 'image', 'thumbnail'];

/** Refuses an empty embed with Discord's message. */
const notEmpty: Check = (value, path, report) => {
  if (!isRecord(value)) return;
  const visible = visibleParts.some((name) => {
    const part = value[name];
    if (typeof part === 'string') return part.trim() !== '';
    return Array.isArray(part) ? part.length > 0 : part !== undefined && part !== null;
  });
  if (!visible) required([...path, 'description'], report);
};

const one: Check = (value, path, report) => {
  shape(value, path, report);
  notEmpty(value, path, report);
};

const length = (value: string | null | undefined): number => value?.trim().length ?? 0;

/** How many characters of the 6,000 an embed uses. */
const embedSize = (embed: APIEmbed): number =>
  length(embed.title) +
  length(embed.description) +
  length(embed.footer?.text) +
  length(embed.author?.name) +
  (embed.fields ?? []).reduce((sum, field) => sum + length(field.name) + length(field.value), 0);

/** The embeds of a message: each within its limits, and together at most 6,000 characters. */
export const embeds: Check = (value, path, report) => {
  if (!passes(list(one, { max: limits.message.embeds }), value, path, report)) return;
  const total = (value as APIEmbed[]).reduce((sum, embed) => sum + embedSize(embed), 0);
  if (total > at.total)
    report(path, 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${at.total}`);
};

const trimmed = (value: string | null | undefined): string | undefined => {
  const result = value?.trim();
  return result === '' ? undefined : result;
};

const dropMissing = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null),
  );

const keptMedia = ({ url: address }: { url: string }) => ({
  url: address,
  proxy_url: address,
  width: 0,
  height: 0,
});

/** The embed as Discord stores it: `rich`, trimmed, and without the fields it ignores. */
export const keptEmbed = (embed: APIEmbed): APIEmbed =>
  dropMissing({
    type: 'rich',
    title: trimmed(embed.title),
    description: trimmed(embed.description),
    url: embed.url,
    color: embed.color,
    timestamp: embed.timestamp ? new Date(embed.timestamp).toISOString() : undefined,
    fields: embed.fields?.map((field) => ({
      name: field.name.trim(),
      value: field.value.trim(),
      inline: field.inline ?? false,
    })),
    author: embed.author && dropMissing({ ...embed.author, name: embed.author.name.trim() }),
    footer: embed.footer && dropMissing({ ...embed.footer, text: embed.footer.text.trim() }),
    image: embed.image && keptMedia(embed.image),
    thumbnail: embed.thumbnail && keptMedia(embed.thumbnail),
  });
