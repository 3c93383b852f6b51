import { escapeLatex } from './latex.ts';
import { isMath, mathText } from './math.ts';

/** Commands that are kept with what they are applied to; any other is shown as text. */
const ACCENT =
  /^\\(?:["'`^~=.]|[cvuHkdr](?![A-Za-z])) ?(?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])/;
const LETTER = /^(\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA))(?![A-Za-z])(?:\{\}| )?/;
const FONT = /^\\(?:emph|text(?:it|bf|tt|sc|sf|rm|sl|up|superscript|subscript))(?=\{)/;
const SWITCH = /^\\(?:it|em|bf|tt|sc|sf|rm|sl)(?: |(?=\\))/;
const ESCAPE = /^\\[&%$#_,]/;
const BRACE = /^\\([{}])/;
const WORD = /^[\p{L}\p{M}\p{N}]+/u;

/**
 * A title as LaTeX for BibTeX. Formulas, groups in braces and the commands that titles are written
 * with stay as they are where they are whole; all else shows as it was printed, so that no title
 * can close its field or bring TeX to do anything. Styles put titles into small letters: words with
 * inner capitals and formulas are kept from that in braces.
 *
 * @param title one line
 */
export function latexTitle(title: string): string {
  return latexText(title, true);
}

/** @param isOuter not in braces, where styles change no letter */
function latexText(text: string, isOuter: boolean): string {
  let latex = '';
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at, at + MAX_TOKEN);
    const token =
      readMath(text, at, isOuter) ??
      readGroup(text, at, isOuter) ??
      readCommand(text, at) ??
      readTie(text, at) ??
      readWord(rest, isOuter);
    latex += token.latex;
    at += token.length;
  }
  return latex;
}

interface Token {
  latex: string;
  /** Of what was read. */
  length: number;
}

/** Words and commands are looked for no further, so that a long title takes linear time. */
const MAX_TOKEN = 200;

/** `$...$`, told from prices as Pandoc does: no blank inside the dollars, no digit behind. */
function readMath(text: string, at: number, isOuter: boolean): Token | undefined {
  if (text[at] !== '$') return undefined;
  const end = text.indexOf('$', at + 1);
  const inner = text.slice(at + 1, end);
  if (end < 0 || /^\s|\s$|\\$/.test(inner) || /\d/.test(text[end + 1] ?? '')) return undefined;
  if (!isMath(inner)) return undefined;
  const math = `$${mathText(inner)}$`;
  return { latex: isOuter ? `{${math}}` : math, length: end + 1 - at };
}

function readGroup(text: string, at: number, isOuter: boolean): Token | undefined {
  if (text[at] !== '{') return undefined;
  const end = closing(text, at);
  if (end === undefined) return undefined;
  let inner = text.slice(at + 1, end);
  const font = SWITCH.exec(inner)?.[0] ?? '';
  inner = inner.slice(font.length);
  const group = `{${font}${latexText(inner, false)}}`;
  // A group that begins with a command is not kept from being put into small letters by its braces.
  const needsMore = isOuter && font !== '';
  return { latex: needsMore ? `{${group}}` : group, length: end + 1 - at };
}

/** Where the brace that opens at `at` is closed. */
function closing(text: string, at: number): number | undefined {
  let depth = 0;
  const end = Math.min(text.length, at + 10 * MAX_TOKEN);
  for (let index = at; index < end; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return index;
  }
  return undefined;
}

function readCommand(text: string, at: number): Token | undefined {
  if (text[at] !== '\\') return undefined;
  const rest = text.slice(at, at + MAX_TOKEN);
  const brace = BRACE.exec(rest)?.[1];
  if (brace !== undefined) return { latex: escapeLatex(brace), length: 2 };
  if (rest.startsWith('\\ ')) return { latex: ' ', length: 2 };
  const escape = ESCAPE.exec(rest)?.[0];
  if (escape !== undefined) return { latex: escape, length: 2 };
  const accent = ACCENT.exec(rest)?.[0];
  if (accent !== undefined) return { latex: `{${accent}}`, length: accent.length };
  const letter = LETTER.exec(rest);
  if (letter) return { latex: `{${letter[1] ?? ''}}`, length: letter[0].length };
  const font = FONT.exec(rest)?.[0];
  const group = font === undefined ? undefined : readGroup(text, at + font.length, false);
  if (font === undefined || group === undefined) return undefined;
  return { latex: font + group.latex, length: font.length + group.length };
}

/** A blank at which no line is broken: `Android~Apps`, `Fig.~1`; `~10x` is none. */
function readTie(text: string, at: number): Token | undefined {
  const isTie = /^[\p{L}.,]~[\p{L}\d$({]/u.test(text.slice(at - 1, at + 2));
  return at > 0 && isTie ? { latex: '~', length: 1 } : undefined;
}

/** A word, in braces where its capitals matter, or one other character. */
function readWord(rest: string, isOuter: boolean): Token {
  const word = WORD.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const latex = escapeLatex(word);
  return { latex: isOuter && hasOwnCase(word) ? `{${latex}}` : latex, length: word.length };
}

/** Acronyms, `ImageNet`, `2D`, and single letters such as the Q of `Q-Learning`; not the article. */
function hasOwnCase(word: string): boolean {
  return /^.+\p{Lu}|^(?!A$)\p{Lu}$/u.test(word);
}
