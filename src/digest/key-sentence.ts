import { sentencesOf } from './sentences.ts';

/** What adds to the score of a sentence, or takes from it. Patterns see it in lower case. */
type Cue = readonly [points: number, pattern: RegExp];

/** What authors call what they have written. */
const WORK =
  '(?:paper|work|article|study|survey|review|overview|report|thesis|dissertation|note|notes|letter|' +
  'book|chapter|tutorial|essay|manuscript|monograph|abstract|compendium|roadmap|text|primer|guide|' +
  'perspective|workshop|volume|contribution|research|project|investigation)';
const THIS_WORK = `(?:(?:this|the present|the current|our)(?: (?!of )[\\w-]+){0,2} ${WORK}|the (?:paper|article|authors))`;
/** Who speaks: "we", but not "the way we see it". */
const WE =
  '\\b(?:we|i)(?<!\\b(?:how|what|that|which|as|if|when|where|why|ways?|than|whether|because|since) (?:we|i))';
/** With up to three words before the verb: "we therefore formally", "this paper also". */
const AUTHORS = `(?:${WE}|\\b${THIS_WORK}),? (?:(?!(?:the|an?|of|in|on|for|to|can|could|may|might) )[\\w-]+,? ){0,3}?`;
/** What the authors have made, named by nothing but its kind. */
const PRODUCT =
  '(?:(?:new|novel|resulting|proposed) )?(?:[\\w-]+ )?(?:methods?|approach(?:es)?|models?|frameworks?|' +
  'systems?|algorithms?|architectures?|techniques?|networks?|pipelines?|formulation|designs?|solution)';

/** What doesn't say what the authors did, although they are the subject: "we can", "this work is". */
const NO_DEED =
  '(?:can|could|may|might|must|should|will|would|need|want|wish|often|usually|see|view|know|live|are|' +
  'have (?:seen|witnessed|been)|is (?:one|part|among)|represents|opens|paves|lays|takes)\\b';

/** At the beginning of a sentence that the authors aren't the subject of. */
const NOT_OURS = `^(?!.*(?:${WE}|\\b${THIS_WORK}) )`;

/** What one conducts to learn something, rather than to show that something works. */
const STUDY = '(?:study|studies|surveys?|reviews?|analysis|analyses|investigations?|comparisons?)';
/** The problem alone, without what was done about it. */
const PROBLEM =
  '\\b(?<!(?<!\\b(?:aims?|seeks?|attempts?) )to )(?:study|studies|considers?|tackles?|address(?:es)?|focus|investigates?|explores?|revisits?)' +
  ' (?:on )?(?:the|an?|this|these) (?:[\\w-]+ ){0,5}?(?:problem|question|task|setting|issue|challenge|topic)s?\\b' +
  '(?!.* (?:by \\w+ing|and (?:propose|introduce|present|develop|design|show|prove|find))\\b)';

/** "we present", "this paper presents". */
const authors = (verbs: string): RegExp => new RegExp(`${AUTHORS}(?:${verbs})\\b`);

