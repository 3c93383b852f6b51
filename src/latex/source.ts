/** Braces nested deeper stay source. This also bounds the work. */
export const MAX_DEPTH = 12;

/** A text being read, with what's known about it as a whole. */
export interface Source {
  readonly text: string;
  /** For the index of each `{` the index of its `}`; -1 for an unclosed one. */
  readonly closes: Int32Array;
  /** How many characters were looked at, counting repeats: the cost of reading. */
  steps: number;
}

/** Converted text, and the index where the source continues. */
export interface Converted {
  text: string;
  end: number;
}

/** Prepares a text in one pass; `\{` and `\}` don't count as braces. */
export function sourceOf(text: string): Source {
  const closes = new Int32Array(text.length).fill(-1);
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') open.push(at);
    else if (character === '}') {
      const start = open.pop();
      if (start !== undefined) closes[start] = at;
    }
  }
  return { text, closes, steps: text.length };
}

/** The index after the group that starts at `at` and ends before `to`; undefined if there's none. */
export function groupEnd(source: Source, at: number, to: number): number | undefined {
  const close = source.text[at] === '{' ? (source.closes[at] ?? -1) : -1;
  return close < 0 || close >= to ? undefined : close + 1;
}

/** The letters of the command whose backslash is at `at`; empty for `\%` and the like. */
export function commandName({ text }: Source, at: number, to: number): string {
  let end = at + 1;
  while (end < to && /[A-Za-z]/.test(text[end] ?? '')) end++;
  return text.slice(at + 1, end);
}

/** The index of the first character from `at` on that isn't white space. */
export function skipSpaces({ text }: Source, at: number, to: number): number {
  let next = at;
  while (next < to && /\s/.test(text[next] ?? '')) next++;
  return next;
}
