import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keySentence } from '../../src/digest/key-sentence.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { sentencesOf } from '../../src/digest/sentences.ts';
import { archiveFiles } from '../support/archive.ts';

/** Abstracts of each kind; the sentence to be found is between two bars. */
const ABSTRACTS: readonly [kind: string, abstract: string][] = [
  [
    'a proposal after the motivation',
    'Kettles are everywhere. However, existing kettles whistle too late. ' +
      '|In this paper, we propose WhistleNet, a network that whistles a minute ahead.| ' +
      'Experiments show that our method outperforms all baselines. Code is available at https://example.org.',
  ],
  [
    'a proposal in the first sentence',
    '|We introduce a data set of ten thousand labelled teapots.| It has lids and spouts. ' +
      'We also present a baseline for lids. We show that spouts are harder.',
  ],
  [
    'an answer to a challenge just named',
    'Spoons bend. Measuring how much is an open problem in cutlery. ' +
      '|To tackle this problem, we introduce a bending gauge made of two mirrors.| ' +
      'It is accurate. Our approach surpasses the state of the art.',
  ],
  [
    'a finding',
    'Cats have been shown to sleep. It is unclear whether they dream of mice. ' +
      '|We find that sleeping cats move their paws as they do when they hunt.| ' +
      'Future work should look at dogs.',
  ],
  [
    'a theorem',
    'Let $G$ be a finite group of knots. ' +
      '|We prove that $G$ is abelian if and only if each of its knots can be untied.| ' +
      'The proof uses no choice. This answers a question of Gordius.',
  ],
  [
    'a report from the natural sciences',
    'Ice floats on water. Why it does so on Titan has remained unknown. ' +
      '|Here we report measurements of floating ice at ninety kelvin.| ' +
      'These results suggest that lakes may freeze from below.',
  ],
  [
    'an aim',
    'Libraries lend books. |The aim of this paper is to count the books that never come back.| ' +
      'It turns out that there are many of them.',
  ],
  [
    'a survey',
    'Sorting has a long history. Many algorithms exist. ' +
      '|This article reviews sixty years of sorting and compares the algorithms by their memory.| ' +
      'We conclude with directions for future work.',
  ],
  [
    'the passive voice',
    'Clocks drift over time. |A method that corrects clocks by the light of pulsars is proposed.| ' +
      'The results are good to a microsecond.',
  ],
  [
    'another verb',
    'Soup has two phases. |We recast the cooling of soup as a problem of optimal transport.| ' +
      'Bowls are convex in practice.',
  ],
  [
    'a study that was conducted',
    'Doors creak. |We conduct the first comprehensive study of hinges in old houses.| ' +
      'We oil one thousand hinges from eight towns. We perform many experiments on doors.',
  ],
  [
    'the name of what was made',
    '|Creak2Vec introduces a representation of hinges that is learned from their sound.| ' +
      'This work is one of only a few studies of sound at home. The model is trained on ten doors.',
  ],
  [
    'a problem that is only the purpose',
    'Kites fall. |To tackle this problem, we develop a string that pulls back.| ' +
      'We propose a knot for it.',
  ],
  [
    'a tool that speaks for itself',
    'Broken tests are a nuisance to everybody. ' +
      '|Mender is a small library that repairs broken tests while they run.| ' +
      'Its documentation is available online at https://example.org.',
  ],
  [
    'words about earlier work',
    'Bridges hum. In previous work, we found that wooden bridges hum at night. ' +
      '|In this study, we investigate whether iron bridges hum at noon.| They do.',
  ],
  [
    'a bare comparison',
    'Maps fold badly, and nobody knows why. |We develop a fold that a child can undo.| ' +
      'We demonstrate the effectiveness of our fold. We outperform the baselines by 7.3 percent.',
  ],
  [
    'a problem and what was done about it',
    '|We present a stove that cooks rice without water.| We consider the problem of dry rice.',
  ],
  [
    'a problem before what was done about it',
    'We study the problem of leaking roofs under rain. Rain falls often. ' +
      '|We introduce a roof that carries its own weather to the sea.| It is green.',
  ],
  [
    'lines that are wrapped',
    'Wells run dry.\n|In this\npaper, we\npresent a well that fills itself from fog.|\nFog is wet.',
  ],
  ['Japanese', '|この論文では新しい方法を提案する。|'],
];