/** How a sentence says what was done or found. Only the first that fits counts. */
const STATEMENTS: readonly Cue[] = [
  // Here is something.
  [
    10,
    authors(
      'proposed?|proposes|introduced?|introduces|present(?:s|ed)?|describe[sd]?|release[sd]?|unveils?|' +
        'develop(?:s|ed)?|design(?:s|ed)?|devise[sd]?|creates?|created|contributes?|reports?|reported|' +
        'publish|open-sources?|invent',
    ),
  ],
  // This is so.
  [
    9,
    authors(
      'shows?|showed|finds?|found|prove[sd]?|demonstrate[sd]?|establish(?:es|ed)?|reveals?|revealed|' +
        'discover(?:s|ed)?|solve[sd]?|resolve[sd]?|disproves?|answers?|settles?|refutes?|uncovers?|' +
        'confirms?|concludes?|characteri[sz]es?|derive[sd]?|outlines?|surveys?|reviews?|summari[sz]es?',
    ),
  ],
  [
    9,
    new RegExp(
      `${WE} .{1,200}?(?:and|to) (?:then )?(?:propose|introduce|present|develop|design|show|find)\\b`,
    ),
  ],
  [
    9,
    new RegExp(
      `${WE}\\b.*\\bby (?:proposing|introducing|presenting|developing|designing|showing|proving)\\b`,
    ),
  ],
  // We looked into it.
  [
    8,
    authors(
      'offers?|provides?|gives?|constructs?|constructed|builds?|built|formulates?|generali[sz]es?|' +
        'extends?|stud(?:y|ies|ied)|investigat(?:e|es|ed|ing)|explor(?:e|es|ed|ing)|analy[sz]e[sd]?|' +
        'examine[sd]?|collect(?:s|ed)?|compare[sd]?|quantif(?:y|ies|ied)|' +
        'assess(?:es)?|measure[sd]?|obtain(?:s|ed)?|estimate[sd]?|explains?|' +
        'improves?|achieves?|overcome|combine[sd]?',
    ),
  ],
  [
    8,
    authors(`(?:conduct|perform|carry out|undertake|carrie)(?:s|ed)? (?:[\\w-]+ ){0,4}?${STUDY}`),
  ],
  [8, new RegExp(`\\b(?:aim|goal|purpose|objective|focus|subject|topic)s? of ${THIS_WORK}\\b`)],
  [
    8,
    /\bour (?:main |key |core |central |major )?(?:insight|idea|contribution|result|finding|goal|aim|objective)s? (?:is|are) (?:that|to|an?|the)\b/,
  ],
  [7, new RegExp(`${WE}\\b.*\\bby \\w+ing\\b`)],
  [7, /\bwe (?:call|dub|term|name|refer to)\b/],
  [6, authors('identif(?:y|ies|ied)|observe[sd]?|argues?|advocates?')],
  [
    6,
    authors(
      'address(?:es)?|tackles?|consider(?:s|ed)?|discuss(?:es|ed)?|revisit(?:s|ed)?|aims?|seeks?|' +
        'asks?|focus(?:es)? on',
    ),
  ],
  // What has been made is the subject by its name.
  [7, /^[\w-]+(?: [\w-]+)? (?:introduces|proposes|presents)\b/],
  // It was done.
  [
    6,
    /(?<!\b(?:been|which|that) (?:\w+ )?)\b(?:is|are) (?:\w+ )?(?:proposed|presented|introduced|developed|described|investigated)\b/,
  ],
  // We did some other thing.
  [6, new RegExp(`(?:^|[,:;] |\\b${WORK} )(?:${WE}|${THIS_WORK}) (?!${NO_DEED})`)],
  [5, new RegExp(`\\bin ${THIS_WORK}\\b|^here,? `)],
  [
    5,
    /\b(?:results?|experiments?|analys[ie]s|findings?|evaluations?|simulations?|observations?|evidence) (?:\w+ )?(?:show|suggest|indicate|reveal|demonstrate|confirm|imply|implies)(?:s|ed)?\b/,
  ],
  [
    4,
    /\b(?:is|are|was|were) (?:\w+ )?(?:proposed|presented|introduced|developed|described|studied|investigated|shown|demonstrated|prove[dn]|analy[sz]ed|examined|reviewed|discussed|derived|obtained|reported)\b/,
  ],
  [3, new RegExp(`\\b(?:we|(?:our|the proposed) ${PRODUCT})\\b`)],
  [
    3,
    /\bis an? (?:[\w-]+ ){0,5}?(?:framework|library|tool|toolkit|toolbox|package|platform|benchmark|dataset|language|software)\b/,
  ],
];

