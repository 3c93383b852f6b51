import { escapeLatex } from './latex.ts';

/** Commands that are kept along with their argument; all others are shown as text. */
const ACCENT =
  /^\\(?:["'`^~=.]|[cvuHkdr](?![A-Za-z])) ?(?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])/;
const LETTER = /^(\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA))(?![A-Za-z])(?:\{\}| )?/;
const FONT = /^\\(?:emph|text(?:it|bf|tt|sc|sf|rm|sl|up|superscript|subscript))(?=\{)/;
const SWITCH = /^\\(?:it|em|bf|tt|sc|sf|rm|sl)(?: |(?=\\))/;
const ESCAPE = /^\\[&%$#_,]/;
const BRACE = /^\\([{}])/;
const WORD = /^[\p{L}\p{M}\p{N}]+/u;

/**
 * A title as LaTeX for BibTeX. Complete formulas, groups in braces and the commands common in titles
 * stay as they are. Everything else is escaped, so that no title can close its field or run TeX.
 * BibTeX styles lower-case titles; braces protect formulas and words with inner capitals.
 *
 * @param title a single line
 */
export function latexTitle(title: string): string {
  return latexText(title, true);
}

/** @param isOuter outside braces, where BibTeX styles may lower-case letters */
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
  /** How much of the title it covers. */
  length: number;
}

/** The longest word or command that's recognised, so that long titles take linear time. */
const MAX_TOKEN = 200;

/** `$...$`; like Pandoc, not a price: no spaces just inside the dollars, no digit after them. */
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
  // BibTeX lower-cases groups that start with a command despite their braces.
  const needsMore = isOuter && font !== '';
  return { latex: needsMore ? `{${group}}` : group, length: end + 1 - at };
}

/** The index of the brace that closes the one at `at`. */
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

/** A non-breaking space: `Android~Apps`, `Fig.~1`, but not `~10x`. */
function readTie(text: string, at: number): Token | undefined {
  const isTie = /^[\p{L}.,]~[\p{L}\d$({]/u.test(text.slice(at - 1, at + 2));
  return at > 0 && isTie ? { latex: '~', length: 1 } : undefined;
}

/** A word, in braces if its capitals matter, or a single other character. */
function readWord(rest: string, isOuter: boolean): Token {
  const word = WORD.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const latex = escapeLatex(word);
  return { latex: isOuter && hasOwnCase(word) ? `{${latex}}` : latex, length: word.length };
}

/** Acronyms, `ImageNet`, `2D` and single letters like the Q in `Q-Learning`, but not the article A. */
function hasOwnCase(word: string): boolean {
  return /^.+\p{Lu}|^(?!A$)\p{Lu}$/u.test(word);
}

/** The commands allowed in formulas. No others, since the file goes into someone's TeX run. */
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
 * Whether the text between two dollars is a formula that's safe to keep: balanced braces, known
 * commands only, and no character with a special meaning in TeX.
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

/** A formula for BibTeX: `\{` by name, as BibTeX would count its brace, and Greek letters as commands. */
function mathText(inner: string): string {
  return inner
    .replaceAll('\\{', '\\lbrace ')
    .replaceAll('\\}', '\\rbrace ')
    .replace(/[α-ωΑ-Ω]/g, (letter) => {
      const name = GREEK.get(letter);
      return name === undefined ? letter : `{\\${name}}`;
    });
}
