/** Elements on lines of their own: headings, subtext, code blocks, quotes, lists. */
import type { MarkdownNode, Match, Parse, State } from './types.ts';

/** A place where a block may start, and how to parse its contents. */
interface Start {
  text: string;
  at: number;
  state: State;
  /** Parses the block's contents, by the rules of `state` unless others are given. */
  inside: (text: string, state?: State) => MarkdownNode[];
}

/** The block that starts at `at`, if the token before it (`previous`) allows one here. */
export function matchBlock(
  text: string,
  at: number,
  state: State,
  previous: string,
  parse: Parse,
): Match | undefined {
  const sign = text.charAt(at);
  if (sign === '`') return state.codeBlocks ? matchCodeBlock(text, at) : undefined;
  if (!/[ #>*\-0-9]/.test(sign)) return undefined;
  const start: Start = {
    text,
    at,
    state,
    inside: (content, rules = state) => parse(content, rules, previous),
  };
  if (/^$|\n$/.test(previous)) {
    const line =
      (state.headings ? matchHeading(start) : undefined) ??
      (state.subtext ? matchSubtext(start) : undefined);
    if (line !== undefined) return line;
  }
  // Spaces are allowed between the line's start and a quote or list, but not after other
  // characters.
  const before = stripEnd(previous, / /);
  if (!before.endsWith('\n') && previous !== '') return undefined;
  return (
    (state.quotes ? matchQuote(start) : undefined) ??
    (state.lists ? matchList(start, parse) : undefined)
  );
}

function matchHeading({ text, at, inside }: Start): Match | undefined {
  const opening = sticky(/ *(#{1,3})(\s+)/y, text, at);
  if (opening === undefined) return undefined;
  const [all, hashes = '', space = ''] = opening;
  let from = at + all.length;
  // "#  # x": one of the spaces belongs to the text if the text would start with a hash.
  if (text[from] === '#' || from === text.length) {
    if (space.length < 2 || text[from - 1] === '\n') return undefined;
    from--;
  }
  const stop = endOfLine(text, from);
  const line = stripEnd(stripEnd(text.slice(from, stop), /\s/), /#/);
  if (line === '') return undefined;
  // White space after the heading belongs to it, up to the last line break.
  let end = stop;
  while (end < text.length && /\s/.test(text.charAt(end))) end++;
  if (end < text.length) end = text.lastIndexOf('\n', end) + 1;
  const children = inside(line.trim());
  return { end, nodes: [{ type: 'heading', level: hashes.length, children }] };
}

function matchSubtext({ text, at, inside }: Start): Match | undefined {
  const opening = sticky(/-# +(?!-#|\n|$)/y, text, at);
  if (opening === undefined) return undefined;
  const stop = endOfLine(text, at);
  const line = text.slice(at + opening[0].length, stop).trim();
  const children = inside(line);
  return { end: Math.min(stop + 1, text.length), nodes: [{ type: 'subtext', children }] };
}

function matchCodeBlock(text: string, at: number): Match | undefined {
  if (!text.startsWith('```', at)) return undefined;
  const language = sticky(/([a-z0-9_+\-.#]+)\n/iy, text, at + 3);
  const attempts =
    language === undefined
      ? [{ name: '', from: at + 3 }]
      : [
          { name: language[1] ?? '', from: at + 3 + language[0].length },
          { name: '', from: at + 3 },
        ];
  for (const { name, from } of attempts) {
    let start = from;
    while (text[start] === '\n') start++;
    const close = text.indexOf('```', start + 1);
    if (close < 0) continue;
    const code = stripEnd(text.slice(start, close), /\n/);
    return { end: close + 3, nodes: [{ type: 'codeBlock', language: name, text: code }] };
  }
  return undefined;
}

function matchQuote({ text, at, state, inside }: Start): Match | undefined {
  const rules: State = { ...state, quotes: false };
  const rest = sticky(/ *>>> ( *)/y, text, at);
  if (rest !== undefined) {
    const content = text.slice(at + rest[0].length - (rest[1]?.length ?? 0));
    return { end: text.length, nodes: [{ type: 'quote', children: inside(content, rules) }] };
  }
  const lines: string[] = [];
  let end = at;
  while (end < text.length) {
    const opening = sticky(/ *>(?!>>) ( *)/y, text, end);
    if (opening === undefined) break;
    const stop = endOfLine(text, end);
    lines.push(text.slice(end + opening[0].length - (opening[1]?.length ?? 0), stop));
    end = Math.min(stop + 1, text.length);
  }
  if (lines.length === 0) return undefined;
  return { end, nodes: [{ type: 'quote', children: inside(lines.join('\n'), rules) }] };
}

const MAX_LIST_LEVEL = 11;

function matchList({ text, at, state, inside }: Start, parse: Parse): Match | undefined {
  const opening = sticky(/( *)([*-]|[0-9]+\.) ( *)/y, text, at);
  if (opening === undefined || state.listLevel >= MAX_LIST_LEVEL) return undefined;
  const [all, spaces = '', bullet = ''] = opening;
  const indent = spaces.length;
  if (at + all.length >= text.length && opening[3] === '') return undefined;
  // The list continues while lines are indented or start with a bullet.
  let end = endOfLine(text, at + indent + bullet.length + 2);
  while (end < text.length) {
    const next = end + 1;
    const goesOn =
      text[next] === ' ' ||
      (indent === 0 && sticky(/(?:[*-]|[0-9]+\.) /y, text, next) !== undefined);
    if (!goesOn) break;
    end = endOfLine(text, next);
  }
  const rules: State = { ...state, headings: false, listLevel: state.listLevel + 1 };
  const items = splitItems(text.slice(at, end), indent, all.length);
  const ordered = bullet.length > 1;
  const start = ordered ? Math.min(1e9, Math.max(1, Number(bullet.slice(0, -1)))) : 1;
  return {
    end: Math.min(end + 1, text.length),
    nodes: [
      {
        type: 'list',
        ordered,
        start,
        items: items.map((item, index) =>
          index === 0 ? inside(item, rules) : parse(item, rules, ''),
        ),
      },
    ],
  };
}

/**
 * A list's items without their bullets; their continuation lines lose up to `width` spaces of
 * indentation.
 */
function splitItems(block: string, indent: number, width: number): string[] {
  const items: string[] = [];
  for (const line of block.split('\n')) {
    const opening = sticky(/( *)(?:[*-]|[0-9]+\.) +/y, line, 0);
    const spaces = opening?.[1]?.length ?? -1;
    if (opening !== undefined && (spaces === indent || spaces === indent + 1)) {
      items.push(line.slice(opening[0].length));
    } else {
      const lead = Math.min(width, / */.exec(line)?.[0].length ?? 0);
      items.push(`${items.pop() ?? ''}\n${line.slice(lead)}`);
    }
  }
  return items.map((item) => stripEnd(item, /\s/));
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Matches `pattern`, which must have the y flag, at exactly `at`. */
function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/**
 * Not a regular expression: one anchored only at the end would try every run of spaces in the text.
 */
function stripEnd(text: string, kind: RegExp): string {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
