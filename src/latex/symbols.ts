/** How a symbol is spaced from its neighbours. */
type SymbolKind = 'plain' | 'relation' | 'binary' | 'operator' | 'function' | 'space';

interface MathSymbol {
  text: string;
  kind: SymbolKind;
}

// Names and their characters, alternating. Two names share a character only if LaTeX draws them
// alike: a reader has to be able to tell \epsilon from \varepsilon as the author does.
const PLAIN = `
  alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
  kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
  varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
  Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
  ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ partial ∂ nabla ∇ infty ∞
  forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ angle ∠
  triangle △ square □ Box □ blacksquare ■ diamond ⋄ Diamond ◇ lozenge ◊ clubsuit ♣ diamondsuit ♦
  heartsuit ♥ spadesuit ♠ flat ♭ natural ♮ sharp ♯ checkmark ✓ cmark ✓ xmark ✗ star ⋆ bigstar ★
  prime ′ degree ° dag † dagger † ddag ‡ ddagger ‡ copyright © circledR ® pounds £ euro € yen ¥
  dots … ldots … dotsc … dotsb ⋯ dotsm ⋯ cdots ⋯ vdots ⋮ ddots ⋱ colon : bullet •
  lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ langle ⟨ rangle ⟩ lbrace { rbrace } lbrack [ rbrack ]
  vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖ backslash ∖ And & lt < gt >
  ulcorner ⌜ urcorner ⌝ llcorner ⌞ lrcorner ⌟ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑
  Downarrow ⇓ surd √ mho ℧ complement ∁ eth ð`;

const RELATIONS = `
  leq ≤ le ≤ geq ≥ ge ≥ leqslant ⩽ geqslant ⩾ neq ≠ ne ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ approx ≈ approxeq ≊
  simeq ≃ cong ≅ equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ eqqcolon ≕
  lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼
  succcurlyeq ≽ precsim ≾ succsim ≿ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
  subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ sqsubseteq ⊑ sqsupseteq ⊒ mid ∣ nmid ∤
  parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬ bowtie ⋈
  lessgtr ≶ gtrless ≷ ngeq ≱ nleq ≰ nless ≮ ngtr ≯ lesseqgtr ⋚
  to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
  longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸
  Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪
  hookleftarrow ↩ twoheadrightarrow ↠ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
  leftharpoondown ↽ rightleftharpoons ⇌ leftrightarrows ⇆ rightleftarrows ⇄ rightrightarrows ⇉
  leadsto ⇝ rightsquigarrow ⇝ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ nrightarrow ↛
  nRightarrow ⇏ upharpoonright ↾ therefore ∴ because ∵`;

const BINARIES = `
  times × cdot · pm ± mp ∓ div ÷ ast ∗ circ ∘ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ cup ∪
  cap ∩ sqcup ⊔ sqcap ⊓ uplus ⊎ setminus ∖ smallsetminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ wr ≀
  ltimes ⋉ rtimes ⋊ amalg ⨿ boxtimes ⊠ boxplus ⊞ dotplus ∔ sim ∼ thicksim ∼ backsim ∽
  triangleleft ◁ triangleright ▷ lhd ⊲ rhd ⊳ bigtriangleup △ bigtriangledown ▽ bigcirc ◯`;

const OPERATORS = `
  sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigsqcup ⨆ bigvee ⋁
  bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄`;

const FUNCTIONS = `
  arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf
  limsup ln log max min Pr sec sin sinh sup tan tanh argmax argmin polylog poly sgn sign tr Tr rank
  diag mod`;

const SPACES = `quad qquad enspace thinspace medspace thickspace space enskip`;

const names = (list: string): string[] => list.trim().split(/\s+/);

function* pairs(list: string, kind: SymbolKind): Generator<[string, MathSymbol]> {
  const words = names(list);
  for (let at = 0; at < words.length; at += 2) {
    yield [words[at] ?? '', { text: words[at + 1] ?? '', kind }];
  }
}

/** Every command without arguments that shows a symbol, by name. */
export const SYMBOLS: ReadonlyMap<string, MathSymbol> = new Map<string, MathSymbol>([
  ...pairs(PLAIN, 'plain'),
  ...pairs(RELATIONS, 'relation'),
  ...pairs(BINARIES, 'binary'),
  ...pairs(OPERATORS, 'operator'),
  ...names(FUNCTIONS).map((text): [string, MathSymbol] => [text, { text, kind: 'function' }]),
  ['bmod', { text: 'mod', kind: 'relation' }],
  ...names(SPACES).map((name): [string, MathSymbol] => [name, { text: ' ', kind: 'space' }]),
  ...[',', ';', ':', '>', ' ', '\n'].map((name): [string, MathSymbol] => [
    name,
    { text: ' ', kind: 'space' },
  ]),
  ...['%', '&', '_', '#', '{', '}', '$'].map((name): [string, MathSymbol] => [
    name,
    { text: name, kind: 'plain' },
  ]),
  ['|', { text: '‖', kind: 'plain' }],
  // Not standard LaTeX, but a name that many authors use.
  ...['bigo', 'bigO', 'BigO'].map((name): [string, MathSymbol] => [
    name,
    { text: 'O', kind: 'plain' },
  ]),
]);

/** Commands that only set the size or position of something. */
export const INVISIBLE: ReadonlySet<string> = new Set([
  ...names(`displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits left right middle
    big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm nonumber notag
    xspace hfill relax allowbreak nobreak protect noindent`),
  '!',
  '/',
  '-',
]);

/** Those of them after which a dot means an invisible bracket. */
export const FENCES: ReadonlySet<string> = new Set(['left', 'right', 'middle']);
