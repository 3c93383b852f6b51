/** Bare URLs and masked links. */
import { places, type MarkdownNode, type Match, type Parse, type State } from './types.ts';
import { nextIndex, type Scan } from './spans.ts';

/** The longest URL that Discord accepts. */
const LONGEST = 2100;

const PROTOCOLS = new Set(['http:', 'https:', 'discord:', 'tel:', 'sms:', 'mailto:']);

/** Invisible characters; a URL that contains one isn't a link. */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Cc}]|[^\P{Zs} ]/u;

/** `shown` as a link to `href`, or as plain text if Discord wouldn't trust the URL. */
export function linkNode(shown: string, href = shown): MarkdownNode {
  return isSafe(href)
    ? { type: 'link', href, title: '', children: [{ type: 'text', text: shown }] }
    : { type: 'text', text: shown };
}

function isSafe(href: string): boolean {
  if (UNSEEN.test(href) || !URL.canParse(href)) return false;
  const url = new URL(href);
  if (!PROTOCOLS.has(url.protocol)) return false;
  if (!url.protocol.startsWith('http')) return true;
  const [, slash, host = ''] = href.split('/');
  return slash === '' && url.hostname !== '' && !host.includes('%');
}

/** A URL in running text, from its scheme to the next space, without closing punctuation. */
export function matchUrl(text: string, at: number, state: State): Match | undefined {
  if (!state.autolinks || (text[at] !== 'h' && text[at] !== 's')) return undefined;
  const pattern = /((?:https?|steam):\/\/)[^\s<]+/y;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  let end = pattern.lastIndex;
  while (/[.,:;"'\]]/.test(text.charAt(end - 1))) end--;
  if (end - at < (found[1]?.length ?? 0) + 2) return undefined;
  end -= strayParenthesis(text.slice(at, end));
  return { end, nodes: [linkNode(text.slice(at, end))] };
}

/** 1 if the URL ends with a `)` that it doesn't open itself, otherwise 0. */
function strayParenthesis(url: string): 0 | 1 {
  let from = 0;
  for (let i = url.length - 1; i >= 0 && url[i] === ')'; i--) {
    const open = url.indexOf('(', from);
    if (open < 0) return 1;
    from = open + 1;
  }
  return 0;
}

/**
 * What the label of a masked link may contain; with anything else, the whole link is plain text.
 */
const IN_LABEL = new Set<MarkdownNode['type']>([
  'text',
  'underline',
  'strong',
  'em',
  'strike',
  'code',
  'spoiler',
  'timestamp',
  'emoji',
  'list',
  'heading',
  'quote',
  'subtext',
]);

/** `[text](address "title")`. */
export function matchLink(
  scan: Scan,
  at: number,
  state: State,
  previous: string,
  parse: Parse,
): Match | undefined {
  const { text } = scan;
  if (!state.maskedLinks || text[at] !== '[') return undefined;
  scan.linkEnds ??= labelEnds(text);
  const close = scan.linkEnds[at + 1] ?? -1;
  const target = close < 0 ? undefined : matchTarget(scan, close + 1);
  if (target === undefined) return undefined;
  const raw: Match = {
    end: target.end,
    nodes: [{ type: 'text', text: text.slice(at, target.end) }],
  };
  const label = text.slice(at + 1, close);
  const href = target.href.replaceAll(/\\([^0-9A-Za-z\s])/g, '$1');
  if (label.trim() === '' || !isSafe(target.href) || !isSafe(href)) return raw;
  const wide: State = { ...state, escapes: false };
  if (!onlyLabel(parse(label, wide, previous))) return raw;
  const children = parse(label, { ...places.label, depth: state.depth }, previous);
  return { end: target.end, nodes: [{ type: 'link', href, title: target.title, children }] };
}

function onlyLabel(nodes: MarkdownNode[]): boolean {
  return nodes.every((node) => {
    if (!IN_LABEL.has(node.type)) return false;
    if ('children' in node) return onlyLabel(node.children);
    return node.type !== 'list' || node.items.every(onlyLabel);
  });
}

/**
 * For each position in `text`, where the label of a masked link that reaches it would close: at the
 * last `](` it can get to, past `[pairs]` and past any `]` followed by another `]`. Computed from
 * the right, so that all positions together take one pass.
 */
function labelEnds(text: string): Int32Array {
  const ends = new Int32Array(text.length + 2).fill(-1);
  let nextClose = -1;
  let nextOpen = -1;
  for (let i = text.length - 1; i >= 0; i--) {
    const character = text[i];
    if (character === ']') {
      const goesOn = nextClose >= 0 && (nextOpen < 0 || nextClose < nextOpen);
      const further = goesOn ? (ends[i + 1] ?? -1) : -1;
      ends[i] = further >= 0 || text[i + 1] !== '(' ? further : i;
      nextClose = i;
    } else if (character === '[') {
      ends[i] = nextClose < 0 ? -1 : (ends[nextClose + 1] ?? -1);
      nextOpen = i;
    } else {
      ends[i] = ends[i + 1] ?? -1;
    }
  }
  return ends;
}

/** `(address "title")` at `open`. The address ends at the first parenthesis that can close it. */
function matchTarget(
  scan: Scan,
  open: number,
): { href: string; title: string; end: number } | undefined {
  const { text } = scan;
  if (nextIndex(scan, ')', open) < 0) return undefined;
  const space = /\s*<?/y;
  space.lastIndex = open + 1;
  space.exec(text);
  const start = space.lastIndex;
  let group: number | undefined;
  let i = start;
  const limit = Math.min(text.length, open + LONGEST);
  while (i < limit) {
    const character = text.charAt(i);
    if (character === ')' || /[\s>]/.test(character)) {
      const tail = />?\s*(?:(?<=\s)['"]([^'"]{0,1000})['"]\s*)?\)/y;
      tail.lastIndex = i;
      const found = tail.exec(text);
      if (found !== null) {
        return { href: text.slice(start, i), title: found[1] ?? '', end: tail.lastIndex };
      }
      if (character !== '>') break;
      i++;
    } else if (character === '(') {
      const close = text.indexOf(')', i);
      if (close < 0 || close > limit) break;
      if (!/\s/.test(text.slice(i, close))) group = close;
      i = close + 1;
    } else {
      i += character === '\\' ? 2 : 1;
    }
  }
  // No end was found, so the last inner parenthesis was the one that closes.
  if (group === undefined) return undefined;
  return { href: text.slice(start, group), title: '', end: group + 1 };
}
