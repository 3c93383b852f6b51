import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../src/digest/sentences.ts';

const split = (text: string): string[] => sentencesOf(text).map((sentence) => sentence.text);

// Each has the breaks where the bars are.
const TEXTS: [what: string, text: string][] = [
  ['plain sentences', 'Kettles whistle. | We listen to them! | Do they mind?'],
  [
    'abbreviations',
    'Some pots (e.g. Teapots, i.e. Kettles vs. Pans) boil, cf. Sec. 3 and Fig. 2. | We wait.',
  ],
  [
    'abbreviations glued to something',
    'We count pots---i.e. lids ,i.e. Covers, too. | Then we rest.',
  ],
  [
    '"et al." within a sentence',
    'The pot of Doe et al. [2019] and Roe et~al. (2020) is old. | We mend it.',
  ],
  ['"et al." at an end', 'Our pot is like that of Doe et al. | We show that it boils faster.'],
  ['"etc." at an end', 'It boils tea, soup, etc. | Existing pots do not.'],
  [
    '"etc." within a sentence',
    'Tea, soup etc. are boiled in vessels (pots, pans etc.) and served.',
  ],
  ['a country', 'The U.S. Census counts pots in the U.S. | However, lids are not counted.'],
  [
    '"no." with and without its number',
    'Pot no. 7 is large. | Is it ours? | The answer is no. | We asked.',
  ],
  ['initials', 'A pot by J. Doe and J.-P. Roe holds E. coli. | It is shut.'],
  ['a capital letter at an end', 'There are pots of class A. | We show that they boil.'],
  [
    'decimals and versions',
    'PotNet 2.5 gains 39.6% over GPT-3.5 is small. | Pot v2.0. | It boils in 3D. | We saw.',
  ],
  ['ids and addresses', 'See arXiv:2105.01601 and https://pots.example/a.b?c=d. | We thank cooks.'],
  ['an ellipsis', 'Pots, pans, ... are vessels. | They boil... | We wait.'],
  ['formulas', 'If $x. Y$ holds, $O(n^{1.5})$ pots suffice. | We show $a = 1.$ | This is $b$.'],
  ['a displayed formula', 'The bound is $$b < 2.3. $$ | It holds.'],
  ['prices', 'A pot costs $5 million. | A lid costs $6 million. | We pay.'],
  [
    'quotes and brackets after the stop',
    'He asks "what is a pot?" and waits. | She says "a pot." | (Pots boil.) | We agree.',
  ],
  [
    'names in lower case',
    'Pots are bad. | pix2pot is good. | $k$-pots are better. | mPot is best. | e-pots are new.',
  ],
  ['any other lower case', 'Our pots boil. | see the kitchen for more.'],
  ['conjunctions', 'Pots boil. and pans fry.'],
  [
    'no blank after the stop',
    'The water is hot.|We pour it, with the help of Node.js or pots.example.Com.',
  ],
  [
    'items of a list',
    'It has two parts: 1. We fill it. | 2. We boil it. | There are (1.) The pot and (2.) The lid.',
  ],
  ['items in brackets', 'We do this. | (i) We fill it. | (ii) We boil it.'],
  ['a year or count at an end', 'It was made in 2020. | It has 12. | We took 3. | They were full.'],
  ['Japanese and Chinese', '鍋が沸く。| 蓋を開ける！| 水很热。| 我们等。'],
  ['marks alone', 'Pots boil. ...'],
];

describe('sentencesOf', () => {
  it.for(TEXTS)('splits %s', ([, marked]) => {
    const parts = marked.split('|');
    const text = parts.map((part) => part.replace(/^ /u, '')).join('');
    expect(split(text)).toEqual(parts.map((part) => part.trim()));
  });

  it('finds nothing in white space', () => {
    expect(sentencesOf('')).toEqual([]);
    expect(sentencesOf(' \n\t ')).toEqual([]);
  });

  const word = fc.constantFrom(
    'Pots',
    'boil',
    'e.g.',
    'et al.',
    '1.',
    '$x.$',
    '.',
    '。',
    '(',
    '"',
    'J.',
    '\n',
    '…',
  );
  it.for([
    ['words and marks', fc.array(word).map((words) => words.join(' '))],
    ['words and marks without blanks', fc.array(word).map((words) => words.join(''))],
    ['any text', fc.string({ unit: 'binary' })],
  ] as const)('covers %s, with nothing but white space in between', ([, texts]) => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const sentence of sentencesOf(text)) {
          expect(text.slice(at, sentence.start).trim()).toBe('');
          expect(sentence.text).toBe(text.slice(sentence.start, sentence.end));
          expect(sentence.text).toBe(sentence.text.trim());
          expect(sentence.text).not.toBe('');
          at = sentence.end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
    );
  });

  // Quadratic time would take minutes here; linear takes a fraction of a second.
  it.for(['.', '$', '$a', ' ', '. ', 'a', 'a.', '(', '.)', '$$', '1. ', '\\$', '. $'])(
    'takes linear time in a long run of %j',
    (piece) => {
      expect(sentencesOf(piece.repeat(500_000)).length).toBeLessThanOrEqual(500_000);
    },
  );
});
