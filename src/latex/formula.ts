import { ALPHABETS, SWITCHES } from './alphabets.ts';
import { type Found, marked, MATH_ACCENTS } from './accents.ts';
import {
  bracketed,
  join,
  type Neighbours,
  type Piece,
  pushPiece,
  quotient,
  root,
  withScripts,
} from './pieces.ts';
import { commandName, groupEnd, MAX_DEPTH, skipSpaces, type Source } from './source.ts';
import { FENCES, INVISIBLE, SYMBOLS } from './symbols.ts';

/** Thrown inside this file only: something in the formula has no form that is safe to show. */
class Unreadable extends Error {}

const QUOTIENTS = new Set(['frac', 'dfrac', 'tfrac', 'cfrac', 'nicefrac', 'sfrac']);
const TEXTS =
  /^(?:text(?:rm|bf|it|sf|tt|sc|sl|up|md|normal)?|mbox|hbox|emph|operatorname|mathrm|mathsf|mathtt|mathit)$/;
const NOTHING: Piece = { text: '', kind: 'plain' };

interface Read {
  piece: Piece;
  end: number;
}

/** The formula between two indices as one line; undefined where it has to stay as it is. */
export function flattenFormula(
  source: Source,
  from: number,
  to: number,
  neighbours: Neighbours,
): string | undefined {
  return unlessUnreadable(() => join(list(source, from, to, 0), false, neighbours).trim());
}

/** One command, with its arguments and indices, that stands outside of formulas. */
export function flattenCommand(
  source: Source,
  at: number,
  to: number,
  neighbours: Neighbours,
): Found | undefined {
  return unlessUnreadable(() => {
    const { piece, end } = scripted(source, atom(source, at, to, 0), to, 0);
    const after = /\S/.exec(source.text[end] ?? '')?.[0] ?? '';
    return { text: join([piece], false, { ...neighbours, after }), end };
  });
}

