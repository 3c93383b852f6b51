import { subscript, superscript } from './alphabets.ts';

/**
 * - word: several upright letters, separated from letters before and after
 * - function: like `log`, separated from its argument
 * - relation: has spaces around it, like `≤`; binary: only if the source has one, then on both sides
 * - quotient: `a/b`, in brackets if a neighbour would change what is divided
 */
type PieceKind =
  'plain' | 'word' | 'function' | 'operator' | 'relation' | 'binary' | 'quotient' | 'space';

export interface Piece {
  text: string;
  kind: PieceKind;
  /** The form next to a letter, digit or bracket, where `text` would be ambiguous. */
  guarded?: string;
}

/** The characters directly before and after a formula; empty if there's a space. */
export interface Neighbours {
  before: string;
  after: string;
}

const NO_NEIGHBOURS: Neighbours = { before: '', after: '' };
const ENDS_OPERAND = /[\p{L}\p{N}\p{M}∞∇′)\]}⟩⌋⌉]$/u;
const STARTS_WORD = /^[\p{L}\p{N}√∛∜∞∂∇]/u;
const STARTS_OPERAND = /^[\p{L}\p{N}√∛∜∞∂∇([{⟨⌊⌈]/u;
/** After these a space in the source only ends their command. */
const BINDS = /[([{⟨⌊⌈∂∇¬∀∃]$/;
const CLOSES = /^[)\]},;⟩⌋⌉]/;

/**
 * The pieces of a formula as one line.
 *
 * @param isTight without spaces around relations, as in scripts
 */
export function join(
  pieces: readonly Piece[],
  isTight: boolean,
  { before, after }: Neighbours = NO_NEIGHBOURS,
): string {
  let out = '';
  // The end of `out`; reading it from `out` at each piece would make this quadratic.
  let tail = '';
  let gap = false;
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] as Piece;
    if (piece.kind === 'space') {
      gap = true;
      continue;
    }
    // Skips at most one gap, since gaps never follow each other (see `pushPiece`).
    const hasGap = pieces[at + 1]?.kind === 'space';
    const next = pieces[at + (hasGap ? 2 : 1)];
    const previous = tail || before;
    const following = next?.text ?? after;
    // A function is separated from what precedes it.
    const isSeparated = hasGap || next?.kind === 'function';
    const isGuarded = needsGuard(piece, previous, following, isSeparated);
    let text = isGuarded ? (piece.guarded ?? piece.text) : piece.text;
    const isFirst = tail === '';
    if (isFirst) {
      if (piece.kind === 'function' && /[\p{L}\p{N}]$/u.test(before)) text = ` ${text}`;
    } else if (gap || needsSpaceBefore(piece, tail, pieces[at - 1], isTight, hasGap)) {
      const isRedundant =
        (BINDS.test(tail) && !isSign(piece)) ||
        CLOSES.test(text) ||
        (isTight && (isSign(piece) || isSign(pieceBefore(pieces, at)))) ||
        (/^[([{]/.test(text) && pieceBefore(pieces, at).kind === 'function');
      if (!isRedundant) text = ` ${text}`;
    }
    out += text;
    tail = text.slice(-2);
    gap = next !== undefined && needsSpaceAfter(piece, next, isTight, isFirst, gap || hasGap);
  }
  // Upright text may have spaces of its own.
  return out.replace(/ {2,}/g, ' ');
}

/** The piece before `at`, ignoring a gap. */
function pieceBefore(pieces: readonly Piece[], at: number): Piece {
  const previous = pieces[at - 1];
  return (previous?.kind === 'space' ? pieces[at - 2] : previous) ?? { text: '', kind: 'plain' };
}

const isSign = ({ kind }: Piece): boolean => kind === 'relation' || kind === 'binary';

function needsGuard(
  piece: Piece,
  previous: string,
  following: string,
  isSeparated: boolean,
): boolean {
  if (piece.guarded === undefined) return false;
  if (piece.kind === 'quotient') return /[/√]$/.test(previous) || STARTS_OPERAND.test(following);
  return !isSeparated && STARTS_WORD.test(following);
}

/** Whether `piece` needs a space before it, after `tail`, although the source has none. */
function needsSpaceBefore(
  piece: Piece,
  tail: string,
  previous: Piece | undefined,
  isTight: boolean,
  hasGap: boolean,
): boolean {
  switch (piece.kind) {
    case 'relation':
      return !isTight && !/[,;=<>]$/.test(tail);
    case 'binary':
      return !isTight && hasGap && ENDS_OPERAND.test(tail);
    case 'function':
    case 'operator':
    case 'quotient':
      return ENDS_OPERAND.test(tail);
    case 'word':
      return ENDS_OPERAND.test(tail) && previous?.kind !== 'word';
    case 'plain':
    case 'space':
      return false;
  }
}

/** Whether a space belongs between `piece` and `next` although the source may have none. */
function needsSpaceAfter(
  piece: Piece,
  next: Piece,
  isTight: boolean,
  isFirst: boolean,
  hasGap: boolean,
): boolean {
  switch (piece.kind) {
    case 'relation':
      return !isTight && !isFirst;
    case 'binary':
      return !isTight && hasGap;
    case 'function':
    case 'operator':
      return STARTS_WORD.test(next.text);
    case 'word':
      return next.kind !== 'word' && STARTS_WORD.test(next.text);
    case 'quotient':
      return STARTS_OPERAND.test(next.text);
    case 'plain':
    case 'space':
      return false;
  }
}

/** Adds a piece unless it's empty or a repeated space. */
export function pushPiece(pieces: Piece[], piece: Piece): void {
  const isRepeated = piece.kind === 'space' && pieces.at(-1)?.kind === 'space';
  if (isRepeated || piece.text === '') return;
  pieces.push(piece);
}

/** Text in brackets, unless it's one letter, one number or already in brackets. */
export function bracketed(text: string): string {
  return isSingle(text) ? text : `(${text})`;
}

/** One letter with its marks and scripts, one number, or one pair of brackets around everything. */
function isSingle(text: string): boolean {
  if (/^(?:\p{L}\p{M}*|[0-9.]+|∞)[\p{Lm}\p{No}⁺⁻⁼⁽⁾₊₋₌₍₎′]*$/u.test(text)) return true;
  return /^\([^()]*\)$/.test(text) || /^√(?:\p{L}|[0-9]+|\([^()]*\))$/u.test(text);
}

/** Not a sum, difference, relation or list, which a quotient or power would take apart. */
const isProduct = (text: string): boolean => /^[^\s+\-−±∓=<>≤≥,;/]+$/u.test(text);

/** `a/b`, with brackets around anything but factors. */
export function quotient(above: string, below: string): Piece {
  const upper = isProduct(withoutBrackets(above)) ? above : bracketed(above);
  const isDerivative = /^[d∂]/.test(above) && /^[d∂]\p{L}[\p{Lm}\p{No}]*$/u.test(below);
  const text = `${upper}/${isApplied(below) || isDerivative ? below : bracketed(below)}`;
  return { text, kind: 'quotient', guarded: `(${text})` };
}

/** `f(x)`: a name and one pair of brackets. */
const isApplied = (text: string): boolean => /^[\p{L}]+\([^()]*\)$/u.test(text);

/** Without the two innermost levels of brackets, whose contents are already grouped. */
function withoutBrackets(text: string): string {
  return text.replace(/\([^()]*\)/g, '').replace(/\([^()]*\)/g, '') || 'x';
}

/** `√x`, `√(x+y)`, `∛x`. */
export function root(text: string, degree: string): Piece | undefined {
  const signs: Readonly<Record<string, string>> = { '': '√', '2': '√', '3': '∛', '4': '∜' };
  const index = superscript(degree);
  const sign = signs[degree] ?? (index === undefined ? undefined : `${index}√`);
  if (sign === undefined) return undefined;
  const isShort = /^(?:\p{L}\p{M}*|[0-9.]+)$/u.test(text);
  const whole = `${sign}(${text})`;
  return { text: isShort ? sign + text : whole, kind: 'plain', guarded: whole };
}

/** A piece with its indices: in Unicode if possible, else as `x_max` and `x^(a/b)`. */
export function withScripts(base: Piece, below: string, above: string): Piece {
  const stem =
    base.kind === 'quotient' || base.guarded !== undefined ? `(${base.text})` : base.text;
  const low = compact(below, subscript);
  const high = mark(above, stem) ?? compact(above, superscript);
  const { kind } = base.kind === 'quotient' ? { kind: 'plain' as const } : base;
  const small = `${low ?? ''}${high ?? ''}`;
  if (low !== undefined && high !== undefined) return { text: stem + small, kind };
  // Unicode indices come first: after `x_max` they would belong to "max".
  const rest = [
    low === undefined ? script('_', below) : undefined,
    high === undefined ? script('^', above) : undefined,
  ].filter((part) => part !== undefined);
  const guarded = stem + small + rest.map((part) => part.guarded).join('');
  const [only] = rest;
  return { text: rest.length === 1 ? stem + small + (only?.text ?? '') : guarded, kind, guarded };
}

function compact(text: string, map: (text: string) => string | undefined): string | undefined {
  // A space between words has to stay; one between factors has no meaning.
  return /\p{L}{2} |  ?\p{L}{2}/u.test(text) ? undefined : map(text.replaceAll(' ', ''));
}

/** Superscripts with a character of their own, or that are raised anyway. */
function mark(above: string, stem: string): string | undefined {
  if (above === '∘') return '°';
  if (above === '⊤') return 'ᵀ';
  return stem === '' && /^[†‡*∗⋆★]+$/u.test(above) ? above : undefined;
}

function script(sign: '_' | '^', text: string): { text: string; guarded: string } {
  const whole = /^\([^()]*\)$/.test(text) ? sign + text : `${sign}(${text})`;
  const isWord = /^(?:\p{L}\p{M}*|[\d.]+|[∞∗*†‡+⊥∥⊙⊕])$/u.test(text);
  // Not after a small letter: in `x_iⱼ` it would be unclear what j belongs to.
  const isName = sign === '_' && /^(?:(?![\p{Lm}\p{No}])[\p{L}\p{N}])+$/u.test(text);
  return { text: isWord || isName ? sign + text : whole, guarded: whole };
}
