import { subscript, superscript } from './alphabets.ts';

/**
 * - word: several upright letters, kept apart from letters before and behind
 * - function: like `log`, kept apart from what it is applied to
 * - relation: has blanks around it, as `≤` has; binary: as the source has it, but on both sides
 * - quotient: `a/b`, in brackets where a neighbour would change what is divided
 */
export type PieceKind =
  'plain' | 'word' | 'function' | 'operator' | 'relation' | 'binary' | 'quotient' | 'space';

export interface Piece {
  text: string;
  kind: PieceKind;
  /** The form beside a letter, digit or bracket, where `text` would swallow or be swallowed. */
  guarded?: string;
}

/** The characters that a formula stands between, without a blank; else empty. */
export interface Neighbours {
  before: string;
  after: string;
}

const NOBODY: Neighbours = { before: '', after: '' };
const ENDS_OPERAND = /[\p{L}\p{N}\p{M}∞∇′)\]}⟩⌋⌉]$/u;
const STARTS_WORD = /^[\p{L}\p{N}√∛∜∞∂∇]/u;
const STARTS_OPERAND = /^[\p{L}\p{N}√∛∜∞∂∇([{⟨⌊⌈]/u;
/** Behind these a blank of the source only ends their command. */
const BINDS = /[([{⟨⌊⌈∂∇¬∀∃]$/;
const CLOSES = /^[)\]},;⟩⌋⌉]/;

/**
 * The pieces of a formula as one line.
 *
 * @param isTight as in a script: without blanks around relations
 */
export function join(
  pieces: readonly Piece[],
  isTight: boolean,
  { before, after }: Neighbours = NOBODY,
): string {
  let out = '';
  // What `out` ends in; asking `out` itself at each piece would make this quadratic.
  let tail = '';
  let gap = false;
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] as Piece;
    if (piece.kind === 'space') {
      gap = true;
      continue;
    }
    // Two pieces on, past one gap: gaps never follow each other (see `pushPiece`).
    const hasGap = pieces[at + 1]?.kind === 'space';
    const next = pieces[at + (hasGap ? 2 : 1)];
    const previous = tail || before;
    const following = next?.text ?? after;
    // A function is kept apart from what stands before it.
    const isApart = hasGap || next?.kind === 'function';
    const isGuarded = needsGuard(piece, previous, following, isApart);
    let text = isGuarded ? (piece.guarded ?? piece.text) : piece.text;
    const isFirst = tail === '';
    if (isFirst) {
      if (piece.kind === 'function' && /[\p{L}\p{N}]$/u.test(before)) text = ` ${text}`;
    } else if (gap || wantsSpace(piece, tail, pieces[at - 1], isTight, hasGap)) {
      const isNeedless =
        (BINDS.test(tail) && !isSign(piece)) ||
        CLOSES.test(text) ||
        (isTight && (isSign(piece) || isSign(lastBefore(pieces, at)))) ||
        (/^[([{]/.test(text) && lastBefore(pieces, at).kind === 'function');
      if (!isNeedless) text = ` ${text}`;
    }
    out += text;
    tail = text.slice(-2);
    gap = next !== undefined && wantsSpaceBehind(piece, next, isTight, isFirst, gap || hasGap);
  }
  // Upright text brings blanks of its own.
  return out.replace(/ {2,}/g, ' ');
}

/** The piece before `at`, past a gap. */
function lastBefore(pieces: readonly Piece[], at: number): Piece {
  const previous = pieces[at - 1];
  return (previous?.kind === 'space' ? pieces[at - 2] : previous) ?? { text: '', kind: 'plain' };
}

const isSign = ({ kind }: Piece): boolean => kind === 'relation' || kind === 'binary';

function needsGuard(piece: Piece, previous: string, following: string, isApart: boolean): boolean {
  if (piece.guarded === undefined) return false;
  if (piece.kind === 'quotient') return /[/√]$/.test(previous) || STARTS_OPERAND.test(following);
  return !isApart && STARTS_WORD.test(following);
}

/** Whether a blank belongs before `piece`, behind what ends in `tail`, although the source has none. */
function wantsSpace(
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

/** Whether a blank belongs between `piece` and `next` although the source may have none. */
function wantsSpaceBehind(
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

/** Adds a piece that shows; of several blanks in a row one is kept. */
export function pushPiece(pieces: Piece[], piece: Piece): void {
  const isRepeated = piece.kind === 'space' && pieces.at(-1)?.kind === 'space';
  if (isRepeated || piece.text === '') return;
  pieces.push(piece);
}

/** Text in brackets, unless it is one letter, number or bracketed whole already. */
export function bracketed(text: string): string {
  return isSingle(text) ? text : `(${text})`;
}

/** One letter with its marks and scripts, one number, or one bracket from end to end. */
function isSingle(text: string): boolean {
  if (/^(?:\p{L}\p{M}*|[0-9.]+|∞)[\p{Lm}\p{No}⁺⁻⁼⁽⁾₊₋₌₍₎′]*$/u.test(text)) return true;
  return /^\([^()]*\)$/.test(text) || /^√(?:\p{L}|[0-9]+|\([^()]*\))$/u.test(text);
}

/** A sum, difference, relation or list, which a quotient or power must not take apart. */
const isProduct = (text: string): boolean => /^[^\s+\-−±∓=<>≤≥,;/]+$/u.test(text);

/** `a/b`, with brackets round what is more than one factor. */
export function quotient(above: string, below: string): Piece {
  const upper = isProduct(withoutBrackets(above)) ? above : bracketed(above);
  const isDerivative = /^[d∂]/.test(above) && /^[d∂]\p{L}[\p{Lm}\p{No}]*$/u.test(below);
  const text = `${upper}/${isApplied(below) || isDerivative ? below : bracketed(below)}`;
  return { text, kind: 'quotient', guarded: `(${text})` };
}

/** `f(x)`: a name and one bracket from end to end. */
const isApplied = (text: string): boolean => /^[\p{L}]+\([^()]*\)$/u.test(text);

/** Without what stands in its innermost brackets, and in theirs: what is there binds already. */
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

/** A piece with its indices: in Unicode where that has them all, else as `x_max` and `x^(a/b)`. */
export function withScripts(base: Piece, below: string, above: string): Piece {
  const stem =
    base.kind === 'quotient' || base.guarded !== undefined ? `(${base.text})` : base.text;
  const low = compact(below, subscript);
  const high = mark(above, stem) ?? compact(above, superscript);
  const { kind } = base.kind === 'quotient' ? { kind: 'plain' as const } : base;
  const small = `${low ?? ''}${high ?? ''}`;
  if (low !== undefined && high !== undefined) return { text: stem + small, kind };
  // What Unicode has comes first, for behind `x_max` it would belong to "max".
  const rest = [
    low === undefined ? script('_', below) : undefined,
    high === undefined ? script('^', above) : undefined,
  ].filter((part) => part !== undefined);
  const guarded = stem + small + rest.map((part) => part.guarded).join('');
  const [only] = rest;
  return { text: rest.length === 1 ? stem + small + (only?.text ?? '') : guarded, kind, guarded };
}

function compact(text: string, map: (text: string) => string | undefined): string | undefined {
  // A blank between words has to stay; one between factors says nothing.
  return /\p{L}{2} |  ?\p{L}{2}/u.test(text) ? undefined : map(text.replaceAll(' ', ''));
}

/** Marks that stand high by themselves. */
function mark(above: string, stem: string): string | undefined {
  if (above === '∘') return '°';
  if (above === '⊤') return 'ᵀ';
  return stem === '' && /^[†‡*∗⋆★]+$/u.test(above) ? above : undefined;
}

function script(sign: '_' | '^', text: string): { text: string; guarded: string } {
  const whole = /^\([^()]*\)$/.test(text) ? sign + text : `${sign}(${text})`;
  const isWord = /^(?:\p{L}\p{M}*|[\d.]+|[∞∗*†‡+⊥∥⊙⊕])$/u.test(text);
  // Not behind a small letter: `x_iⱼ` would have lost what j belongs to.
  const isName = sign === '_' && /^(?:(?![\p{Lm}\p{No}])[\p{L}\p{N}])+$/u.test(text);
  return { text: isWord || isName ? sign + text : whole, guarded: whole };
}
