import { ALPHABETS } from './alphabets.ts';
import { type Piece, quotient, root } from './pieces.ts';
import { type Converted, groupEnd, skipSpaces, type Source } from './source.ts';

/** A piece of a formula, and the index where the formula continues. */
export interface Read {
  piece: Piece;
  end: number;
}

/** Reads the argument at an index as one line. */
type ReadArgument = (at: number) => Converted;

/** Accents above and below letters in formulas, as combining characters. */
const MATH_ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['bar', '\u0304'],
  ['overline', '\u0305'],
  ['vec', '\u20d7'],
  ['overrightarrow', '\u20d7'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['check', '\u030c'],
  ['breve', '\u0306'],
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['mathring', '\u030a'],
  ['underline', '\u0332'],
]);

const QUOTIENTS = new Set(['frac', 'dfrac', 'tfrac', 'cfrac', 'nicefrac', 'sfrac']);
const BINOMIALS = new Set(['binom', 'dbinom', 'tbinom']);
const TEXTS =
  /^(?:text(?:rm|bf|it|sf|tt|sc|sl|up|md|normal)?|mbox|hbox|emph|operatorname|mathrm|mathsf|mathtt|mathit)$/;

/**
 * A command with arguments in a formula; undefined if it's unknown or can't be shown on one line.
 *
 * @param start the index after the command's name
 */
export function readCommand(
  source: Source,
  name: string,
  start: number,
  to: number,
  read: ReadArgument,
): Read | undefined {
  if (TEXTS.test(name)) return words(source, name, start, to, read);
  const alphabet = ALPHABETS.get(name);
  if (alphabet !== undefined) {
    const { text, end } = read(start);
    return { piece: named(alphabet(text)), end };
  }
  const accent = MATH_ACCENTS.get(name);
  if (accent !== undefined) {
    const { text, end } = read(start);
    return { piece: { text: marked(text, accent) ?? `${name}(${text})`, kind: 'plain' }, end };
  }
  if (QUOTIENTS.has(name)) {
    const above = read(start);
    const below = read(above.end);
    return { piece: quotient(above.text, below.text), end: below.end };
  }
  if (BINOMIALS.has(name)) {
    const above = read(start);
    const below = read(above.end);
    const text = `binom(${above.text}, ${below.text})`;
    return { piece: { text, kind: 'function' }, end: below.end };
  }
  if (name === 'sqrt') return squareRoot(source, start, to, read);
  if (name === 'not') return negated(read(start));
  if (name === 'href') return link(source, start, to, read);
  if (name !== 'pmod') return undefined;
  const { text, end } = read(start);
  return { piece: { text: `(mod ${text})`, kind: 'relation' }, end };
}

/** Upright text; a word is separated from its neighbours. */
export function named(text: string): Piece {
  return { text, kind: /^[A-Za-z][A-Za-z]/.test(text) ? 'word' : 'plain' };
}

/** A letter with a combining mark; undefined if `text` is more than a letter and its scripts. */
function marked(text: string, mark: string): string | undefined {
  const match = /^([\p{L}\p{N}])([\u0300-\u036f]?[\p{Lm}\p{No}′]*)$/u.exec(text);
  return match ? `${match[1]}${mark}${match[2]}`.normalize('NFC') : undefined;
}

/** `\text{ or }`, `\mathrm{poly}`, `\operatorname*{argmax}`. */
function words(
  source: Source,
  name: string,
  at: number,
  to: number,
  read: ReadArgument,
): Read | undefined {
  const start = source.text[at] === '*' ? at + 1 : at;
  const open = skipSpaces(source, start, to);
  const close = groupEnd(source, open, to);
  if (close !== undefined && /^(?:text|mbox|hbox|emph)/.test(name)) {
    const raw = source.text.slice(open + 1, close - 1);
    source.steps += raw.length;
    // Spaces are significant in text mode.
    if (!/[\\${}^_~]/.test(raw)) return { piece: named(raw.replace(/\s+/g, ' ')), end: close };
  }
  const { text, end } = read(start);
  return { piece: name === 'operatorname' ? { text, kind: 'function' } : named(text), end };
}

function squareRoot(source: Source, at: number, to: number, read: ReadArgument): Read | undefined {
  const open = skipSpaces(source, at, to);
  const degree = /^\[([0-9a-z]{1,3})\]/.exec(source.text.slice(open, Math.min(open + 5, to)));
  const { text, end } = read(degree === null ? at : open + degree[0].length);
  const piece = root(text, degree?.[1] ?? '');
  return piece && { piece, end };
}

function negated({ text, end }: Converted): Read | undefined {
  if (Array.from(text).length !== 1) return undefined;
  return { piece: { text: `${text}\u0338`.normalize('NFC'), kind: 'relation' }, end };
}

function link(source: Source, at: number, to: number, read: ReadArgument): Read | undefined {
  const end = groupEnd(source, at, to);
  if (end === undefined) return undefined;
  const url = source.text.slice(at + 1, end - 1);
  source.steps += url.length;
  const shown = read(end);
  return { piece: { text: `${shown.text} (${url})`, kind: 'plain' }, end: shown.end };
}
