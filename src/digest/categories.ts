/** A single category, or a whole archive with all its categories. */
export interface Category {
  /** arXiv's own spelling: `cs.LG`, `astro-ph`. An alias gives the code it stands for. */
  code: string;
  kind: 'category' | 'archive';
  /** Absent if the code isn't in arXiv's taxonomy. */
  name?: string;
}

// arXiv's taxonomy as arxiv-base's definitions.py has it (file of 2024-04-01): all 176 categories.
// prettier-ignore
const CATEGORIES: Readonly<Record<string, string>> = {
  'acc-phys': 'Accelerator Physics', 'adap-org': 'Adaptation, Noise, and Self-Organizing Systems',
  'alg-geom': 'Algebraic Geometry', 'ao-sci': 'Atmospheric-Oceanic Sciences',
  'astro-ph': 'Astrophysics', 'atom-ph': 'Atomic, Molecular and Optical Physics',
  'bayes-an': 'Bayesian Analysis', 'chao-dyn': 'Chaotic Dynamics', 'chem-ph': 'Chemical Physics',
  'cmp-lg': 'Computation and Language', 'comp-gas': 'Cellular Automata and Lattice Gases',
  'cond-mat': 'Condensed Matter', 'dg-ga': 'Differential Geometry',
  'funct-an': 'Functional Analysis', 'gr-qc': 'General Relativity and Quantum Cosmology',
  'hep-ex': 'High Energy Physics - Experiment', 'hep-lat': 'High Energy Physics - Lattice',
  'hep-ph': 'High Energy Physics - Phenomenology', 'hep-th': 'High Energy Physics - Theory',
  'math-ph': 'Mathematical Physics', 'mtrl-th': 'Materials Theory', 'nucl-ex': 'Nuclear Experiment',
  'nucl-th': 'Nuclear Theory', 'patt-sol': 'Pattern Formation and Solitons',
  'plasm-ph': 'Plasma Physics', 'q-alg': 'Quantum Algebra and Topology',
  'q-bio': 'Quantitative Biology', 'quant-ph': 'Quantum Physics',
  'solv-int': 'Exactly Solvable and Integrable Systems', 'supr-con': 'Superconductivity',
  'astro-ph.CO': 'Cosmology and Nongalactic Astrophysics',
  'astro-ph.EP': 'Earth and Planetary Astrophysics', 'astro-ph.GA': 'Astrophysics of Galaxies',
  'astro-ph.HE': 'High Energy Astrophysical Phenomena',
  'astro-ph.IM': 'Instrumentation and Methods for Astrophysics',
  'astro-ph.SR': 'Solar and Stellar Astrophysics',
  'cond-mat.dis-nn': 'Disordered Systems and Neural Networks',
  'cond-mat.mes-hall': 'Mesoscale and Nanoscale Physics', 'cond-mat.mtrl-sci': 'Materials Science',
  'cond-mat.other': 'Other Condensed Matter', 'cond-mat.quant-gas': 'Quantum Gases',
  'cond-mat.soft': 'Soft Condensed Matter', 'cond-mat.stat-mech': 'Statistical Mechanics',
  'cond-mat.str-el': 'Strongly Correlated Electrons', 'cond-mat.supr-con': 'Superconductivity',
  'cs.AI': 'Artificial Intelligence', 'cs.AR': 'Hardware Architecture',
  'cs.CC': 'Computational Complexity', 'cs.CE': 'Computational Engineering, Finance, and Science',
  'cs.CG': 'Computational Geometry', 'cs.CL': 'Computation and Language',
  'cs.CR': 'Cryptography and Security', 'cs.CV': 'Computer Vision and Pattern Recognition',
  'cs.CY': 'Computers and Society', 'cs.DB': 'Databases',
  'cs.DC': 'Distributed, Parallel, and Cluster Computing', 'cs.DL': 'Digital Libraries',
  'cs.DM': 'Discrete Mathematics', 'cs.DS': 'Data Structures and Algorithms',
  'cs.ET': 'Emerging Technologies', 'cs.FL': 'Formal Languages and Automata Theory',
  'cs.GL': 'General Literature', 'cs.GR': 'Graphics', 'cs.GT': 'Computer Science and Game Theory',
  'cs.HC': 'Human-Computer Interaction', 'cs.IR': 'Information Retrieval',
  'cs.IT': 'Information Theory', 'cs.LG': 'Machine Learning', 'cs.LO': 'Logic in Computer Science',
  'cs.MA': 'Multiagent Systems', 'cs.MM': 'Multimedia', 'cs.MS': 'Mathematical Software',
  'cs.NA': 'Numerical Analysis', 'cs.NE': 'Neural and Evolutionary Computing',
  'cs.NI': 'Networking and Internet Architecture', 'cs.OH': 'Other Computer Science',
  'cs.OS': 'Operating Systems', 'cs.PF': 'Performance', 'cs.PL': 'Programming Languages',
  'cs.RO': 'Robotics', 'cs.SC': 'Symbolic Computation', 'cs.SD': 'Sound',
  'cs.SE': 'Software Engineering', 'cs.SI': 'Social and Information Networks',
  'cs.SY': 'Systems and Control',
  'econ.EM': 'Econometrics', 'econ.GN': 'General Economics', 'econ.TH': 'Theoretical Economics',
  'eess.AS': 'Audio and Speech Processing', 'eess.IV': 'Image and Video Processing',
  'eess.SP': 'Signal Processing', 'eess.SY': 'Systems and Control',
  'math.AC': 'Commutative Algebra', 'math.AG': 'Algebraic Geometry', 'math.AP': 'Analysis of PDEs',
  'math.AT': 'Algebraic Topology', 'math.CA': 'Classical Analysis and ODEs',
  'math.CO': 'Combinatorics', 'math.CT': 'Category Theory', 'math.CV': 'Complex Variables',
  'math.DG': 'Differential Geometry', 'math.DS': 'Dynamical Systems',
  'math.FA': 'Functional Analysis', 'math.GM': 'General Mathematics', 'math.GN': 'General Topology',
  'math.GR': 'Group Theory', 'math.GT': 'Geometric Topology', 'math.HO': 'History and Overview',
  'math.IT': 'Information Theory', 'math.KT': 'K-Theory and Homology', 'math.LO': 'Logic',
  'math.MG': 'Metric Geometry', 'math.MP': 'Mathematical Physics', 'math.NA': 'Numerical Analysis',
  'math.NT': 'Number Theory', 'math.OA': 'Operator Algebras', 'math.OC': 'Optimization and Control',
  'math.PR': 'Probability', 'math.QA': 'Quantum Algebra', 'math.RA': 'Rings and Algebras',
  'math.RT': 'Representation Theory', 'math.SG': 'Symplectic Geometry',
  'math.SP': 'Spectral Theory', 'math.ST': 'Statistics Theory',
  'nlin.AO': 'Adaptation and Self-Organizing Systems', 'nlin.CD': 'Chaotic Dynamics',
  'nlin.CG': 'Cellular Automata and Lattice Gases', 'nlin.PS': 'Pattern Formation and Solitons',
  'nlin.SI': 'Exactly Solvable and Integrable Systems',
  'physics.acc-ph': 'Accelerator Physics', 'physics.ao-ph': 'Atmospheric and Oceanic Physics',
  'physics.app-ph': 'Applied Physics', 'physics.atm-clus': 'Atomic and Molecular Clusters',
  'physics.atom-ph': 'Atomic Physics', 'physics.bio-ph': 'Biological Physics',
  'physics.chem-ph': 'Chemical Physics', 'physics.class-ph': 'Classical Physics',
  'physics.comp-ph': 'Computational Physics',
  'physics.data-an': 'Data Analysis, Statistics and Probability',
  'physics.ed-ph': 'Physics Education', 'physics.flu-dyn': 'Fluid Dynamics',
  'physics.gen-ph': 'General Physics', 'physics.geo-ph': 'Geophysics',
  'physics.hist-ph': 'History and Philosophy of Physics',
  'physics.ins-det': 'Instrumentation and Detectors', 'physics.med-ph': 'Medical Physics',
  'physics.optics': 'Optics', 'physics.plasm-ph': 'Plasma Physics',
  'physics.pop-ph': 'Popular Physics', 'physics.soc-ph': 'Physics and Society',
  'physics.space-ph': 'Space Physics',
  'q-bio.BM': 'Biomolecules', 'q-bio.CB': 'Cell Behavior', 'q-bio.GN': 'Genomics',
  'q-bio.MN': 'Molecular Networks', 'q-bio.NC': 'Neurons and Cognition',
  'q-bio.OT': 'Other Quantitative Biology', 'q-bio.PE': 'Populations and Evolution',
  'q-bio.QM': 'Quantitative Methods', 'q-bio.SC': 'Subcellular Processes',
  'q-bio.TO': 'Tissues and Organs',
  'q-fin.CP': 'Computational Finance', 'q-fin.EC': 'Economics', 'q-fin.GN': 'General Finance',
  'q-fin.MF': 'Mathematical Finance', 'q-fin.PM': 'Portfolio Management',
  'q-fin.PR': 'Pricing of Securities', 'q-fin.RM': 'Risk Management',
  'q-fin.ST': 'Statistical Finance', 'q-fin.TR': 'Trading and Market Microstructure',
  'stat.AP': 'Applications', 'stat.CO': 'Computation', 'stat.ME': 'Methodology',
  'stat.ML': 'Machine Learning', 'stat.OT': 'Other Statistics', 'stat.TH': 'Statistics Theory',
};