/** What counts on top of that, each of them. */
const ADJUSTMENTS: readonly Cue[] = [
  // The authors say themselves that this is what they do.
  [1, new RegExp(`\\b(?:in|through|with) ${THIS_WORK}\\b|^here,? `)],
  [0.5, /\b(?:novel|new|the first)\b|\bfor the first time\b/],

  // It needs the sentence before it.
  [
    -3,
    new RegExp(
      `^(?:it|its|they|their|these|those|this(?! (?:[\\w-]+ ){0,2}${WORK}\\b)|such|he|she)\\b`,
    ),
  ],
  [
    -3,
    /^(?:further(?:more)?|moreover|additionally|in addition|also|(?:more |most )?importantly|finally|lastly|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|besides|beyond|then|next|afterwards|crucially|more precisely|particularly|subsequently|in particular|specifically|concretely|for (?:example|instance)|as an? (?:example|application|result|consequence)|similarly|likewise|along|together|overall)\b/,
  ],
  [
    -3,
    /\b(?:we|paper|work|article) (?:also|further|furthermore|additionally|then|finally|next|moreover|lastly|subsequently)\b/,
  ],
  [
    -1,
    new RegExp(
      `(?<!^(?:in order )?to (?:\\w+ )?)\\b(?:this|these|those|such|the (?:above|latter|former))\\b(?! (?:[\\w-]+ ){0,2}${WORK}\\b)`,
    ),
  ],
  [-1, /^first(?:ly)?\b|\bwe first\b/],
  // The problem alone.
  [-3, new RegExp(PROBLEM)],
  [-2, new RegExp(`\\b(?:our|the proposed|proposed) ${PRODUCT}\\b`)],

  // What is so elsewhere, was so before, or may be so one day.
  [
    -3,
    /^(?:however|despite|recent(?:ly)?|existing|current(?:ly)?|previous|prior|traditional(?:ly)?|conventional|although|though|while|many|most|in recent|over the (?:last|past)|to date|yet|nevertheless|nonetheless|unfortunately|typically|but)\b/,
  ],
  [
    -4,
    new RegExp(
      `${NOT_OURS}.*\\b(?:have|has) (?:recently |also |been )*(?:been|shown|become|emerged|achieved|attracted|gained)\\b`,
    ),
  ],
  [-5, /\b(?:in|our) (?:previous|prior|earlier) (?:work|paper|study)\b/],
  [
    -5,
    /\b(?:we|i) (?:\w+ )?(?:hope|believe|expect|anticipate|envision|plan)d?\b|\bfuture (?:work|research|directions?)\b|\bconclude (?:\w+ ){0,3}(?:by|with)\b/,
  ],
  [-4, new RegExp(`${NOT_OURS}.*\\?["')]*$`)],

  // Measured rather than said.
  [-4, /\b(?:outperform|surpass|superior|competitive|exceed|effectiveness|efficacy)/],
  [-1, /\bstate[- ]of[- ]the[- ]arts?\b/],
  [
    -3,
    /\b(?:we|i) (?:[\w-]+ )?(?:evaluate|validate|verify|test|experiment|compare)d?\b|\b(?:conduct|perform|carry out)(?:ed)? (?:[\w-]+ ){0,4}?(?:experiments?|evaluations?|ablations?|tests|simulations)\b|^(?:extensive |experimental |experiments |empirical(?:ly)?\b|evaluat|quantitative|through (?:extensive|experiments))/,
  ],
  [-2, /\((?:i|1|a)\)|\b1\)/],

  // Where to get it.
  [
    -6,
    /\b(?:releas|open-sourc|publish)(?:es?|ed|ing)? (?:all |both )?(?:(?:of )?our|its|(?:the )?(?:source )?code)\b/,
  ],
  [
    -30,
    /\b(?:https?:|www\.|github\.com)|\b(?:code|data|datasets?|models?|videos?|results|materials?|demo|implementation|page|website|software|details|weights|samples|examples)\b.{0,80}\b(?:available|found at|accessible|open[- ]sourced|released|accessed)\b/,
  ],
];

/** An abstract that goes straight to what was done, rather than to the problem. */
const BEGINS_WITH_IT = new RegExp(
  `^(?:we|${THIS_WORK}|in ${THIS_WORK})\\b(?!.{0,10} (?:consider|address|tackle|focus))(?!.{0,10}${PROBLEM})`,
);

/**
 * What is given a name is what the paper is about: "we introduce WaveGrad", "we propose a moving
 * picture network (MPN)". In the original case.
 */
const NAMED = new RegExp(
  '\\b(?:proposes?|introduces?|presents?|develops?|designs?|describes?|releases?|builds?|creates?)' +
    ' (?:(?:[Tt]he )?[A-Z]|.{0,150}(?:\\([A-Z][\\w-]*[A-Z][\\w-]*\\)|\\b(?:called|named|namely|dubbed|termed|coined)\\b))',
);

/** From how many points on a sentence is a statement, so that later ones count for less. */
const STATEMENT = 5;

/** Longer sentences are scored by their beginning, so that each pattern has a bounded task. */
const MAX_SCORED = 1000;

/** A word, or half of one in scripts without blanks. */
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{2}|\p{L}{2,}/gu;

/**
 * The sentence of an abstract in which its authors say what they do or found, by rule: each
 * sentence is scored by the cues above, and the first of the best is taken. Takes linear time.
 *
 * @returns a whole sentence as it stands in the abstract, which may have LaTeX or not; undefined if
 *   nothing there is a sentence
 */
export function keySentence(abstract: string): string | undefined {
  let best: { text: string; score: number } | undefined;
  let statements = 0;
  for (const { text } of sentencesOf(abstract)) {
    const beginning = text.slice(0, MAX_SCORED);
    if ((beginning.match(WORD)?.length ?? 0) < 3) continue;
    const lowerCase = beginning.replaceAll(/\s+/gu, ' ').toLowerCase();
    const points =
      pointsOf(lowerCase) + pointsForLength(text.length) + (NAMED.test(beginning) ? 1 : 0);
    const score = points - statements + (!best && BEGINS_WITH_IT.test(lowerCase) ? 2 : 0);
    if (!best || score > best.score) best = { text, score };
    if (points >= STATEMENT) statements++;
  }
  return best?.text;
}

function pointsOf(sentence: string): number {
  let points = STATEMENTS.find(([, pattern]) => pattern.test(sentence))?.[0] ?? 0;
  for (const [more, pattern] of ADJUSTMENTS) if (pattern.test(sentence)) points += more;
  return points;
}

/** Short ones say too little; long ones don't fit a line. */
function pointsForLength(length: number): number {
  if (length < 40) return -3;
  if (length < 80) return -1;
  if (length > 500) return -3.5;
  return length > 350 ? -1.5 : 0;
}
