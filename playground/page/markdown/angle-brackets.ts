/** What's in angle brackets: mentions, timestamps, emoji and addresses; also `@everyone`. */
import { linkNode } from './links.ts';
import { nextIndex, type Scan } from './spans.ts';
import type { MarkdownNode, Match, State } from './types.ts';

/** The longest address, and so the longest text in angle brackets, that Discord accepts. */
const LONGEST = 2100;

const NAME = String.raw`[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}`;
const COMMAND = new RegExp(`^/(${NAME}(?: ${NAME}){0,2}):(\\d+)$`, 'u');
const TELEPHONE = /^(?:(?:tel|sms):\+?|\+)(?:[0-9]|\([0-9]+\))(?:[- ./]?(?:[0-9]|\([0-9]+\)))+$/;

/** The element in angle brackets that opens at `at`. */
export function matchAngle(scan: Scan, at: number, state: State): Match | undefined {
  if (scan.text[at] !== '<') return undefined;
  const close = nextIndex(scan, '>', at);
  if (close < 0 || close - at > LONGEST) return undefined;
  const inside = scan.text.slice(at + 1, close);
  const node = (state.autolinks ? address(inside) : undefined) ?? reference(inside, state);
  return node === undefined ? undefined : { end: close + 1, nodes: [node] };
}

/** `<https://x>` shows no preview and no brackets; `<a@b.c>` and `<+49 30 1>` are links too. */
function address(inside: string): MarkdownNode | undefined {
  if (/^[^: >]+:\/[^ >]+$/.test(inside)) return linkNode(inside);
  const [user, host, more] = inside.split('@');
  if (more === undefined && user && host && !/\s|</.test(inside)) {
    const dot = host.lastIndexOf('.', host.length - 2);
    if (dot > 0) return linkNode(inside, `mailto:${inside.replace(/^mailto:/, '')}`);
  }
  if (inside.length < 60 && TELEPHONE.test(inside)) {
    const number = inside.replaceAll(/[ /]+/g, '-');
    return linkNode(inside, /^(?:tel|sms):/.test(number) ? number : `tel:${number}`);
  }
  return undefined;
}

function reference(inside: string, state: State): MarkdownNode | undefined {
  const time = /^t:(-?\d{1,17})(?::([tTdDfFsSR]))?$/.exec(inside);
  if (time?.[1] !== undefined) {
    const seconds = Number(time[1]);
    // Discord shows a time outside its calendar as it was typed.
    if (Math.abs(seconds) > 8.64e12) return undefined;
    return { type: 'timestamp', seconds, style: time[2] ?? 'f' };
  }
  const emoji = /^(a?):(\w+):(\d+)$/.exec(inside);
  if (emoji !== null) {
    const [, animated = '', name = '', id = ''] = emoji;
    return { type: 'emoji', id, name, animated: animated !== '' };
  }
  const ping = /^@([!&]?)(\d+)$/.exec(inside);
  if (ping !== null && state.pings) {
    const [, sign = '', id = ''] = ping;
    return { type: 'mention', kind: sign === '&' ? 'role' : 'user', id };
  }
  if (!state.references) return undefined;
  const channel = /^#(\d+)$/.exec(inside);
  if (channel?.[1] !== undefined) return { type: 'mention', kind: 'channel', id: channel[1] };
  const command = inside.length < 160 ? COMMAND.exec(inside) : null;
  if (command === null) return undefined;
  return { type: 'mention', kind: 'command', name: command[1] ?? '', id: command[2] ?? '' };
}

/** `@everyone` and `@here`, anywhere in the text. */
export function matchMention(text: string, at: number, state: State): Match | undefined {
  if (!state.pings) return undefined;
  for (const kind of ['everyone', 'here'] as const) {
    if (text.startsWith(`@${kind}`, at)) {
      return { end: at + 1 + kind.length, nodes: [{ type: 'mention', kind }] };
    }
  }
  return undefined;
}
