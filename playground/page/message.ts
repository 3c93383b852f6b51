/** One message, drawn by the web components. */
import type { MessageActs } from './acts.ts';
import { avatar } from './avatar.ts';
import { drawComponents } from './components.ts';
import { element, onPress, webAddress } from './dom.ts';
import { drawEmbed } from './embed.ts';
import { drawMarkdown, type Reader } from './markdown-dom.ts';
import { now } from './page-clock.ts';
import { clockTime, messageTime } from './time.ts';
import {
  type Attachment,
  EPHEMERAL,
  LOADING,
  type Embed,
  type Message,
  type User,
} from './wire.ts';

/** `follows`: whether it stands under another of the same author and needs no second head. */
export function drawMessage(
  message: Message,
  follows: boolean,
  reader: Reader,
  acts: MessageActs,
  repliedTo?: Message,
): HTMLElement {
  const { author, flags = 0 } = message;
  const sent = new Date(message.timestamp);
  const made = element('discord-message', { 'data-id': message.id, tabindex: '-1' });
  made.author = displayName(author);
  made.avatar = avatar(displayName(author), author.bot === true);
  made.bot = author.bot === true;
  made.toggleAttribute('message-body-only', follows);
  // Kept as the text it is given; a Date would be shown without the time of day.
  made.timestamp = follows ? clockTime(sent) : messageTime(sent, new Date(now()));
  made.edited = Boolean(message.edited_timestamp);
  made.ephemeral = (flags & EPHEMERAL) !== 0;
  made.highlight = mentions(message, reader);
  made.dismissMessageClicked = acts.dismiss;
  made.addEventListener('contextmenu', (event) => {
    // On a link and on marked text the browser's own menu is of more use.
    const isLink = event.composedPath().some((part) => part instanceof HTMLAnchorElement);
    if (isLink || window.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    acts.menu(made, event, acts.dismiss);
  });

  const head = drawCommand(message) ?? drawReply(repliedTo, reader);
  if (head !== undefined) made.append(head);
  made.append(
    element(
      'div',
      { class: 'markup' },
      (flags & LOADING) !== 0
        ? thinking(displayName(author))
        : drawMarkdown(message.content, 'content', reader),
    ),
    ...onceEach(message.embeds ?? []).map((embed) => drawEmbed(embed, reader)),
    ...(message.attachments ?? []).map(drawFile),
    ...drawComponents(message.components ?? [], reader, acts),
  );
  return made;
}

/** A file to click: the server hands it out as a download. */
function drawFile({ filename, size, url }: Attachment): HTMLElement {
  return element(
    'a',
    { slot: 'attachments', class: 'file', href: webAddress(url), download: filename },
    `📄 ${filename} (${size} bytes)`,
  );
}

/** Whether `message` needs no head of its own under `before`. */
export function followsOn(message: Message, before: Message | undefined): boolean {
  if (before?.author.id !== message.author.id || typeof message.used?.name === 'string')
    return false;
  if (repliedToBy(message) !== undefined) return false;
  const sameKind = ((before.flags ?? 0) & EPHEMERAL) === ((message.flags ?? 0) & EPHEMERAL);
  return sameKind && Date.parse(message.timestamp) - Date.parse(before.timestamp) < 7 * 60_000;
}

function displayName(user: User): string {
  return user.global_name ?? user.username;
}

function drawCommand({ used }: Message): HTMLElement | undefined {
  if (typeof used?.name !== 'string') return undefined;
  const { name } = used.user;
  const made = element('discord-command', { slot: 'reply', type: 'slash_command' });
  made.author = name;
  made.avatar = avatar(name, false);
  made.command = used.name;
  return made;
}

/** The id of the message that a message replies to, or under whose button it was pressed. */
export function repliedToBy(message: Message): string | undefined {
  const { referenced_message: referenced, interaction_metadata: metadata } = message;
  return referenced?.id ?? metadata?.interacted_message_id;
}

function drawReply(to: Message | undefined, reader: Reader): HTMLElement | undefined {
  if (to === undefined) return undefined;
  const name = displayName(to.author);
  // Names in place of ids, and nothing to press but the line itself.
  const line = drawMarkdown(to.content.split('\n')[0] ?? '', 'content', reader).textContent;
  const text = to.content === '' ? 'Click to see the message' : line;
  const link = element('span', { class: 'reply-text' }, text);
  onPress(link, () => {
    reader.onChannel(to.channel_id, to.id);
  });
  const made = element('discord-reply', { slot: 'reply' }, link);
  made.author = name;
  made.avatar = avatar(name, to.author.bot === true);
  made.bot = to.author.bot === true;
  return made;
}

/** Of embeds with the same address a client shows the first only. */
function onceEach(embeds: Embed[]): Embed[] {
  return embeds.filter(
    ({ url }, index) => url === undefined || embeds.findIndex((e) => e.url === url) === index,
  );
}

function thinking(name: string): HTMLElement {
  const dots = element('span', { class: 'dots', 'aria-hidden': 'true' });
  dots.append(element('i'), element('i'), element('i'));
  return element('span', { class: 'thinking' }, dots, `${name} is thinking...`);
}

function mentions(message: Message, { userId }: Reader): boolean {
  return (
    message.mention_everyone === true || (message.mentions ?? []).some(({ id }) => id === userId)
  );
}
