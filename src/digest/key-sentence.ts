import { sentencesOf } from './sentences.ts';

/** What adds to the score of a sentence, or takes from it. Patterns see it in lower case. */
type Cue = readonly [points: number, pattern: RegExp];

/** What authors call what they have written. */
const WORK =
  '(?:paper|work|article|study|survey|review|overview|report|thesis|dissertation|note|notes|letter|' +
  'book|chapter|tutorial|essay|manuscript|monograph|contribution|research|project|investigation)';
const THIS_WORK = `(?:this|the present|the current|our)(?: (?!of )[\\w-]+){0,2} ${WORK}`;
/** Who speaks: "we", but not "the way we see it". */
const WE =
  '(?<!\\b(?:how|what|that|which|as|if|when|where|why|ways?|than|whether|because|since) )\\b(?:we|i)';
/** With up to three words before the verb: "we therefore formally", "this paper also". */
const AUTHORS = `(?:${WE}|\\b${THIS_WORK}),? (?:[\\w-]+,? ){0,3}?`;
/** What the authors have made, named by nothing but its kind. */
const PRODUCT =
  '(?:(?:new|novel|resulting|proposed) )?(?:[\\w-]+ )?(?:methods?|approach(?:es)?|models?|frameworks?|' +
  'systems?|algorithms?|architectures?|techniques?|networks?|pipelines?|formulation|designs?|solution)';

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
    9.5,
    authors(
      'shows?|showed|finds?|found|prove[sd]?|demonstrate[sd]?|establish(?:es|ed)?|reveals?|revealed|' +
        'discover(?:s|ed)?|identif(?:y|ies|ied)|observe[sd]?|solve[sd]?|resolve[sd]?|disproves?|' +
        'answers?|settles?|refutes?|uncovers?|confirms?|concludes?|characteri[sz]es?|derive[sd]?|' +
        'argues?|advocates?|outlines?|surveys?|reviews?|summari[sz]es?',
    ),
  ],
  [
    8.5,
    new RegExp(
      `${WE}\\b.*\\bby (?:proposing|introducing|presenting|developing|designing|showing)\\b`,
    ),
  ],
  // We looked into it.
  [
    8,
    authors(
      'offers?|provides?|gives?|constructs?|constructed|builds?|built|formulates?|generali[sz]es?|' +
        'extends?|stud(?:y|ies|ied)|investigat(?:e|es|ed|ing)|explor(?:e|es|ed|ing)|analy[sz]e[sd]?|' +
        'examine[sd]?|address(?:es)?|tackles?|consider(?:s|ed)?|discuss(?:es|ed)?|revisit(?:s|ed)?|' +
        'collect(?:s|ed)?|aims?|seeks?|asks?|focus(?:es)? on|compare[sd]?|quantif(?:y|ies|ied)|' +
        'measure[sd]?|assess(?:es)?|obtain(?:s|ed)?|estimate[sd]?|explains?|improves?|achieves?|' +
        'overcome|combine[sd]?',
    ),
  ],
  [8, new RegExp(`\\b(?:aim|goal|purpose|objective|focus|subject|topic)s? of ${THIS_WORK}\\b`)],
  // We did some other thing.
  [6, new RegExp(`(?:^|[,:;] |\\b${WORK} )(?:${WE}|${THIS_WORK}) `)],
  [6, new RegExp(`^${THIS_WORK} `)],
  [5, new RegExp(`\\bin ${THIS_WORK}\\b|^here,? `)],
  // It was done.
  [
    5,
    /\b(?:results?|experiments?|analys[ie]s|findings?|evaluations?|simulations?|observations?|evidence) (?:\w+ )?(?:show|suggest|indicate|reveal|demonstrate|confirm|imply|implies)(?:s|ed)?\b/,
  ],
  [
    4,
    /\b(?:is|are|was|were) (?:\w+ )?(?:proposed|presented|introduced|developed|described|studied|investigated|shown|demonstrated|prove[dn]|analy[sz]ed|examined|reviewed|discussed|derived|obtained|reported)\b/,
  ],
  [4, /\b(?:we|our|the proposed)\b/],
];

