/** Draws one message, with the web components. */
import { avatar } from '../ui/avatar.ts';
import { type ComponentActions, drawComponents } from './components.ts';
import { element, onPress, webAddress } from '../ui/dom.ts';
import { drawEmbed } from './embed.ts';
import { drawMarkdown, type Reader } from '../markdown/draw.ts';
import { now } from '../ui/clock.ts';
import { clockTime, messageTime } from '../ui/time.ts';
import {
  type Attachment,
  EPHEMERAL,
  LOADING,
  type Embed,
  type Message,
  type User,
} from '../api/types.ts';

/** What a person does with a message. */
export interface MessageActions extends ComponentActions {
  dismiss: () => void;
  /** Opens its context menu. */
  menu: (at: HTMLElement, event: Event, dismiss: () => void) => void;
}

/** @param follows whether it follows another by the same author and so needs no header */
export function drawMessage(
  message: Message,
  follows: boolean,
  reader: Reader,
  actions: MessageActions,
  repliedTo?: Message,
): HTMLElement {
  const { author, flags = 0 } = message;
  const sent = new Date(message.timestamp);
  const made = element('discord-message', { 'data-id': message.id, tabindex: '-1' });
  made.author = displayName(author);
  made.avatar = avatar(displayName(author), author.bot === true);
  made.bot = author.bot === true;
  made.toggleAttribute('message-body-only', follows);
  // Given as text: the component would show a Date without the time of day.
  made.timestamp = follows ? clockTime(sent) : messageTime(sent, new Date(now()));
  made.edited = Boolean(message.edited_timestamp);
  made.ephemeral = (flags & EPHEMERAL) !== 0;
  made.highlight = mentions(message, reader);
  made.dismissMessageClicked = actions.dismiss;
  made.addEventListener('contextmenu', (event) => {
    // On links and selected text the browser's own menu is more useful.
    const isLink = event.composedPath().some((part) => part instanceof HTMLAnchorElement);
    if (isLink || window.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    actions.menu(made, event, actions.dismiss);
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
    ...withoutRepeatedUrls(message.embeds ?? []).map((embed) => drawEmbed(embed, reader)),
    ...(message.attachments ?? []).map(drawFile),
    ...drawComponents(message.components ?? [], reader, actions),
  );
  return made;
}

/** A link to a file, which the server sends as a download. */
function drawFile({ filename, size, url }: Attachment): HTMLElement {
  return element(
    'a',
    { slot: 'attachments', class: 'file', href: webAddress(url), download: filename },
    `📄 ${filename} (${size} bytes)`,
  );
}

/** Whether `message`, right after `before`, needs no header of its own. */
export function followsOn(message: Message, before: Message | undefined): boolean {
  if (before?.author.id !== message.author.id || typeof message.used?.name === 'string')
    return false;
  if (repliedToBy(message) !== undefined) return false;
  const sameKind = ((before.flags ?? 0) & EPHEMERAL) === ((message.flags ?? 0) & EPHEMERAL);
  return sameKind && Date.parse(message.timestamp) - Date.parse(before.timestamp) < 7 * 60_000;
}

/**
 * The newest message that an app posted by itself, with embeds: longer than a screen, so its reader
 * begins at its top.
 */
export function newestPost(messages: Message[]): Message | undefined {
  return messages.findLast(
    ({ author, embeds = [], flags = 0, used }) =>
      author.bot === true && embeds.length > 0 && (flags & EPHEMERAL) === 0 && used === undefined,
  );
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

/** The id of the message that a message replies to, or whose button caused it. */
export function repliedToBy(message: Message): string | undefined {
  const { referenced_message: referenced, interaction_metadata: metadata } = message;
  return referenced?.id ?? metadata?.interacted_message_id;
}

function drawReply(to: Message | undefined, reader: Reader): HTMLElement | undefined {
  if (to === undefined) return undefined;
  const name = displayName(to.author);
  // As text only, so that nothing in it can be clicked but the line itself.
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

/** Of embeds with the same URL, a client shows only the first. */
function withoutRepeatedUrls(embeds: Embed[]): Embed[] {
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
