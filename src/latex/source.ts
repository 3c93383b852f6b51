/** How deep braces are followed; what is nested deeper stays source. It also bounds the work. */
export const MAX_DEPTH = 12;

/** A text that is read, with what is known about the whole of it. */
export interface Source {
  readonly text: string;
  /** For the index of each `{` that of its `}`, also those that nothing closes: then -1. */
  readonly closes: Int32Array;
  /** How many characters were looked at, some of them several times: what reading has cost. */
  steps: number;
}

/** What stands at an index, as Unicode, and where the text goes on. */
export interface Converted {
  text: string;
  end: number;
}

/** Prepares a text in one pass, in which `\{` and `\}` are no braces. */
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

/** The index behind the group that begins at `at` and ends before `to`; undefined if none does. */
export function groupEnd(source: Source, at: number, to: number): number | undefined {
  const close = source.text[at] === '{' ? (source.closes[at] ?? -1) : -1;
  return close < 0 || close >= to ? undefined : close + 1;
}

/** The letters of the command whose backslash stands at `at`; empty for `\%` and its like. */
export function commandName({ text }: Source, at: number, to: number): string {
  let end = at + 1;
  while (end < to && /[A-Za-z]/.test(text[end] ?? '')) end++;
  return text.slice(at + 1, end);
}

/** The first index from `at` on without white space. */
export function skipSpaces({ text }: Source, at: number, to: number): number {
  let next = at;
  while (next < to && /\s/.test(text[next] ?? '')) next++;
  return next;
}
