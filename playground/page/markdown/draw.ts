/** Draws a Markdown tree as elements. */
import { element, onPress, webAddress } from '../ui/dom.ts';
import { parseMarkdown, plainText, type MarkdownNode, type Place } from './parse.ts';
import { now } from '../ui/clock.ts';
import { timestampText } from '../ui/time.ts';
import type { Guild } from '../api/types.ts';

/** Who reads the text and where, so that `<@1>` can have a name. */
export interface Reader {
  guild: Guild;
  userId: string;
  /** Called when a mentioned channel or command is clicked. */
  onChannel: (id: string, messageId?: string) => void;
  onCommand: (name: string) => void;
}

export function drawMarkdown(text: string, place: Place, reader: Reader): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...drawAll(parseMarkdown(text, place), reader));
  return fragment;
}

const tags = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  strike: 's',
  quote: 'blockquote',
} as const;

function drawAll(nodes: MarkdownNode[], reader: Reader): Node[] {
  return nodes.map((node, index) => {
    // A block ends its own line; the line break after it would show as an empty line.
    if (node.type === 'text' && nodes[index - 1]?.type === 'codeBlock') {
      return document.createTextNode(node.text.replace(/^\n/, ''));
    }
    return draw(node, reader);
  });
}

function draw(node: MarkdownNode, reader: Reader): Node {
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text);
    case 'strong':
    case 'em':
    case 'underline':
    case 'strike':
    case 'quote':
      return element(tags[node.type], {}, ...drawAll(node.children, reader));
    case 'subtext':
      return element('small', { class: 'subtext' }, ...drawAll(node.children, reader));
    case 'spoiler':
      return drawSpoiler(drawAll(node.children, reader));
    case 'heading': {
      const tag = (['h1', 'h2', 'h3'] as const)[node.level - 1] ?? 'h3';
      return element(tag, {}, ...drawAll(node.children, reader));
    }
    case 'list':
      return element(
        node.ordered ? 'ol' : 'ul',
        node.ordered ? { start: String(node.start) } : {},
        ...node.items.map((item) => element('li', {}, ...drawAll(item, reader))),
      );
    case 'code':
      return element('code', {}, node.text);
    case 'codeBlock':
      return element('pre', {}, element('code', {}, node.text));
    case 'link': {
      const jump = drawJump(node, reader);
      if (jump !== undefined) return jump;
      const title = node.title === '' ? node.href : `${node.title}\n\n(${node.href})`;
      const href =
        webAddress(node.href) ?? (/^(?:mailto|tel|sms):/.exec(node.href) ? node.href : '');
      const children = drawAll(node.children, reader);
      return element(
        'a',
        { href, title, target: '_blank', rel: 'noopener noreferrer' },
        ...children,
      );
    }
    case 'mention':
      return drawMention(node, reader);
    case 'emoji':
      return element('span', { class: 'emoji', title: `:${node.name}:` }, `:${node.name}:`);
    case 'timestamp':
      return drawTimestamp(node.seconds, node.style);
  }
}

function drawSpoiler(children: Node[]): HTMLElement {
  const spoiler = element('span', { class: 'spoiler', role: 'button', tabindex: '0' }, ...children);
  const reveal = () => {
    spoiler.classList.add('revealed');
  };
  spoiler.addEventListener('click', reveal);
  spoiler.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') reveal();
  });
  return spoiler;
}

function drawMention(node: MarkdownNode & { type: 'mention' }, reader: Reader): HTMLElement {
  const mention = (text: string, act?: () => void) => {
    const made = element('span', { class: act ? 'mention clickable' : 'mention' }, text);
    if (act !== undefined) onPress(made, act);
    return made;
  };
  const { guild } = reader;
  switch (node.kind) {
    case 'everyone':
    case 'here':
      return mention(`@${node.kind}`);
    case 'user': {
      const member = guild.members.find(({ id }) => id === node.id);
      return mention(member === undefined ? `<@${node.id}>` : `@${member.name}`);
    }
    case 'role': {
      const role = guild.roles.find(({ id }) => id === node.id);
      const made = mention(role === undefined ? '@deleted-role' : `@${role.name}`);
      if (role !== undefined && role.color !== 0) made.style.color = colour(role.color);
      return made;
    }
    case 'channel': {
      const channel = guild.channels.find(({ id }) => id === node.id);
      if (channel === undefined) return mention('# unknown');
      return mention(`# ${channel.name}`, () => {
        reader.onChannel(channel.id);
      });
    }
    case 'command':
      return mention(`/${node.name}`, () => {
        reader.onCommand(node.name);
      });
  }
}

const JUMP = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

/** The bare URL of a channel or message in this server is shown as a mention. */
function drawJump(
  { href, children }: MarkdownNode & { type: 'link' },
  { guild, onChannel }: Reader,
): HTMLElement | undefined {
  const [, channelId, messageId] = JUMP.exec(plainText(children) === href ? href : '') ?? [];
  const channel = guild.channels.find(({ id }) => id === channelId);
  if (channel === undefined) return undefined;
  const text = messageId === undefined ? `# ${channel.name}` : `# ${channel.name} › 💬`;
  const made = element('span', { class: 'mention clickable', title: href }, text);
  onPress(made, () => {
    onChannel(channel.id, messageId);
  });
  return made;
}

function drawTimestamp(seconds: number, style: string): HTMLElement {
  const moment = new Date(now());
  const shown = element(
    'time',
    { class: 'timestamp', title: timestampText(seconds, 'F', moment) },
    timestampText(seconds, style, moment),
  );
  if (style === 'R') shown.dataset['relative'] = String(seconds);
  return shown;
}

/** Updates "3 minutes ago" everywhere on the page. */
export function refreshRelativeTimes(): void {
  for (const shown of document.querySelectorAll<HTMLElement>('time[data-relative]')) {
    shown.textContent = timestampText(Number(shown.dataset['relative']), 'R', new Date(now()));
  }
}

/** A colour as Discord sends it, as CSS. */
export function colour(value: number): string {
  return `#${value.toString(16).padStart(6, '0')}`;
}
