import { SWITCHES } from './alphabets.ts';
import { formulas, type Span } from './delimiters.ts';
import { flattenCommand, flattenFormula, flattenScripts } from './formula.ts';
import { readAccent, readLetter } from './letters.ts';
import {
  commandName,
  type Converted,
  groupEnd,
  MAX_DEPTH,
  type Source,
  sourceOf,
} from './source.ts';
import { plainWord, wrapped } from './text-commands.ts';

/** A text without any of these looks the same in LaTeX. */
const HINT = /[\\$~]|``|--|[\^_]\{/;

/**
 * Converts LaTeX to readable Unicode: `$\mathbb{R}^d \to \mathbb{R}$` gives `ℝᵈ → ℝ`, `G\"odel`
 * gives `Gödel`, `\emph{x}` gives `x`. Money, shell variables, paths, patterns and unknown commands
 * stay as they are, and so does a formula that isn't understood completely, since half of one could
 * mean something else. Accepts any text, takes linear time and never throws.
 */
export function readable(text: string): string {
  return flattened(text).text;
}

/** Like `readable`, and counts the characters it looked at. */
export function flattened(text: string): { text: string; steps: number } {
  if (!HINT.test(text)) return { text, steps: text.length };
  const source = sourceOf(text);
  const spans = formulas(text);
  const hasEscapedQuotes = /\\["'](?![A-Za-z{\\])/.test(text);
  const flat = flattenProse({ source, spans, hasEscapedQuotes }, 0, text.length, 0);
  return { text: flat, steps: source.steps };
}

/** A text and the formulas found in it, by first index. */
interface Document {
  source: Source;
  spans: ReadonlyMap<number, Span>;
  /** Whether `\"` and `\'` also end words, and so are escaped quotes rather than accents. */
  hasEscapedQuotes: boolean;
}

/** Everything between two indices, flattened where possible. */
function flattenProse(document: Document, from: number, to: number, depth: number): string {
  const { source } = document;
  const { text } = source;
  let out = '';
  // The end of `out`; reading it from `out` at each step would make this quadratic.
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

/** A run of ordinary text, taken in one step. */
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

/** `{\em words}`, `{\"o}`, `{\alpha}`. Other braces stay, since they may denote a set. */
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

/** The whole of a path like `C:\data\alpha`. */
function windowsPath(text: string, at: number): Converted | undefined {
  if (!/(?:^|[^A-Za-z])[A-Za-z]:$/.test(text.slice(Math.max(0, at - 3), at))) return undefined;
  const run = /^\S+/.exec(text.slice(at))?.[0] ?? '';
  return { text: run, end: at + run.length };
}

/** A backslash before anything but a letter. */
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
  // An amount of money in LaTeX; without a digit it may be from a shell script.
  if (next === '$' && /\d/.test(after)) return { text: '$', end };
  if (next === ' ' && before === '.') return { text: ' ', end };
  if (/[,;]/.test(next) && /\d/.test(before) && /[\dA-Za-z\\]/.test(after))
    return { text: ' ', end };
  if (next === '\\' && /\s/.test(before) && /^(?:\s|$)/.test(after)) return { text: '', end };
  return { text: `\\${next}`, end };
}

/** How far apart the opening and closing quotation marks may be. */
const MAX_QUOTE = 400;

/**
 * LaTeX's spellings for typographic characters: doubled quotes, runs of hyphens for dashes, `~` for
 * a non-breaking space. Undefined if the characters at `at` stand for themselves.
 */
function readTypography(text: string, at: number): Converted | undefined {
  if (text.startsWith('``', at)) return openQuote(text, at);
  if (text.startsWith('--', at)) return dash(text, at);
  if (text[at] !== '~') return undefined;
  // After a space it means "about", unless a link or a citation follows.
  const isDouble =
    /\s/.test(text[at - 1] ?? '') && /^\\[a-z]*(?:url|cite|ref)/.test(text.slice(at + 1, at + 12));
  if (isDouble) return { text: '', end: at + 1 };
  return isTie(text, at) ? { text: ' ', end: at + 1 } : undefined;
}

function openQuote(text: string, at: number): Converted | undefined {
  const rest = text.slice(at, at + MAX_QUOTE);
  // Three or more backticks are Markdown code, and so are two that are closed by two backticks.
  const match = /^``(?!`)([^`]+?)(?:''|")/.exec(rest);
  if (match?.[1] === undefined || text[at - 1] === '`') return undefined;
  return { text: `“${match[1]}”`, end: at + match[0].length };
}

/** Only between two words or numbers, or between spaces: elsewhere it may be a flag or a name. */
function dash(text: string, at: number): Converted | undefined {
  const run = /^-+/.exec(text.slice(at, at + 4))?.[0] ?? '';
  if (run.length > 3) return undefined;
  const before = text[at - 1] ?? '';
  const after = text[at + run.length] ?? '';
  const isBetweenBlanks = /\s/.test(before) && /\s/.test(after);
  const isBetweenWords =
    /[\p{L}\p{N})}\]”'",.]/u.test(before) && /[\p{L}\p{N}({[“'"\\$]/u.test(after);
  if (!isBetweenBlanks && !isBetweenWords) return undefined;
  return { text: run.length === 3 ? '—' : '–', end: at + run.length };
}

/** "Section~3" and "et~al.", but not "~5%", "x~y", "5~10" or a path. */
function isTie(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text[at + 1] ?? '';
  if (/[\\$]/.test(after)) return /[^\s~]$/.test(before);
  if (/\d$/.test(before)) return /[A-Za-z(]/.test(after);
  if (/[)\].,]$/.test(before)) return /[a-z0-9]/.test(after);
  const isWord = /[A-Za-z]{2}$/.test(before) || /(?:^|\s)[aAI]$/.test(before);
  return isWord && /[A-Za-z0-9({"“`]/.test(after);
}
