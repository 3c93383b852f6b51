/**
 * Discord's Markdown the way its client reads it: text to a tree, no DOM. The page is where we see
 * whether the bot's escaping is right, so this follows the client's own order of rules and its
 * quirks rather than any Markdown standard. Rules are tried at the start of each token, a token of
 * plain text ends before the next special character, and "start of a line" means that the token
 * before ended one. Every rule takes linear time, however long a run of one character is.
 */
import { matchBlock } from './blocks.ts';
import { matchAngle, matchMention } from './angle-brackets.ts';
import { createScan, matchSpan, textEnd, type Scan } from './spans.ts';
import { matchLink, matchUrl } from './links.ts';
import {
  places,
  type MarkdownNode,
  type Match,
  type Parse,
  type Place,
  type State,
} from './types.ts';
import { emojiByName } from './emoji-names.ts';

export type { MarkdownNode, Place } from './types.ts';

/** Nobody nests deeper on purpose; beyond this, text is shown as it is. */
const MAX_DEPTH = 24;

/** Parses `text` to a tree. Never throws. Adjacent plain text becomes one node. */
export function parseMarkdown(text: string, place: Place = 'content'): MarkdownNode[] {
  return parse(text, places[place], '');
}

/** The text of a tree without any Markdown, as a person would read it aloud. */
export function plainText(nodes: MarkdownNode[]): string {
  return nodes.map(readNode).join('');
}

function readNode(node: MarkdownNode): string {
  if ('children' in node) return plainText(node.children);
  if ('text' in node) return node.text;
  if (node.type === 'list') return node.items.map(plainText).join('\n');
  return '';
}

const parse: Parse = (text, state, before) => {
  if (state.depth > MAX_DEPTH) return text === '' ? [] : [{ type: 'text', text }];
  const scan = createScan(text);
  const inner: State = { ...state, depth: state.depth + 1 };
  const nodes: MarkdownNode[] = [];
  let previous = before;
  let at = 0;
  while (at < text.length) {
    const match = matchAt(scan, at, inner, previous) ?? plain(scan, at);
    for (const node of match.nodes) append(nodes, node);
    previous = text.slice(at, match.end);
    at = match.end;
  }
  return nodes;
};

/** The first rule that matches at `at`, in the client's order. */
function matchAt(scan: Scan, at: number, state: State, previous: string): Match | undefined {
  return (
    matchBlock(scan.text, at, state, previous, parse) ??
    matchEscape(scan.text, at, state) ??
    matchAngle(scan, at, state) ??
    matchUrl(scan.text, at, state) ??
    matchLink(scan, at, state, previous, parse) ??
    matchSpan(scan, at, state, previous, parse) ??
    matchMention(scan.text, at, state) ??
    matchEmojiName(scan.text, at)
  );
}

function plain(scan: Scan, at: number): Match {
  const end = textEnd(scan, at);
  return { end, nodes: [{ type: 'text', text: scan.text.slice(at, end) }] };
}

const SHRUG = '¯\\_(ツ)_/¯';

function matchEscape(text: string, at: number, state: State): Match | undefined {
  if (text.startsWith(SHRUG, at)) {
    return { end: at + SHRUG.length, nodes: [{ type: 'text', text: SHRUG }] };
  }
  const next = text[at + 1];
  if (!state.escapes || text[at] !== '\\' || next === undefined || /[0-9A-Za-z\s]/.test(next)) {
    return undefined;
  }
  return { end: at + 2, nodes: [{ type: 'text', text: next }] };
}

function matchEmojiName(text: string, at: number): Match | undefined {
  if (text[at] !== ':') return undefined;
  const name = /:([a-z0-9_+-]{1,40}):/y;
  name.lastIndex = at;
  const found = name.exec(text);
  const emoji = found?.[1] === undefined ? undefined : emojiByName.get(found[1]);
  if (emoji === undefined) return undefined;
  return { end: name.lastIndex, nodes: [{ type: 'text', text: emoji }] };
}

function append(nodes: MarkdownNode[], node: MarkdownNode): void {
  const last = nodes.at(-1);
  if (node.type === 'text' && last?.type === 'text') last.text += node.text;
  else nodes.push(node);
}