// Archives that aren't categories themselves; the others are named above.
// prettier-ignore
const ARCHIVES: Readonly<Record<string, string>> = {
  cs: 'Computer Science', econ: 'Economics', eess: 'Electrical Engineering and Systems Science',
  math: 'Mathematics', nlin: 'Nonlinear Sciences', physics: 'Physics',
  'q-fin': 'Quantitative Finance', stat: 'Statistics',
};

// Two codes for one category: first those in use side by side, then the archives of the 1990s that
// were taken into a later one. A paper's page prints either or both.
// prettier-ignore
const ALIASES: Readonly<Record<string, string>> = {
  'math.MP': 'math-ph', 'stat.TH': 'math.ST', 'math.IT': 'cs.IT', 'q-fin.EC': 'econ.GN',
  'cs.SY': 'eess.SY', 'cs.NA': 'math.NA', 'cmp-lg': 'cs.CL', 'adap-org': 'nlin.AO',
  'comp-gas': 'nlin.CG', 'chao-dyn': 'nlin.CD', 'solv-int': 'nlin.SI', 'patt-sol': 'nlin.PS',
  'alg-geom': 'math.AG', 'dg-ga': 'math.DG', 'funct-an': 'math.FA', 'q-alg': 'math.QA',
  'mtrl-th': 'cond-mat.mtrl-sci', 'supr-con': 'cond-mat.supr-con', 'acc-phys': 'physics.acc-ph',
  'ao-sci': 'physics.ao-ph', 'atom-ph': 'physics.atom-ph', 'bayes-an': 'physics.data-an',
  'chem-ph': 'physics.chem-ph', 'plasm-ph': 'physics.plasm-ph',
};