describe('the key sentence', () => {
  it.for(ABSTRACTS)('is found in an abstract with %s', ([, marked]) => {
    const [before = '', sentence = '', after = ''] = marked.split('|');
    expect(keySentence(before + sentence + after)).toBe(sentence);
  });

  const alternatives: readonly [kind: string, worse: string][] = [
    ['an availability', 'We present our code, which is available at https://example.org/code.'],
    ['an availability without an address', 'The data and models are publicly available.'],
    ['a comparison', 'We show that our model outperforms all previous baselines.'],
    ['an evaluation', 'We conduct extensive experiments on four sets of buttons.'],
    ['an announcement of the future', 'We hope that we show the way to future work on buttons.'],
    ['background', 'Recently, zips have been proposed as a substitute for buttons.'],
    ['a question', 'Are buttons better than zips in the dark?'],
    ['a sentence that needs the one before', 'It also shows how these differ from such zips.'],
    ['a release without an address', 'We release our code and all of our buttons to the public.'],
    ['what anybody can do', 'In winter, we can see that most coats have buttons.'],
    ['what it is good for', 'This work will be of use to everybody who sews on buttons.'],
    [
      'a problem alone',
      'In this paper, we tackle the difficult and long-standing problem of buttons.',
    ],
    ['what others do', 'This is how we present buttons to each other every day.'],
  ];
  const STATEMENT = 'This work describes a button that closes by itself.';
  it.for(alternatives)('is preferred to %s, in either order', ([, worse]) => {
    expect(keySentence(`${STATEMENT} ${worse}`)).toBe(STATEMENT);
    expect(keySentence(`${worse} ${STATEMENT}`)).toBe(STATEMENT);
  });

  it('is some sentence even if none says what was done', () => {
    const abstract = 'Roses are red in June. Violets are blue in May.';
    expect(keySentence(abstract)).toBe('Roses are red in June.');
    expect(keySentence('Violets are blue')).toBe('Violets are blue');
  });

  it.for(['', ' \n ', '...', '42', 'Withdrawn.', '$x$ $y$ $z$', '???? !!!!'])(
    'is undefined in %j, where nothing is a sentence',
    (text) => {
      expect(keySentence(text)).toBeUndefined();
    },
  );

  const piece = fc.constantFrom(
    'We show that',
    'this paper',
    'presents',
    'a kettle',
    '$a. b$',
    'e.g.',
    '.',
    '?',
    '\n',
    'However,',
    'https://example.org',
    'by introducing',
    '\u202e',
    '@everyone',
  );
  it.for([
    ['cues', fc.array(piece).map((pieces) => pieces.join(' '))],
    ['any text', fc.string({ unit: 'binary', maxLength: 3000 })],
  ] as const)('is a whole sentence, as it stands in %s', ([, texts]) => {
    fc.assert(
      fc.property(texts, (text) => {
        const sentence = keySentence(text);
        const sentences = sentencesOf(text).map((each) => each.text);
        if (sentence !== undefined) expect(sentences).toContain(sentence);
        expect(keySentence(text)).toBe(sentence);
      }),
    );
  });

  // Quadratic time would take minutes here; linear takes seconds at most.
  it.for([
    'a',
    ' ',
    'we ',
    'this ',
    'we by ',
    'this very paper ',
    'to to ',
    'is a ',
    'our proposed ',
    'code ',
    'have been ',
    'We show this. ',
    'In this paper, we ',
    '(1) ',
    'https://',
    '.',
    '$',
    'ひ',
  ])('is found in linear time in a long run of %j', (unit) => {
    const text = unit.repeat(Math.ceil(300_000 / unit.length));
    expect([undefined, ...sentencesOf(text).map((each) => each.text)]).toContain(keySentence(text));
  });
});

const files = archiveFiles();

describe.skipIf(files.length === 0)('the published archive', () => {
  it('has a key sentence in every paper that has an abstract', () => {
    const abstracts = files.flatMap(({ name, text }) =>
      (parseDigest(text, name).digest?.papers ?? []).map(({ abstract }) => abstract),
    );
    const without = abstracts.filter(
      (abstract) => abstract !== '' && keySentence(abstract) === undefined,
    );
    expect(abstracts.length).toBeGreaterThan(2000);
    expect(without).toEqual([]);
  });
});
