/**
 * Unicode's superscripts and subscripts. Left out: letters few fonts have (superscript C, F, Q) and
 * those that look like another one (superscript alpha like a).
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

/** `text` in superscript; undefined if one of its characters has none. */
export const superscript = (text: string): string | undefined => mapped(text, SUPERSCRIPTS);

/** `text` in subscript; undefined if one of its characters has none. */
export const subscript = (text: string): string | undefined => mapped(text, SUBSCRIPTS);

function mapped(text: string, script: ReadonlyMap<string, string>): string | undefined {
  let result = '';
  for (const character of text) {
    const small = script.get(character);
    if (small === undefined) return undefined;
    result += small;
  }
  return result;
}