/** What counts on top of that, each of them. */
const ADJUSTMENTS: readonly Cue[] = [
  // The authors say themselves that this is what they do.
  [1.5, new RegExp(`\\b(?:in|through|with) ${THIS_WORK}\\b|^here,? `)],
  [0.5, /\b(?:novel|new|called|named|dubbed|termed|the first)\b|\bfor the first time\b/],

  // It needs the sentence before it.
  [
    -3,
    new RegExp(
      `^(?:it|its|they|their|these|those|this(?! (?:[\\w-]+ ){0,2}${WORK}\\b)|such|he|she)\\b`,
    ),
  ],
  [
    -3,
    /^(?:further(?:more)?|moreover|additionally|in addition|also|finally|lastly|second(?:ly)?|third(?:ly)?|besides|beyond|then|next|afterwards|subsequently|in particular|specifically|concretely|for (?:example|instance)|as an? (?:example|application|result|consequence)|similarly|likewise|along|together|overall)\b/,
  ],
  [
    -3,
    /\b(?:we|paper|work|article) (?:also|further|furthermore|additionally|then|finally|next|moreover|lastly|subsequently)\b/,
  ],
  [
    -1,
    new RegExp(
      `\\b(?:this|these|those|such|to (?:this|that) end|the (?:above|latter|former))\\b(?! (?:[\\w-]+ ){0,2}${WORK}\\b)`,
    ),
  ],
  [-1, /^(?:first(?:ly)?|thus|hence|therefore)\b|\bwe first\b/],
  [-2, new RegExp(`\\b(?:our|the proposed|proposed) ${PRODUCT}\\b`)],

  // What is so elsewhere, was so before, or may be so one day.
  [
    -3,
    /^(?:however|despite|recent(?:ly)?|existing|current(?:ly)?|previous|prior|traditional(?:ly)?|conventional|although|though|while|many|most|in recent|over the (?:last|past)|yet|unfortunately|typically|but)\b/,
  ],
  [
    -4,
    /\b(?:have|has) (?:recently |also |been )*(?:been|shown|become|emerged|achieved|attracted|gained)\b/,
  ],
  [-5, /\b(?:in|our) (?:previous|prior|earlier) (?:work|paper|study)\b/],
  [
    -5,
    /\b(?:we|i) (?:\w+ )?(?:hope|believe|expect|anticipate|envision|plan)\b|\bfuture (?:work|research|directions?)\b|\bconclude (?:\w+ ){0,3}(?:by|with)\b/,
  ],
  [-4, /\?["')]*$/],

  // Measured rather than said.
  [-4, /\b(?:outperform|surpass|superior|competitive|exceed|effectiveness|efficacy)/],
  [-2, /\bstate[- ]of[- ]the[- ]arts?\b/],
  [
    -3,
    /\b(?:we|i) (?:[\w-]+ )?(?:evaluate|validate|verify|test|experiment|conduct|compare)d?\b|^(?:extensive |experimental |experiments |empirical(?:ly)?\b|evaluat|quantitative|through (?:extensive|experiments))/,
  ],
  [-2, /\((?:i|1|a)\)|\b1\)/],

  // Where to get it.
  [
    -30,
    /\b(?:https?:|www\.|github\.com)|\b(?:code|data|datasets?|models?|videos?|results|materials?|demo|implementation|page|website|software|details|weights|samples|examples)\b.{0,80}\b(?:available|found at|accessible|open[- ]sourced|released|accessed)\b/,
  ],
];

/** Longer ones are scored by their beginning. */
const MAX_SCORED = 1000;

/**
 * The sentence of an abstract in which its authors say what they do or found.
 *
 * @returns as it stands in the abstract; undefined if nothing there is a sentence
 */
export function keySentence(abstract: string): string | undefined {
  let best: { text: string; score: number } | undefined;
  const sentences = sentencesOf(abstract);
  for (const [index, { text }] of sentences.entries()) {
    if (!isSentence(text)) continue;
    const score = scoreOf(text) - Math.min(index, 12) / 2;
    if (!best || score > best.score) best = { text, score };
  }
  return best?.text;
}

function isSentence(text: string): boolean {
  return (text.slice(0, MAX_SCORED).match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;
}

function scoreOf(sentence: string): number {
  const text = sentence.slice(0, MAX_SCORED).toLowerCase();
  let score = STATEMENTS.find(([, pattern]) => pattern.test(text))?.[0] ?? 0;
  for (const [points, pattern] of ADJUSTMENTS) if (pattern.test(text)) score += points;
  if (sentence.length < 80) score -= 1;
  if (sentence.length < 50) score -= 2;
  if (sentence.length > 350) score -= 1.5;
  if (sentence.length > 500) score -= 2;
  return score;
}
