import { SWITCHES } from './alphabets.ts';
import { named, type Read, readCommand } from './formula-commands.ts';
import { bracketed, join, type Neighbours, type Piece, pushPiece, withScripts } from './pieces.ts';
import {
  commandName,
  type Converted,
  groupEnd,
  MAX_DEPTH,
  skipSpaces,
  type Source,
} from './source.ts';
import { FENCES, INVISIBLE, SYMBOLS } from './symbols.ts';

/** Thrown within this file only: a part of the formula can't be shown safely. */
class Unreadable extends Error {}

/** Shared, because capturing a stack takes longer than reading a formula. */
const UNREADABLE = new Unreadable();

const NOTHING: Piece = { text: '', kind: 'plain' };

/** The formula between two indices as one line; undefined if it has to stay as it is. */
export function flattenFormula(
  source: Source,
  from: number,
  to: number,
  neighbours: Neighbours,
): string | undefined {
  return unlessUnreadable(() => join(list(source, from, to, 0), false, neighbours).trim());
}

/** A command outside formulas, with its arguments and scripts. */
export function flattenCommand(
  source: Source,
  at: number,
  to: number,
  neighbours: Neighbours,
): Converted | undefined {
  return unlessUnreadable(() => {
    const { piece, end } = scripted(source, atom(source, at, to, 0), to, 0);
    const after = /\S/.exec(source.text[end] ?? '')?.[0] ?? '';
    return { text: join([piece], false, { ...neighbours, after }), end };
  });
}

/** The scripts that start at `at`, after a word outside formulas. */
export function flattenScripts(source: Source, at: number, to: number): Converted | undefined {
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
  if (depth > MAX_DEPTH) throw UNREADABLE;
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
    if (read.end === start) throw UNREADABLE;
    pushPiece(pieces, read.piece);
    at = read.end;
  }
  return pieces;
}

/** `base` with the scripts and primes after it. */
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
      if (scripts[sign] !== undefined) throw UNREADABLE;
      const read = argument(source, at + 1, to, depth, true);
      scripts[sign] = read.text;
      end = read.end;
    } else {
      // Between a sum and its scripts, \limits only says where they're drawn.
      const limits =
        sign === '\\' ? /^\\(?:no)?limits(?![A-Za-z])/.exec(source.text.slice(at, at + 10)) : null;
      if (limits === null) break;
      end = at + limits[0].length;
    }
  }
  if (end === base.end) return base;
  const { _: below = '', '^': above = '' } = scripts;
  const prime = ['', '′', '″', '‴'][primes] ?? '′'.repeat(primes);
  if (below === '' && above === '')
    return { piece: { ...base.piece, text: base.piece.text + prime }, end };
  const stem = { ...base.piece, text: base.piece.text + prime };
  return { piece: withScripts(stem, below, above), end };
}

/** The argument of a command or script as one line: a group, a command or a single character. */
function argument(source: Source, at: number, to: number, depth: number, isTight: boolean) {
  const start = skipSpaces(source, at, to);
  if (start >= to) throw UNREADABLE;
  const end = groupEnd(source, start, to);
  if (end !== undefined) {
    return { text: join(list(source, start + 1, end - 1, depth + 1), isTight).trim(), end };
  }
  const read = atom(source, start, to, depth + 1);
  return { text: read.piece.text, end: read.end };
}

/** The smallest complete unit at `at`: a character, a group, or a command with its arguments. */
function atom(source: Source, at: number, to: number, depth: number): Read {
  source.steps++;
  const character = String.fromCodePoint(source.text.codePointAt(at) ?? 0);
  const end = at + character.length;
  if (/[\s~]/.test(character)) return { piece: { text: ' ', kind: 'space' }, end };
  if (character === '{') return group(source, at, to, depth);
  if (character === '\\') return command(source, at, to, depth);
  if (/[}$&#^_]/.test(character)) throw UNREADABLE;
  return { piece: { text: character, kind: /[=<>]/.test(character) ? 'binary' : 'plain' }, end };
}

function group(source: Source, at: number, to: number, depth: number): Read {
  const end = groupEnd(source, at, to);
  if (end === undefined) throw UNREADABLE;
  const pieces = list(source, at + 1, end - 1, depth + 1);
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && only.kind !== 'space') {
    // Braces around a relation remove the spaces around it.
    return { piece: isSpaced(only) ? { ...only, kind: 'plain' } : only, end };
  }
  const text = join(pieces, false).trim();
  // Brackets are only needed if a script applies to the group as a whole.
  const next = source.text[skipSpaces(source, end, to)] ?? '';
  const isBase = skipSpaces(source, end, to) < to && /[\^_]/.test(next);
  const isWhole = /^[\p{L}\p{N}]*$/u.test(text);
  return { piece: { text: isBase && !isWhole ? bracketed(text) : text, kind: 'plain' }, end };
}

const isSpaced = ({ kind }: Piece): boolean => kind === 'relation' || kind === 'binary';

function command(source: Source, at: number, to: number, depth: number): Read {
  if (depth > MAX_DEPTH) throw UNREADABLE;
  const name = commandName(source, at, to) || (source.text[at + 1] ?? '');
  let next = at + 1 + name.length;
  if (next > to) throw UNREADABLE;
  if (INVISIBLE.has(name)) {
    if (FENCES.has(name) && source.text[skipSpaces(source, next, to)] === '.') {
      next = skipSpaces(source, next, to) + 1;
    }
    return { piece: NOTHING, end: next };
  }
  const symbol = SYMBOLS.get(name);
  if (symbol !== undefined) {
    // After a number, \deg is a misused degree sign.
    if (name === 'deg' && /\d\{?$/.test(source.text.slice(Math.max(0, at - 2), at))) {
      return { piece: { text: '°', kind: 'plain' }, end: next };
    }
    return { piece: symbol, end: next };
  }
  const read = (start: number): Converted => argument(source, start, to, depth, false);
  const found = readCommand(source, name, next, to, read);
  if (found === undefined) throw UNREADABLE;
  return found;
}
