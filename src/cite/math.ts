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
export function isMath(inner: string): boolean {
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
export function mathText(inner: string): string {
  return inner
    .replaceAll('\\{', '\\lbrace ')
    .replaceAll('\\}', '\\rbrace ')
    .replace(/[α-ωΑ-Ω]/g, (letter) => {
      const name = GREEK.get(letter);
      return name === undefined ? letter : `{\\${name}}`;
    });
}
