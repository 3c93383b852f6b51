import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  matchExpression,
  parseOperators,
  parsePaperReference,
  parseTerms,
} from '../../src/search/query.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';
import { searchOver } from './search-over.ts';

const { find, titles } = searchOver(SAMPLE_DIGESTS);

const TEAPOTS = 'Attention for Teapots';
const MARMALADE = 'Quantum Marmalade at Room Temperature';
const SOCKS = 'Self-Supervised Sorting of Socks';
const DRAWERS = 'On the Entropy of Kitchen Drawers';
const CUPBOARDS = 'On the Entropy of Kitchen Cupboards';
const GALAXIES = 'Slow Galaxies and Fast Porridge';
const BIRDSONG = 'Graph Grammars of Birdsong';

describe('a search operator', () => {
  it.each([
    ['kitchen -drawers', [CUPBOARDS]],
    ['kitchen -"order is temporary"', []],
    ['attention -mlp-mixer -socks', [TEAPOTS]],
    ['author:muster', [CUPBOARDS, DRAWERS, MARMALADE]],
    ['author:"Dora Muster" cupboards', [CUPBOARDS]],
    ['author:"Muster, Dora" cupboards', [CUPBOARDS]],
    ['author:"Muster," cupboards', [CUPBOARDS]],
    ['author:Lefevre', ['MLP-Mixer Meets Kettles: Boiling Water Without Attention']],
    ['author:dorra', [CUPBOARDS, DRAWERS]],
    ['author:kitchen', []],
    ['kitchen -author:muster', []],
    ['title:attention -title:kettles', [TEAPOTS]],
    ['-title:attention attention', [SOCKS]],
    ['AUTHOR:muster Title:quantum', [MARMALADE]],
    ['category:cs.RO', [SOCKS]],
    ['cat:math.IT drawers', [DRAWERS]],
    ['attention -cat:cs.CV', [TEAPOTS]],
    ['before:2021-06', [TEAPOTS, BIRDSONG]],
    ['teapots before:2021-06-03', [TEAPOTS]],
    ['since:2021-06-02 before:2021-06-03 galaxies', [GALAXIES]],
    ['-since:2021-06-01', [TEAPOTS, BIRDSONG]],
    ['kitchen since:2022', []],
    ['2106.00404 author:beispiel', ['A C++ Library for Folding Napkins']],
    ['2106.00404 author:muster', []],
    ['2106.00404 -napkins', []],
    ['“order is temporary” -drawers', [CUPBOARDS]],
  ])('is understood: %s', async (text, expected) => {
    expect((await titles(text)).toSorted()).toEqual(expected.toSorted());
  });

  it('lists what is left, newest first, when it stands alone', async () => {
    expect((await find('-attention')).hits.map(({ day }) => day)).toEqual([
      ...Array<string>(2).fill('2021-06-03'),
      ...Array<string>(3).fill('2021-06-02'),
      '2021-05-28',
    ]);
  });

  it("combines with the command's filters", async () => {
    expect(await titles({ search: 'author:muster', category: 'quant-ph' })).toEqual([MARMALADE]);
    expect(await titles({ search: 'since:2021-05', to: '2021-05-31' })).toHaveLength(2);
  });

  it('is described as it was understood', async () => {
    const { understood } = await find('mixer -author:"A B" CAT:CS.cv -since:2021-07');
    expect(understood).toEqual({
      text: 'mixer',
      conditions: [
        { name: 'author', value: 'A B', excluded: true },
        { name: 'category', value: 'cs.CV', excluded: false },
        { name: 'before', value: '2021-07', excluded: false },
      ],
      problems: [],
    });
    expect(await find('mixer')).not.toHaveProperty('understood');
  });
});

describe('an operator with an invalid value', () => {
  it.each([
    ['since:yesterday', 'not-a-day'],
    ['before:2021-13', 'not-a-day'],
    ['since:2021-02-30', 'not-a-day'],
    ['category:cats', 'not-a-category'],
    ['cat:c++', 'not-a-category'],
  ])('is reported, and the rest is searched for: %s', async (typed, code) => {
    const { hits, understood } = await find(`${typed} marmalade`);
    expect(hits[0]?.paper.title).toBe(MARMALADE);
    expect(understood?.problems).toEqual([{ code, typed }]);
  });

  it('finds nothing on its own', async () => {
    expect(await find('since:soon')).toMatchObject({ total: 0, hits: [] });
  });
});

describe('text without an operator', () => {
  it.each([
    'BERT: Pre-training of Deep Transformers',
    'state-of-the-art',
    'C++',
    'vision: a survey',
    'Title: a story',
    'Brax -- A Differentiable Engine',
    'QUIC v1 - a first look',
    'https://arxiv.org/abs/2105.01601',
    'doi:10.48550/arXiv.2105.01601',
    '"a phrase -with since:2021 in it"',
    'author:',
    '-',
    '-***',
    'title:""',
    'subtitle:socks',
    'foo"bar -baz"',
    '"deep sea"-level',
  ])('includes %s', (text) => {
    expect(parseOperators(text)).toMatchObject({ text, conditions: [], problems: [] });
  });
});

