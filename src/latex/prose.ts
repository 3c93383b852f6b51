import { type Converted, readAccent, readLetter } from './accents.ts';
import type { Span } from './delimiters.ts';
import { flattenCommand, flattenFormula, flattenScripts } from './formula.ts';
import { commandName, groupEnd, MAX_DEPTH, type Source } from './source.ts';
import { SWITCHES } from './alphabets.ts';
import { readTypography } from './typography.ts';
import { plainWord, wrapped } from './words.ts';

/** A text with its formulas, as they were found. */
export interface Document {
  source: Source;
  spans: ReadonlyMap<number, Span>;
  /** Whether `\"` and `\'` also end words, and so are escaped quotes rather than accents. */
  hasEscapedQuotes: boolean;
}

/** Everything between two indices, flattened where it can be. */
export function flattenProse(document: Document, from: number, to: number, depth: number): string {
  const { source } = document;
  const { text } = source;
  let out = '';
  // What `out` ends in; asking `out` itself at each step would make this quadratic.
  let tail = '';
  let at = from;
  while (at < to) {
    source.steps++;
    const found =
      depth > MAX_DEPTH ? undefined : (special(document, at, to, depth, tail) ?? plain(text, at));
    const end = Math.min(found?.end ?? at + 1, to);
    const shown = found !== undefined && found.end <= to ? found.text : text.slice(at, end);
    out += shown;
    if (shown !== '') tail = shown.slice(-2);
    at = end;
  }
  return out;
}

/** Words without anything special; one step instead of many. */
function plain(text: string, at: number): Converted | undefined {
  PLAIN.lastIndex = at;
  const run = PLAIN.exec(text)?.[0];
  return run === undefined ? undefined : { text: run, end: at + run.length };
}

const PLAIN = /(?:(?!https?:)[^\\${^_~`-])+/y;
const URL = /https?:\/\/[^\s{}\\$]+/y;

function special(
  document: Document,
  at: number,
  to: number,
  depth: number,
  before: string,
): Converted | undefined {
  const { source, spans } = document;
  const span = spans.get(at);
  if (span !== undefined && span.to <= to) return formula(source, span);
  switch (source.text[at] ?? '') {
    case '\\':
      return command(document, at, to, depth, before);
    case '{':
      return group(document, at, to, depth);
    case '^':
    case '_':
      if (source.text[at + 1] !== '{' || !/[\p{L}\p{N})\]}]$/u.test(before)) return undefined;
      return flattenScripts(source, at, to);
    case 'h':
      URL.lastIndex = at;
      return URL.test(source.text)
        ? { text: source.text.slice(at, URL.lastIndex), end: URL.lastIndex }
        : undefined;
    default:
      return readTypography(source.text, at);
  }
}

function formula(source: Source, { from, to, bodyFrom, bodyTo }: Span): Converted {
  const neighbours = {
    before: source.text[from - 1] ?? '',
    after: source.text[to] ?? '',
  };
  const text = flattenFormula(source, bodyFrom, bodyTo, neighbours);
  // Half a formula would be worse than its source.
  return { text: text ?? source.text.slice(from, to), end: to };
}

/** `{\em words}`, `{\"o}`, `{\alpha}`; other braces stay, for they may be a set's. */
function group(document: Document, at: number, to: number, depth: number): Converted | undefined {
  const { source } = document;
  const end = groupEnd(source, at, to);
  if (end === undefined || source.text[at + 1] !== '\\') return undefined;
  const name = commandName(source, at + 1, to);
  if (SWITCHES.has(name)) {
    const start = at + 2 + name.length;
    return { text: flattenProse(document, start, end - 1, depth + 1).trim(), end };
  }
  const inner = flattenProse(document, at + 1, end - 1, depth + 1);
  return { text: inner.includes('\\') ? `{${inner}}` : inner, end };
}

function command(
  document: Document,
  at: number,
  to: number,
  depth: number,
  before: string,
): Converted | undefined {
  const { source } = document;
  const { text } = source;
  const path = windowsPath(text, at);
  if (path !== undefined) return path;
  const name = commandName(source, at, to);
  if (name === '') return punctuation(document, at, to);
  const flatten = (from: number, end: number): string =>
    flattenProse(document, from, end, depth + 1);
  const found =
    wrapped(source, at, to, before, flatten) ??
    readAccent(source, at, to) ??
    readLetter(source, at, to) ??
    plainWord(source, at, to);
  if (found !== undefined) return found;
  const flat = /^.$/.test(name)
    ? undefined
    : flattenCommand(source, at, to, { before: before.slice(-1), after: '' });
  return flat ?? { text: `\\${name}`, end: at + 1 + name.length };
}

/** `C:\data\alpha`: to its end. */
function windowsPath(text: string, at: number): Converted | undefined {
  if (!/(?:^|[^A-Za-z])[A-Za-z]:$/.test(text.slice(Math.max(0, at - 3), at))) return undefined;
  const run = /^\S+/.exec(text.slice(at))?.[0] ?? '';
  return { text: run, end: at + run.length };
}

/** A backslash before what is no letter. */
function punctuation(document: Document, at: number, to: number): Converted {
  const { source, hasEscapedQuotes } = document;
  const { text } = source;
  const before = text[at - 1] ?? '';
  const next = text[at + 1] ?? '';
  const after = text[at + 2] ?? '';
  const end = at + 1 + next.length;
  const isQuote = (next === '"' || next === "'") && hasEscapedQuotes && !/[A-Za-z]/.test(before);
  const accented = isQuote ? undefined : readAccent(source, at, to);
  if (accented !== undefined) return accented;
  if (/[%&_#{}]/.test(next)) return { text: next, end };
  // Money, as LaTeX has to write it; elsewhere it may be a shell's.
  if (next === '$' && /\d/.test(after)) return { text: '$', end };
  if (next === ' ' && before === '.') return { text: ' ', end };
  if (/[,;]/.test(next) && /\d/.test(before) && /[\dA-Za-z\\]/.test(after))
    return { text: ' ', end };
  if (next === '\\' && /\s/.test(before) && /^(?:\s|$)/.test(after)) return { text: '', end };
  return { text: `\\${next}`, end };
}