const CODE_BY_LOWERCASE = new Map(
  Object.keys({ ...CATEGORIES, ...ARCHIVES }).map((code) => [code.toLowerCase(), code]),
);
const NAMES = new Map(Object.entries({ ...CATEGORIES, ...ARCHIVES }));
const CANONICAL = new Map(Object.entries(ALIASES));
const PARENTS = new Set(
  Object.keys(CATEGORIES)
    .filter((code) => code.includes('.'))
    .map(archiveOf),
);

/** `cs.QQ` or `new-ph`: what a future category could look like. */
const CATEGORY_SHAPE =
  /^[a-z]{2,8}(-[a-z]{1,6})?\.[a-z]{2,8}(-[a-z]{1,6})?$|^[a-z]{1,6}-[a-z]{2,4}$/i;

/** The name arXiv gives a category or an archive; undefined for an unknown code. */
export function categoryName(code: string): string | undefined {
  return NAMES.get(code);
}

/** Resolves an alias: `math.IT` gives `cs.IT`. Other codes are unchanged. */
export function canonicalCategory(code: string): string {
  const known = CODE_BY_LOWERCASE.get(code.toLowerCase()) ?? code;
  return CANONICAL.get(known) ?? known;
}

/**
 * Finds the category someone meant: case and surrounding white space don't matter, aliases give
 * the code they stand for, and `cs` or `astro-ph` mean the whole archive. A code that the taxonomy
 * lacks but that looks like one is taken as typed. Undefined for anything else.
 */
export function matchCategory(typed: string): Category | undefined {
  const text = typed.trim();
  const known = CODE_BY_LOWERCASE.get(text.toLowerCase());
  if (known === undefined) {
    return CATEGORY_SHAPE.test(text) ? { code: text, kind: 'category' } : undefined;
  }
  const code = canonicalCategory(known);
  const name = categoryName(code);
  // quant-ph and others are both archive and category, without subcategories.
  const kind = PARENTS.has(code) ? 'archive' : 'category';
  return { code, kind, ...(name !== undefined && { name }) };
}

/**
 * The categories and archives that incomplete input may mean: those with that code in any archive
 * (`cv`), else those with that name, else those whose name has words with these beginnings
 * (`vision`). Each once, by its canonical code.
 */
export function categoriesLike(typed: string): Category[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/).join(' ');
  if (wanted.length < 2) return [];
  const all = [...NAMES].map(([code, name]) => ({ code, name: name.toLowerCase() }));
  const hasWords = (name: string): boolean => {
    const words = name.split(/[^a-z]+/);
    return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
  };
  const tiers = [
    all.filter(({ code }) => code.toLowerCase().split('.')[1] === wanted),
    all.filter(({ name }) => name === wanted),
    all.filter(({ name }) => hasWords(name)),
  ];
  const found = tiers.find((tier) => tier.length > 0) ?? [];
  const codes = new Set(found.map(({ code }) => canonicalCategory(code)));
  return [...codes].flatMap((code) => matchCategory(code) ?? []);
}

/**
 * Whether a paper with these categories is in the wanted one. Aliases are equal on both sides: a
 * paper printed under `math.IT` is in `cs.IT`, and in the archive `cs`.
 */
export function inCategory(
  paperCategories: readonly string[],
  wanted: Pick<Category, 'code' | 'kind'>,
): boolean {
  const wantedCode = canonicalCategory(wanted.code).toLowerCase();
  return paperCategories.some((printed) => {
    const code = canonicalCategory(printed);
    if (wanted.kind === 'category') return code.toLowerCase() === wantedCode;
    return withAliases(code).some((spelling) => archiveOf(spelling).toLowerCase() === wantedCode);
  });
}

/** A canonical code and every alias that stands for it. */
function withAliases(code: string): string[] {
  return [code, ...[...CANONICAL].filter(([, target]) => target === code).map(([alias]) => alias)];
}

function archiveOf(code: string): string {
  return code.split('.', 1)[0] ?? code;
}
