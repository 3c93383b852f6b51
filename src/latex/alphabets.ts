// Letters that Unicode had before it got the complete alphabets.
const BLACKBOARD: Readonly<Record<string, string>> = {
  C: 'ℂ',
  H: 'ℍ',
  N: 'ℕ',
  P: 'ℙ',
  Q: 'ℚ',
  R: 'ℝ',
  Z: 'ℤ',
};
const SCRIPT: Readonly<Record<string, string>> = {
  B: 'ℬ',
  E: 'ℰ',
  F: 'ℱ',
  H: 'ℋ',
  I: 'ℐ',
  L: 'ℒ',
  M: 'ℳ',
  R: 'ℛ',
};
const FRAKTUR: Readonly<Record<string, string>> = { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' };

const blackboard = (text: string): string =>
  text
    .replace(/[A-Z]/g, (letter) => BLACKBOARD[letter] ?? shiftLetter(letter, 'A', 0x1d538))
    .replace(/[0-9]/g, (digit) => shiftLetter(digit, '0', 0x1d7d8));

const script = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => SCRIPT[letter] ?? shiftLetter(letter, 'A', 0x1d49c));

const fraktur = (text: string): string =>
  text
    .replace(/[A-Z]/g, (letter) => FRAKTUR[letter] ?? shiftLetter(letter, 'A', 0x1d504))
    .replace(/[a-z]/g, (letter) => shiftLetter(letter, 'a', 0x1d51e));

/** A bold x is a vector, unlike a plain one; a bold word is just a word. */
function bold(text: string): string {
  if (/[A-Za-z0-9]{2}/.test(text)) return text;
  return text
    .replace(/[A-Z]/g, (letter) => shiftLetter(letter, 'A', 0x1d400))
    .replace(/[a-z]/g, (letter) => shiftLetter(letter, 'a', 0x1d41a))
    .replace(/[0-9]/g, (digit) => shiftLetter(digit, '0', 0x1d7ce))
    .replace(/[Α-Ω]/g, (letter) => shiftLetter(letter, 'Α', 0x1d6a8))
    .replace(/[α-ω]/g, (letter) => shiftLetter(letter, 'α', 0x1d6c2));
}

const upright = (text: string): string => text;

function shiftLetter(letter: string, first: string, start: number): string {
  return String.fromCodePoint(start + letter.charCodeAt(0) - first.charCodeAt(0));
}

/** How each command that chooses an alphabet converts a flattened text. */
export const ALPHABETS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['mathbb', blackboard],
  ['mathbbm', blackboard],
  ['mathds', blackboard],
  ['mathcal', script],
  ['mathscr', script],
  ['mathfrak', fraktur],
  ...['mathbf', 'boldsymbol', 'bm', 'mathbold'].map((name) => [name, bold] as const),
  ...`mathrm mathsf mathtt mathit mathnormal mathup mathord mathbin mathrel mathop mathinner
    ensuremath`
    .split(/\s+/)
    .map((name) => [name, upright] as const),
]);

/** Commands that choose the alphabet for the rest of their group. */
export const SWITCHES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['cal', script],
  ['frak', fraktur],
  ['bf', bold],
  ...'rm sf tt it em sl sc'.split(' ').map((name) => [name, upright] as const),
]);

/**
 * Unicode's superscripts and subscripts. Left out: letters few fonts have (superscript C, F, Q) and
 * those that look like another letter (superscript alpha like a).
 */
const SUPERSCRIPTS = table(
  '0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ′″‴',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ′″‴',
);
const SUBSCRIPTS = table(
  '0123456789+-−=()aehijklmnoprstuvxβγρφχ',
  '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ',
);

function table(from: string, to: string): ReadonlyMap<string, string> {
  const characters = Array.from(to);
  return new Map(Array.from(from, (character, at) => [character, characters[at] ?? '']));
}

/** `text` in superscript; undefined if Unicode lacks one of its characters. */
export const superscript = (text: string): string | undefined => mapCharacters(text, SUPERSCRIPTS);

/** `text` in subscript; undefined if Unicode lacks one of its characters. */
export const subscript = (text: string): string | undefined => mapCharacters(text, SUBSCRIPTS);

function mapCharacters(text: string, script: ReadonlyMap<string, string>): string | undefined {
  let result = '';
  for (const character of text) {
    const small = script.get(character);
    if (small === undefined) return undefined;
    result += small;
  }
  return result;
}