/** The indices that begin at `at`, of a word outside of formulas. */
export function flattenScripts(source: Source, at: number, to: number): Found | undefined {
  return unlessUnreadable(() => {
    const { piece, end } = scripted(source, { piece: NOTHING, end: at }, to, 0);
    return { text: join([piece], false, { before: '', after: source.text[end] ?? '' }), end };
  });
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function list(source: Source, from: number, to: number, depth: number): Piece[] {
  if (depth > MAX_DEPTH) throw new Unreadable('nested too deep');
  const pieces: Piece[] = [];
  let at = from;
  while (at < to) {
    const name = source.text[at] === '\\' ? commandName(source, at, to) : '';
    const alphabet = SWITCHES.get(name);
    if (alphabet !== undefined) {
      const rest = join(list(source, at + 1 + name.length, to, depth + 1), false).trim();
      pushPiece(pieces, named(alphabet(rest)));
      return pieces;
    }
    const start = at;
    const bare = /[\^_']/.test(source.text[at] ?? '')
      ? { piece: NOTHING, end: at }
      : atom(source, at, to, depth);
    const read = bare.piece.kind === 'space' ? bare : scripted(source, bare, to, depth);
    if (read.end === start) throw new Unreadable('an index without anything');
    pushPiece(pieces, read.piece);
    at = read.end;
  }
  return pieces;
}

/** `base` with the indices and primes behind it. */
function scripted(source: Source, base: Read, to: number, depth: number): Read {
  const scripts: { _?: string; '^'?: string } = {};
  let primes = 0;
  let { end } = base;
  for (;;) {
    const at = skipSpaces(source, end, to);
    const sign = at < to ? source.text[at] : undefined;
    if (sign === "'" && at === end) {
      primes++;
      end = at + 1;
    } else if (sign === '_' || sign === '^') {
      if (scripts[sign] !== undefined) throw new Unreadable('two indices at one place');
      const read = argument(source, at + 1, to, depth, true);
      scripts[sign] = read.text;
      end = read.end;
    } else break;
  }
  if (end === base.end) return base;
  const { _: below = '', '^': above = '' } = scripts;
  const prime = ['', '′', '″', '‴'][primes] ?? '′'.repeat(primes);
  if (below === '' && above === '') return { piece: { ...base.piece, text: base.piece.text + prime }, end };
  const stem = { ...base.piece, text: base.piece.text + prime };
  return { piece: withScripts(stem, below, above), end };
}

/** What a command or an index applies to: a group, a command or one character; as a line. */
function argument(source: Source, at: number, to: number, depth: number, isTight: boolean) {
  const start = skipSpaces(source, at, to);
  if (start >= to) throw new Unreadable('an argument is missing');
  const end = groupEnd(source, start, to);
  if (end !== undefined) {
    return { text: join(list(source, start + 1, end - 1, depth + 1), isTight).trim(), end };
  }
  const read = atom(source, start, to, depth + 1);
  return { text: read.piece.text, end: read.end };
}

/** The smallest whole thing at `at`. */
function atom(source: Source, at: number, to: number, depth: number): Read {
  source.steps++;
  const character = String.fromCodePoint(source.text.codePointAt(at) ?? 0);
  const end = at + character.length;
  if (/[\s~]/.test(character)) return { piece: { text: ' ', kind: 'space' }, end };
  if (character === '{') return group(source, at, to, depth);
  if (character === '\\') return command(source, at, to, depth);
  if (/[}$&#^_]/.test(character)) throw new Unreadable(`a ${character} where none can be`);
  return { piece: { text: character, kind: /[=<>]/.test(character) ? 'binary' : 'plain' }, end };
}

function group(source: Source, at: number, to: number, depth: number): Read {
  const end = groupEnd(source, at, to);
  if (end === undefined) throw new Unreadable('a brace that nothing closes');
  const pieces = list(source, at + 1, end - 1, depth + 1);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && only.kind !== 'space') {
    // Braces around a relation take its blanks away.
    return { piece: isSpaced(only) ? { ...only, kind: 'plain' } : only, end };
  }
  const text = join(pieces, false).trim();
  // Only an index makes visible that the group is one thing.
  const next = source.text[skipSpaces(source, end, to)] ?? '';
  const isBase = skipSpaces(source, end, to) < to && /[\^_]/.test(next);
  const isWhole = /^[\p{L}\p{N}]*$/u.test(text);
  return { piece: { text: isBase && !isWhole ? bracketed(text) : text, kind: 'plain' }, end };
}

const isSpaced = ({ kind }: Piece): boolean => kind === 'relation' || kind === 'binary';

function command(source: Source, at: number, to: number, depth: number): Read {
  if (depth > MAX_DEPTH) throw new Unreadable('nested too deep');
  const name = commandName(source, at, to) || (source.text[at + 1] ?? '');
  let next = at + 1 + name.length;
  if (next > to) throw new Unreadable('a backslash at the end');
  if (INVISIBLE.has(name)) {
    if (FENCES.has(name) && source.text[skipSpaces(source, next, to)] === '.') {
      next = skipSpaces(source, next, to) + 1;
    }
    return { piece: NOTHING, end: next };
  }
  const symbol = SYMBOLS.get(name);
  if (symbol !== undefined) {
    // A misused \deg behind a number is a degree sign.
    if (name === 'deg' && /\d\{?$/.test(source.text.slice(Math.max(0, at - 2), at))) {
      return { piece: { text: '°', kind: 'plain' }, end: next };
    }
    return { piece: symbol, end: next };
  }
  return withArguments(source, name, next, to, depth);
}

function withArguments(
  source: Source,
  name: string,
  start: number,
  to: number,
  depth: number,
): Read {
  const read = (at: number): Found => argument(source, at, to, depth, false);
  if (TEXTS.test(name)) return words(source, name, start, to, depth);
  const alphabet = ALPHABETS.get(name);
  if (alphabet !== undefined) {
    const { text, end } = read(start);
    return { piece: named(alphabet(text)), end };
  }
  const accent = MATH_ACCENTS.get(name);
  if (accent !== undefined) {
    const { text, end } = read(start);
    const piece = { text: marked(text, accent) ?? `${name}(${text})`, kind: 'plain' as const };
    return { piece, end };
  }
  if (QUOTIENTS.has(name)) {
    const above = read(start);
    const below = read(above.end);
    return { piece: quotient(above.text, below.text), end: below.end };
  }
  if (name === 'binom' || name === 'dbinom' || name === 'tbinom') {
    const above = read(start);
    const below = read(above.end);
    const text = `binom(${above.text}, ${below.text})`;
    return { piece: { text, kind: 'function' }, end: below.end };
  }
  if (name === 'sqrt') return squareRoot(source, start, to, depth);
  if (name === 'pmod') {
    const { text, end } = read(start);
    return { piece: { text: `(mod ${text})`, kind: 'relation' }, end };
  }
  if (name === 'not') return negated(read(start));
  if (name === 'href') return link(source, start, to, depth);
  throw new Unreadable(`\\${name} is not known`);
}

/** Upright words: `\text{ or }`, `\mathrm{poly}`, `\operatorname*{argmax}`. */
function words(source: Source, name: string, at: number, to: number, depth: number): Read {
  const start = source.text[at] === '*' ? at + 1 : at;
  const open = skipSpaces(source, start, to);
  const close = groupEnd(source, open, to);
  const raw = close === undefined ? '' : source.text.slice(open + 1, close - 1);
  source.steps += raw.length;
  if (close !== undefined && /^(?:text|mbox|hbox|emph)/.test(name) && !/[\\${}^_~]/.test(raw)) {
    // Here blanks count.
    return { piece: named(raw.replace(/\s+/g, ' ')), end: close };
  }
  const { text, end } = argument(source, start, to, depth, false);
  if (name === 'operatorname') return { piece: { text, kind: 'function' }, end };
  return { piece: named(text), end };
}

function named(text: string): Piece {
  return { text, kind: /^[A-Za-z][A-Za-z]/.test(text) ? 'word' : 'plain' };
}

function squareRoot(source: Source, at: number, to: number, depth: number): Read {
  const open = skipSpaces(source, at, to);
  const degree = /^\[([0-9a-z]{1,3})\]/.exec(source.text.slice(open, Math.min(open + 5, to)));
  const start = degree === null ? at : open + degree[0].length;
  const { text, end } = argument(source, start, to, depth, false);
  const piece = root(text, degree?.[1] ?? '');
  if (piece === undefined) throw new Unreadable('a root of a degree without a sign');
  return { piece, end };
}

function negated({ text, end }: Found): Read {
  if (Array.from(text).length !== 1) throw new Unreadable('more than a sign is negated');
  return { piece: { text: `${text}\u0338`.normalize('NFC'), kind: 'relation' }, end };
}

function link(source: Source, at: number, to: number, depth: number): Read {
  const end = groupEnd(source, at, to);
  if (end === undefined) throw new Unreadable('a link to nowhere');
  const url = source.text.slice(at + 1, end - 1);
  source.steps += url.length;
  const shown = argument(source, end, to, depth, false);
  return { piece: { text: `${shown.text} (${url})`, kind: 'plain' }, end: shown.end };
}
