import {
  type APIAllowedMentions,
  type APIEmbed,
  MessageFlags,
  roleMention,
} from '../discord/api.ts';
import { LIMITS } from './limits.ts';
import type { Message, Row, TextFile } from './message.ts';

/** A message that Discord takes: within every limit, and with its mentions said. */
export interface FittedMessage {
  content: string;
  embeds: APIEmbed[];
  components: Row[];
  allowed_mentions: APIAllowedMentions;
  /** Bits of `MessageFlags`, there only when one is set. Whoever adds another must keep these. */
  flags?: number;
  /** There only when it has some; these travel beside the JSON, not in it. */
  files?: TextFile[];
}

/**
 * The one gate that every message leaves through. What is over a limit is cut, so that a digest
 * nobody foresaw still arrives; the layouts above stay under the limits by themselves and lose
 * nothing here. No mention is allowed but the message's own role, which the gate puts in front.
 *
 * All three lists are always there, so that an edit clears what it does not name.
 *
 * @throws TypeError when the role is no id, which only a mistake of ours can make
 */
export function fitMessage(message: Message): FittedMessage {
  const { role, isSilent = false, files = [] } = message;
  const mention = role === undefined ? '' : startingMention(role);
  return {
    content: mention + cut(message.content ?? '', LIMITS.content - mention.length),
    embeds: fitEmbeds(message.embeds ?? []),
    components: (message.components ?? []).slice(0, LIMITS.rows),
    allowed_mentions: { parse: [], ...(role === undefined ? {} : { roles: [role] }) },
    ...(isSilent ? { flags: MessageFlags.SuppressNotifications } : {}),
    ...(files.length > 0 ? { files: fitFiles(files) } : {}),
  };
}

/** A file that would be too large ends with the last line that has room. */
function fitFiles(files: readonly TextFile[]): TextFile[] {
  let left: number = LIMITS.fileBytes;
  return files.slice(0, LIMITS.files).map(({ name, text }) => {
    const whole = Buffer.from(text);
    const fits = whole.length <= left;
    const bytes = fits ? whole : whole.subarray(0, whole.subarray(0, left).lastIndexOf('\n') + 1);
    left -= bytes.length;
    return { name: fileName(name), text: bytes.toString() };
  });
}

/** Letters, digits, dots and dashes; no path, and nothing hidden. */
function fileName(name: string): string {
  const safe = name.replace(/[^\w.-]+/g, '-').slice(-LIMITS.fileName);
  return safe.replace(/^[.-]+/, '') || 'file.txt';
}

/** `<@&7> `, the same before every message for that role. */
function startingMention(role: string): string {
  if (!/^\d{1,20}$/.test(role)) throw new TypeError(`This is no id of a role: ${role}`);
  return `${roleMention(role)} `;
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
    const next: APIEmbed = { ...embed };
    if (embed.title !== undefined) next.title = spend(embed.title, LIMITS.title);
    if (embed.footer)
      next.footer = { ...embed.footer, text: spend(embed.footer.text, LIMITS.footer) };
    if (embed.author)
      next.author = { ...embed.author, name: spend(embed.author.name, LIMITS.author) };
    if (embed.fields) {
      next.fields = embed.fields.slice(0, LIMITS.fields).map((field) => ({
        ...field,
        name: spend(field.name, LIMITS.fieldName),
        value: spend(field.value, LIMITS.fieldValue),
      }));
      // Discord refuses a field without text.
      next.fields = next.fields.filter((field) => field.name !== '' && field.value !== '');
    }
    if (embed.description !== undefined) {
      next.description = spend(embed.description, LIMITS.description);
    }
    // Discord shows only the first of several embeds with one URL.
    if (embed.url !== undefined) {
      next.url = urls.has(embed.url) ? `${embed.url}#${urls.size}` : embed.url;
      urls.add(next.url);
    }
    fitted.push(next);
  }
  return fitted;
}

/** Cuts finished text; not inside a character, nor between a backslash and what it escapes. */
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
