/**
 * Text between delimiters: bold, italic, underline, strikethrough, spoiler, code; also plain text.
 */
import type { MarkdownNode, Match, Parse, State } from './types.ts';

/**
 * A text being scanned from left to right, with what's known about the part ahead, so that no rule
 * scans the same part twice.
 */
export interface Scan {
  readonly text: string;
  /**
   * From which position on each rule fails: it reached the end without finding its closing
   * delimiter.
   */
  readonly dead: Map<string, number>;
  /** The next position of each character that was searched for. */
  readonly next: Map<string, number>;
  /** Positions of the maximal runs of backticks by length; computed when first needed. */
  ticks: Map<number, number[]> | undefined;
  /** The result of `labelEnds`; computed when first needed. */
  linkEnds: Int32Array | undefined;
  /** Ends of the runs of word characters, digits and spaces that `textEnd` is in. */
  readonly runs: { word: number; digits: number; spaces: number };
}

export function createScan(text: string): Scan {
  return {
    text,
    dead: new Map(),
    next: new Map(),
    ticks: undefined,
    linkEnds: undefined,
    runs: { word: -1, digits: -1, spaces: -1 },
  };
}

/** The position of `sign` at or after `at`, or -1. `at` must never decrease within a scan. */
export function nextIndex(scan: Scan, sign: string, at: number): number {
  const known = scan.next.get(sign);
  if (known !== undefined && (known >= at || known < 0)) return known;
  const found = scan.text.indexOf(sign, at);
  scan.next.set(sign, found);
  return found;
}

/** Calls `find`, unless an earlier call already returned -1: there's no match from there on. */
function unlessDead(scan: Scan, rule: string, at: number, find: () => number): number {
  if (at >= (scan.dead.get(rule) ?? Infinity)) return -1;
  const found = find();
  if (found < 0) scan.dead.set(rule, at);
  return found;
}

/** The span that opens at `at`, if it closes. */
export function matchSpan(
  scan: Scan,
  at: number,
  state: State,
  previous: string,
  parse: Parse,
): Match | undefined {
  const { text } = scan;
  const wrap = (
    type: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler',
    width: number,
    end: number,
  ) => ({
    end,
    nodes: [{ type, children: parse(text.slice(at + width, end - width), state, previous) }],
  });
  const sign = text[at];
  if (sign === '*' || sign === '_') {
    // The longer of italic and the doubled delimiter wins; italic if they're equally long.
    const italic = emphasisEnd(text, at, sign);
    const double = doubledEnd(scan, at, sign + sign, sign);
    if (italic < 0 && double < 0) return undefined;
    if (italic >= double) return wrap('em', 1, italic);
    return wrap(sign === '*' ? 'strong' : 'underline', 2, double);
  }
  if (sign === '~') {
    const end = plainPairEnd(scan, at, '~~', '_');
    return end < 0 ? undefined : wrap('strike', 2, end);
  }
  if (sign === '|') {
    const end = plainPairEnd(scan, at, '||', '');
    return end < 0 ? undefined : wrap('spoiler', 2, end);
  }
  return sign === '`' ? matchCode(scan, at) : undefined;
}

/** Where `*x*` or `_x_` ends, or -1. Doubled delimiters and escapes inside are skipped. */
function emphasisEnd(text: string, at: number, sign: '*' | '_'): number {
  const star = sign === '*';
  let i = at + 1;
  if (star && /^(?:\s|$)/.test(text[i] ?? '')) return -1;
  let afterSpace = false;
  while (i < text.length) {
    const character = text.charAt(i);
    if (character === sign) {
      let run = 1;
      while (text[i + run] === sign) run++;
      if (run === 1 && (i === at + 1 || (star && afterSpace))) return -1;
      i += run;
      if (run % 2 === 1) return star || !/\w/.test(text[i] ?? '') ? i : -1;
      afterSpace = false;
      continue;
    }
    afterSpace = /\s/.test(character);
    i += character === '\\' ? 2 : 1;
  }
  return -1;
}

/**
 * Where `**x**` ends, or -1. The closing pair must not be followed by a third; escapes are skipped.
 */
function doubledEnd(scan: Scan, at: number, pair: string, sign: string): number {
  const { text } = scan;
  if (!text.startsWith(pair, at)) return -1;
  return unlessDead(scan, pair, at, () => {
    let i = at + 2 + (text[at + 2] === '\\' ? 2 : 1);
    while (i < text.length) {
      if (text.startsWith(pair, i) && text[i + 2] !== sign) return i + 2;
      i += text[i] === '\\' ? 2 : 1;
    }
    return -1;
  });
}

/** Like `doubledEnd`, but backslashes have no meaning inside. */
function plainPairEnd(scan: Scan, at: number, pair: string, notBefore: string): number {
  const { text } = scan;
  if (!text.startsWith(pair, at)) return -1;
  return unlessDead(scan, pair, at, () => {
    let close = text.indexOf(pair, at + 3);
    while (close >= 0 && notBefore !== '' && text[close + 2] === notBefore) {
      close = text.indexOf(pair, close + 1);
    }
    return close < 0 ? -1 : close + 2;
  });
}

/** Code closes at a run of equally many backticks; the longest opening run that closes counts. */
function matchCode(scan: Scan, at: number): Match {
  const { text } = scan;
  let open = 1;
  while (text[at + open] === '`') open++;
  for (let width = open; width > 0; width--) {
    const close = firstFrom(ticksOf(scan).get(width) ?? [], at + open);
    if (close === undefined) continue;
    const code = text.slice(at + width, close).replace(/^ (?= *`)|(` *) $/g, '$1');
    return { end: close + width, nodes: [{ type: 'code', text: code }] };
  }
  const nodes: MarkdownNode[] = [{ type: 'text', text: text.slice(at, at + open) }];
  return { end: at + open, nodes };
}

function ticksOf(scan: Scan): Map<number, number[]> {
  if (scan.ticks !== undefined) return scan.ticks;
  const runs = new Map<number, number[]>();
  for (const run of scan.text.matchAll(/`+/g)) {
    const starts = runs.get(run[0].length) ?? [];
    starts.push(run.index);
    runs.set(run[0].length, starts);
  }
  scan.ticks = runs;
  return runs;
}

/** The first of the ascending `starts` that is at least `from`. */
function firstFrom(starts: number[], from: number): number | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return starts[low];
}

/**
 * Where a token of plain text that starts at `at` ends: after at least one character, before the
 * next special character, blank line, hard break, `word:x` or `12.`.
 */
export function textEnd(scan: Scan, at: number): number {
  const { text } = scan;
  let i = at + 1;
  while (i < text.length && !endsText(scan, i)) i++;
  return i;
}

function endsText(scan: Scan, i: number): boolean {
  const { text, runs } = scan;
  const character = text.charAt(i);
  if (character === '\n') return text[i + 1] === '\n';
  if (character === ' ') {
    if (i >= runs.spaces) runs.spaces = runEnd(text, i, / +/y);
    return runs.spaces - i > 1 && text[runs.spaces] === '\n';
  }
  if (!/\w/.test(character)) return !/[\s\u00c0-\uffff]/.test(character);
  if (character === '_') return true;
  if (i >= runs.word) runs.word = runEnd(text, i, /\w+/y);
  if (text[runs.word] === ':' && /\S/.test(text[runs.word + 1] ?? '')) return true;
  if (!/[0-9]/.test(character)) return false;
  if (i >= runs.digits) runs.digits = runEnd(text, i, /[0-9]+/y);
  return text[runs.digits] === '.';
}

function runEnd(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}