describe('any search text with operators', () => {
  const piece = fc.constantFrom(
    ...['-', '"', 'author:', 'title:', 'cat:', 'category:', 'since:', 'before:', 'kettles', ' '],
    ...['2021-06', '2021-06-02', 'cs.CV', 'Muster', '-muster', 'AND', '*', '(', '\\"o', '\0', '+'],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }).map((rest) => `-author:${rest} title:${rest}`),
  );

  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const { total, hits } = await find(typed);
        expect(hits).toHaveLength(total);
      }),
      { numRuns: 1_000 },
    );
  });

  it('can have very many operators', async () => {
    for (const part of ['-w ', 'author:w ', 'since:x ', '"', '-"', 'cat:cs ']) {
      await expect(find(part.repeat(3_000))).resolves.toHaveProperty('total');
    }
  });

  const word = fc.constantFrom('kitchen', 'attention', 'muster', 'teapots', 'grammars');
  const operator = fc.constantFrom(
    ...['author:muster', 'cat:cs', 'since:2021-06', 'before:2021-06-03', '-drawers', '-cat:cs.CV'],
  );

  it('splits what the words find between an operator and its opposite', async () => {
    const filter = operator.filter((typed) => !typed.startsWith('author:'));
    await fc.assert(
      fc.asyncProperty(word, filter, async (words, typed) => {
        const opposite = typed.startsWith('-') ? typed.slice(1) : `-${typed}`;
        fc.pre(opposite !== 'drawers');
        const ids = async (search: string): Promise<string[]> =>
          (await find(search)).hits.map(({ paper, day }) => `${paper.arxivId} ${day}`);
        const whole = await ids(words);
        const left = await ids(`${words} ${typed}`);
        const taken = await ids(`${opposite} ${words}`);
        expect(left.every((id) => !taken.includes(id))).toBe(true);
        for (const id of whole) expect([...left, ...taken]).toContain(id);
      }),
    );
  });

  it('finds the same with operators before, between or after the words', async () => {
    await fc.assert(
      fc.asyncProperty(word, word, operator, operator, async (one, other, first, second) => {
        const ids = async (...parts: string[]): Promise<string[]> =>
          (await find(parts.join(' '))).hits.map(({ paper }) => paper.arxivId);
        const expected = await ids(one, other, first, second);
        expect(await ids(first, one, second, other)).toEqual(expected);
        expect(await ids(second, first, one, other)).toEqual(expected);
      }),
    );
  });
});

const term = (...words: string[]): object => ({ words, quoted: false, prefix: false });
const prefix = (...words: string[]): object => ({ words, quoted: false, prefix: true });
const quoted = (...words: string[]): object => ({ words, quoted: true, prefix: false });

describe('the terms of a search text', () => {
  it.each([
    ['deep sea', [term('deep'), prefix('sea')]],
    ['deep-sea fish', [term('deep', 'sea'), prefix('fish')]],
    ['fish "deep sea"', [prefix('fish'), quoted('deep', 'sea')]],
    ['«deep sea» fish', [quoted('deep', 'sea'), prefix('fish')]],
    ['"deep sea" "fish', [quoted('deep', 'sea'), prefix('fish')]],
    ['fish,chips;(peas)', [term('fish'), term('chips'), prefix('peas')]],
    ['fish and fish', [prefix('fish'), term('and')]],
    ['Schr\\"odinger "cat"', [prefix('schrodinger'), quoted('cat')]],
    ['"" * ?', []],
  ])('are parsed from %j', (text, terms) => {
    expect(parseTerms(text)).toEqual(terms);
  });

  it('are at most forty', () => {
    expect(parseTerms(Array.from({ length: 100 }, (_, n) => n).join(' '))).toHaveLength(40);
  });
});

it('quotes every word of a full-text query, and weighs whole words over prefixes', () => {
  const groups = [
    [
      { words: ['pre', 'train'], prefix: false },
      { words: ['pretrain'], prefix: false },
    ],
    [{ words: ['mod'], prefix: true }],
  ];
  expect(matchExpression(groups)).toBe('("pre train" OR "pretrain") AND ("mod" OR "mod" *)');
});

it.each([
  '2105.01601',
  ' 2105.01601v2 ',
  'arXiv:2105.01601v2',
  'ARXIV: 2105.01601',
  'arXiv 2105.01601',
  'arXiv:2105.01601v2 [cs.CV]',
  'https://arxiv.org/abs/2105.01601',
  'http://www.arxiv.org/abs/2105.01601v3',
  'arxiv.org/pdf/2105.01601',
  'https://arxiv.org/pdf/2105.01601v1.pdf',
  'https://export.arxiv.org/abs/2105.01601?context=cs',
  'https://arxiv.org/html/2105.01601v1#S2',
  '<https://arxiv.org/abs/2105.01601/>',
  'https://huggingface.co/papers/2105.01601',
  'https://www.alphaxiv.org/abs/2105.01601',
  'https://doi.org/10.48550/arXiv.2105.01601',
  '10.48550/arXiv.2105.01601',
])('finds an arXiv id in %j', (text) => {
  expect(parsePaperReference(text)).toBe('2105.01601');
});

it.each([
  ['astro-ph/0601001', 'astro-ph/0601001'],
  ['https://arxiv.org/abs/astro-ph/0601001v2', 'astro-ph/0601001'],
  ['https://arxiv.org/pdf/hep-th/9901001.pdf', 'hep-th/9901001'],
  ['Hep-Th/9901001', 'hep-th/9901001'],
  ['math.GT/0309136', 'math/0309136'],
])('finds an old arXiv id in %j', (text, id) => {
  expect(parsePaperReference(text)).toBe(id);
});

it.each(['', 'mixer', '2105', '2105.01', 'https://arxiv.org/abs/', 'see 2105.01601', 'gpt/3'])(
  'finds no arXiv id in %j',
  (text) => {
    expect(parsePaperReference(text)).toBeUndefined();
  },
);

it('looks for an arXiv id in any text without throwing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => parsePaperReference(`arxiv.org/abs/${text}`)).not.toThrow();
    }),
  );
});
