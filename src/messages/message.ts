import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  MessageFlags,
  roleMention,
} from '../discord/api.ts';
import { LIMITS } from './limits.ts';

/** A row of buttons, or one menu. */
export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A message in Discord's own shapes. It's only sent after `fitMessage`. */
export interface Message {
  content?: string;
  embeds?: APIEmbed[];
  components?: Row[];
  /** The id of the only role it may mention, which goes in front of the content. */
  role?: string;
  /** Whether it arrives without a notification. */
  isSilent?: boolean;
  /** Attached text files, for replies only. */
  files?: readonly TextFile[];
}

export interface TextFile {
  name: string;
  text: string;
}

/** A message that Discord accepts: within every limit, with its mentions spelled out. */
export interface FittedMessage {
  content: string;
  embeds: APIEmbed[];
  components: Row[];
  allowed_mentions: APIAllowedMentions;
  /** Bits of `MessageFlags`; absent if none is set. Keep these bits when you set another. */
  flags?: number;
  /** Absent if there are none. Sent next to the JSON rather than in it. */
  files?: TextFile[];
}

/**
 * The gate that every message passes. It cuts whatever exceeds a limit, so that even a digest that
 * nobody foresaw arrives. The layouts in this folder stay within the limits and lose nothing here.
 * The only mention it allows is the message's own role.
 *
 * The three lists are always present, so that an edit clears what the message doesn't have.
 *
 * @throws TypeError if the role isn't an id, which would be a bug
 */
export function fitMessage(message: Message): FittedMessage {
  const { role, isSilent = false, files = [] } = message;
  const mention = role === undefined ? '' : leadingMention(role);
  return {
    content: mention + cut(message.content ?? '', LIMITS.content - mention.length),
    embeds: fitEmbeds(message.embeds ?? []),
    components: (message.components ?? []).slice(0, LIMITS.rows),
    allowed_mentions: { parse: [], ...(role === undefined ? {} : { roles: [role] }) },
    ...(isSilent ? { flags: MessageFlags.SuppressNotifications } : {}),
    ...(files.length > 0 ? { files: fitFiles(files) } : {}),
  };
}

/** `<@&7> `. */
function leadingMention(role: string): string {
  if (!/^\d{1,20}$/.test(role)) throw new TypeError(`Not the id of a role: ${role}`);
  return `${roleMention(role)} `;
}

/** Cuts files that are too large together after the last line that fits. */
function fitFiles(files: readonly TextFile[]): TextFile[] {
  let left: number = LIMITS.fileBytes;
  return files.slice(0, LIMITS.files).map(({ name, text }) => {
    const whole = Buffer.from(text);
    const fits = whole.length <= left;
    const bytes = fits ? whole : whole.subarray(0, whole.subarray(0, left).lastIndexOf('\n') + 1);
    left -= bytes.length;
    return { name: safeFileName(name), text: bytes.toString() };
  });
}

/** Only letters, digits, dots and dashes: no path, no hidden file. */
function safeFileName(name: string): string {
  const safe = name.replace(/[^\w.-]+/g, '-').slice(-LIMITS.fileName);
  return safe.replace(/^[.-]+/, '') || 'file.txt';
}

function fitEmbeds(embeds: readonly APIEmbed[]): APIEmbed[] {
  let left: number = LIMITS.embedTotal;
  const spend = (text: string, max: number): string => {
    const fitted = cut(text, Math.min(max, left));
    left -= fitted.length;
    return fitted;
  };
  const urls = new Set<string>();
  const fitted: APIEmbed[] = [];
  for (const embed of embeds.slice(0, LIMITS.embeds)) {
    if (left <= 0) break;
    const next = fitEmbed(embed, spend);
    // Discord shows only the first of several embeds with the same URL.
    if (embed.url !== undefined) {
      next.url = urls.has(embed.url) ? `${embed.url}#${urls.size}` : embed.url;
      urls.add(next.url);
    }
    fitted.push(next);
  }
  return fitted;
}

/** @param spend cuts a text to its own limit and to what is left of the message's total */
function fitEmbed(embed: APIEmbed, spend: (text: string, max: number) => string): APIEmbed {
  const { title, footer, author, fields, description } = embed;
  const next: APIEmbed = { ...embed };
  if (title !== undefined) next.title = spend(title, LIMITS.title);
  if (footer) next.footer = { ...footer, text: spend(footer.text, LIMITS.footer) };
  if (author) next.author = { ...author, name: spend(author.name, LIMITS.author) };
  if (fields) {
    next.fields = fields
      .slice(0, LIMITS.fields)
      .map((field) => ({
        ...field,
        name: spend(field.name, LIMITS.fieldName),
        value: spend(field.value, LIMITS.fieldValue),
      }))
      // Discord refuses a field without text.
      .filter(({ name, value }) => name !== '' && value !== '');
  }
  if (description !== undefined) next.description = spend(description, LIMITS.description);
  return next;
}

/** Cuts escaped text, but never inside a character or between a backslash and what it escapes. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  let end = max - 1;
  if (/[\uD800-\uDBFF]/.test(text[end - 1] ?? '')) end--;
  let backslashes = 0;
  while (text[end - 1 - backslashes] === '\\') backslashes++;
  if (backslashes % 2 === 1) end--;
  return `${text.slice(0, end)}…`;
}

/** By message: a digest is posted to many channels as the same object, which never changes. */
const fittedMessages = new WeakMap<Message, FittedMessage>();

/**
 * The gate that every message leaves through, whatever it is and wherever it goes: it is fitted to
 * Discord's limits, once. The same message always gives the same object.
 */
export function sendGate(message: Message): FittedMessage {
  let fitted = fittedMessages.get(message);
  if (!fitted) fittedMessages.set(message, (fitted = fitMessage(message)));
  return fitted;
}
