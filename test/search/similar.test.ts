import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyTerms, sharedPhrases, similarPapers } from '../../src/search/similar.ts';
import { archiveOf } from '../support/archive-of.ts';
import { digestOf } from '../support/digest.ts';

const noise = ['Leeks', 'Onions', 'Soup', 'Bread', 'Salt', 'Rye', 'Oats', 'Figs', 'Plums', 'Kale'];
const papers = [
  { title: 'Space-Time Attention', abstract: 'Audio-visual models explain. They rest on sound.' },
  { title: 'Sounds', abstract: 'An audio-visual corpus with space-time attention inside.' },
  { title: 'Gardens', abstract: 'Attention to leeks.' },
  ...noise.map((title) => ({ title, abstract: `On ${title} and what they give.` })),
];

function setUp() {
  const days = [
    digestOf({ day: '2021-05-05', papers }),
    digestOf({ day: '2021-05-04', papers: [{ ...papers[1], arxivId: '2105.05002' }] }),
  ];
  const [first] = days[0]?.papers ?? [];
  if (!first) throw new Error('no paper');
  return { archive: archiveOf(days), first };
}

describe('similar papers', () => {
  it('have the rarest words in common, each once, and never the paper itself', async () => {
    const { archive, first } = setUp();
    const similar = await similarPapers(archive, first, 5);
    expect(similar.map(({ paper }) => paper.title)).toEqual(['Sounds', 'Gardens']);
    expect(similar[0]?.day).toBe('2021-05-05');
  });

  it("say what they share, phrases first, in the paper's own spelling", async () => {
    const { archive, first } = setUp();
    expect((await similarPapers(archive, first, 1))[0]?.shared).toEqual([
      'Space-Time Attention',
      'Audio-visual',
    ]);
  });

  it("don't exist for a paper without words", async () => {
    const { archive, first } = setUp();
    const wordless = { ...first, title: '42', abstract: '' };
    expect(await similarPapers(archive, wordless, 5)).toEqual([]);
  });
});

describe('what two papers share', () => {
  const rarity = () => 1;
  const shared = (a: string, b: string) => {
    const of = (abstract: string) =>
      digestOf({ day: '2021-05-05', papers: [{ title: '', abstract }] }).papers[0];
    const [one, other] = [of(a), of(b)];
    return one && other ? sharedPhrases(one, other, rarity, 3) : undefined;
  };

  it.each([
    ['does not reach over a sentence', 'Sparse gates. Deep nets', 'gates deep', ['gates', 'Deep']],
    [
      'has no words of every abstract',
      'We propose novel gates',
      'we propose novel gates',
      ['gates'],
    ],
    ['names one form of a word', 'gates and gate', 'gate with gates', ['gates']],
    ['has no formulas', 'the $alpha$ gates', 'alpha gates', ['gates']],
    ['has no addresses', 'gates at https://lab.org/nets', 'gates from https://lab.org/', ['gates']],
    [
      'takes hyphenated words whole',
      'large-scale pre-trained gates',
      'a small-scale pre-trained gate',
      ['pre-trained', 'scale'],
    ],
    [
      'begins with what both speak of most',
      'Bridges, gates and gates',
      'gates, bridges, more gates',
      ['gates', 'Bridges'],
    ],
    [
      'meets without accents',
      'Schrödinger bridges',
      'schrodinger bridges',
      ['Schrödinger bridges'],
    ],
  ])('%s', (_, a, b, expected) => {
    expect(shared(a, b)).toEqual(expected);
  });

  it('are in both, whatever the texts', () => {
    const words = fc.array(fc.constantFrom('gates', 'nets', 'the', 'of', '.', '$x$', 'GATES'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [left, right] = [a.join(' '), b.join(' ')];
        for (const phrase of shared(left, right) ?? []) {
          expect(left).toContain(phrase);
          for (const word of keyTerms(phrase)) expect(keyTerms(right)).toContain(word);
        }
      }),
    );
  });
});
