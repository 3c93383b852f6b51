import { escapeLatex } from './latex.ts';

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

/** What formulas in titles are written with. No other command is let into a file of somebody's TeX. */
const COMMANDS = new Set(
  `alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi
  rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma
  Upsilon Phi Psi Omega hbar ell imath jmath Re Im aleph wp partial nabla infty emptyset varnothing
  forall exists neg top bot angle prime sum prod coprod int oint bigcup bigcap bigoplus bigotimes pm mp
  times div cdot ast star circ bullet cap cup vee wedge setminus oplus ominus otimes odot dagger ddagger
  leq le geq ge equiv sim simeq approx cong neq ne propto ll gg prec succ subset supset subseteq supseteq
  in ni notin mid parallel perp vdash models to gets rightarrow leftarrow leftrightarrow Rightarrow
  Leftarrow Leftrightarrow mapsto longrightarrow hookrightarrow uparrow downarrow langle rangle lfloor
  rfloor lceil rceil lbrace rbrace vert Vert ldots cdots dots vdots ddots quad qquad sqrt frac tfrac dfrac
  binom mathrm mathbf mathit mathcal mathbb mathfrak mathsf mathtt mathscr boldsymbol bm operatorname text
  textrm textit textbf textsc texttt textsf hat widehat tilde widetilde bar overline underline vec dot
  ddot check breve acute grave left right big Big log ln exp sin cos tan min max sup inf lim det dim ker
  gcd deg arg Pr mod bmod pmod rm bf it cal lesssim gtrsim square Box triangle rtimes ltimes`.split(
    /\s+/,
  ),
);

const GREEK = new Map(
  (
    'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ' +
    'ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta ' +
    'Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega'
  )
    .match(/\S+ \S+/g)
    ?.map((pair) => pair.split(' ') as [string, string]),
);

/**
 * Whether what stands between two dollars is a formula that may stay: braces in pairs, known
 * commands only, and none of the characters that mean something else to TeX.
 */
function isMath(inner: string): boolean {
  // `^^5c` is a backslash to TeX.
  if (inner === '' || /[$%#&]|\^\^|\\$/.test(inner)) return false;
  let depth = 0;
  for (const [token, command] of inner.matchAll(/\\(?:([A-Za-z]+)|.)|[{}]/gsu)) {
    if (command !== undefined && !COMMANDS.has(command)) return false;
    if (command === undefined && token.startsWith('\\') && !/^\\[{}|,;:! ]/.test(token)) {
      return false;
    }
    if (token === '{') depth++;
    if (token === '}' && --depth < 0) return false;
  }
  return depth === 0;
}

/** A formula as it goes into BibTeX, which counts `\{` as a brace; Greek letters as commands. */
function mathText(inner: string): string {
  return inner
    .replaceAll('\\{', '\\lbrace ')
    .replaceAll('\\}', '\\rbrace ')
    .replace(/[α-ωΑ-Ω]/g, (letter) => {
      const name = GREEK.get(letter);
      return name === undefined ? letter : `{\\${name}}`;
    });
}
