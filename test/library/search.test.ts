import { describe, expect, it } from 'vitest';
import { digestOf } from '../support/digest.ts';
import { ARCHIVE } from './papers.ts';
import { shelfOf } from './shelf.ts';

const { find, titles } = shelfOf(ARCHIVE);

const MIXER = 'MLP-Mixer Meets Kettles: Boiling Water Without Attention';
const TEAPOTS = 'Attention for Teapots';
const MARMALADE = 'Quantum Marmalade at Room Temperature';
const NAPKINS = 'A C++ Library for Folding Napkins';
const SOCKS = 'Self-Supervised Sorting of Socks';
const DRAWERS = 'On the Entropy of Kitchen Drawers';
const CUPBOARDS = 'On the Entropy of Kitchen Cupboards';
const GALAXIES = 'Slow Galaxies and Fast Porridge';
const BIRDSONG = 'Graph Grammars of Birdsong';

describe('a search text', () => {
  it.each([
    ['words in any order', 'kettles mixer', [MIXER]],
    ['words of title, author and abstract together', 'lefevre tokens kettles', [MIXER]],
    ['a quoted phrase', '"order is temporary"', [DRAWERS, CUPBOARDS]],
    ['a phrase in the wrong order', '"temporary is order"', []],
    ['a phrase in typographic quotes', '“folding napkins”', [NAPKINS]],
    ['a phrase and a word', 'cupboards "kitchen"', [CUPBOARDS]],
    ['a quote without its partner', 'folding "napkins', [NAPKINS]],
    ['the beginning of its last word', 'quantum marm', [MARMALADE]],
    ['the beginning of every word, when whole ones find nothing', 'marm quan', [MARMALADE]],
    ['accents that the archive has and the text has not', 'gael kettles', [MIXER]],
    ['an author without the accents', 'Gael Lefevre', [MIXER]],
    ['an author with accents that the archive lacks', 'Múster märmalade', [MARMALADE]],
    ['a letter with a stroke', 'bjornsen', [TEAPOTS]],
    ['an accent that the archive has in LaTeX', 'Gödelmann', [MARMALADE]],
    ['an accent in LaTeX', 'G\\"odelmann', [MARMALADE]],
    ['a hyphenated word', 'MLP-Mixer', [MIXER]],
    ['a hyphenated word without its hyphen', 'mlp mixer', [MIXER]],
    ['a word that the archive hyphenates', 'pretrained teapots', [TEAPOTS]],
    ['a word that the archive does not hyphenate', 'bird-song', [BIRDSONG]],
    ['C++', 'C++ library', [NAPKINS]],
    ['upper case', 'SOCKS', [SOCKS]],
    ['a search operator taken as a word', 'AND socks', []],
    ['a word with a comma glued to it', 'socks,robots', [SOCKS]],
  ])('finds by %s', (_what, text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  it('puts the title before the abstract', () => {
    expect(titles('attention')[0]).toBe(TEAPOTS);
    expect(titles('attention').at(-1)).toBe(SOCKS);
  });

  it('puts a paper first for its whole title, and then those with it in theirs', () => {
    const { titles: titlesOf } = shelfOf([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Gardens of Snow', abstract: 'Snow gardens, gardens, snow.' },
          { title: 'Snow Gardens in Spring', abstract: 'Snow gardens, snow gardens.' },
          { title: 'Snow Gardens', abstract: 'Many other words. '.repeat(20) },
        ],
      }),
    ]);
    expect(titlesOf('snow gardens')).toEqual([
      'Snow Gardens',
      'Snow Gardens in Spring',
      'Gardens of Snow',
    ]);
  });

  it('puts the hotter of equals first, then the newer', () => {
    const { titles: titlesOf } = shelfOf([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Cold Soup', metrics: { likes: 1, shares: 1 } },
          { title: 'Cold Stew', metrics: { likes: 1, shares: 9 } },
          { title: 'Cold Milk', metrics: { likes: 5 } },
        ],
      }),
    ]);
    expect(titlesOf('cold')).toEqual(['Cold Stew', 'Cold Milk', 'Cold Soup']);
    const twin = { title: 'Twins', metrics: { likes: 7 }, abstract: '' };
    const { find: findTwins } = shelfOf([
      digestOf({ day: '2021-01-01', papers: [twin] }),
      digestOf({ day: '2021-01-02', papers: [twin] }),
    ]);
    expect(findTwins('twins').hits.map(({ day }) => day)).toEqual(['2021-01-02', '2021-01-01']);
  });

  it.each(['***', '"', '" "', '+-!', '\0', '🦉', '..."...'])(
    'with nothing to search for, %j, finds nothing',
    (text) => {
      expect(find(text)).toEqual({ total: 0, hits: [] });
    },
  );

  it('with nothing to search for leaves the other filters alone', () => {
    expect(titles({ search: '***', category: 'quant-ph' })).toEqual([MARMALADE]);
  });

  it.each([
    'a AND',
    '"x',
    '*',
    'NEAR(',
    'title:socks',
    'socks*',
    '-socks',
    '^socks',
    'OR',
    '(',
    "'",
  ])('is never taken for syntax: %j', (text) => {
    expect(() => find(text)).not.toThrow();
  });
});

describe('a mistyped word', () => {
  it.each([
    ['a letter left out', 'marmlade', MARMALADE, 'marmalade'],
    ['a letter too many', 'marmallade', MARMALADE, 'marmalade'],
    ['a wrong letter', 'marmelade', MARMALADE, 'marmalade'],
    ['two letters swapped', 'mramalade', MARMALADE, 'marmalade'],
    ['the first letter wrong', 'barmalade', MARMALADE, 'marmalade'],
    ['one among good ones', 'sorting scoks', SOCKS, 'socks'],
    ['one in a hyphenated word', 'mlp-mixr kettles', MIXER, 'mlp mixer'],
    ['a word still being typed', 'nihgtin', BIRDSONG, 'nightin'],
    ['a forgotten space', 'roomtemperature', MARMALADE, 'room temperature'],
    ['a space too many', 'bird song grammars', BIRDSONG, 'birdsong'],
  ])('is forgiven: %s', (_what, text, title, word) => {
    const { hits, corrected } = find(text);
    expect(hits[0]?.paper.title).toBe(title);
    expect(corrected).toContain(word);
  });

  it('is forgiven when it is a word of the archive, but only then', () => {
    const { find: findIn } = shelfOf([
      digestOf({ day: '2021-01-01', papers: [{ title: 'Cold Boats' }, { title: 'Warm Goats' }] }),
    ]);
    expect(findIn('goats')).toMatchObject({ hits: [{ paper: { title: 'Warm Goats' } }] });
    expect(findIn('goats cold')).toMatchObject({
      hits: [{ paper: { title: 'Cold Boats' } }],
      corrected: ['boats'],
    });
  });

  it('is named by the words that found something, and no others', () => {
    const { find: findIn } = shelfOf([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Small Houses' },
          { title: 'Small Horses' },
          { title: 'Large Horses' },
          { title: 'Small Hoses' },
        ],
      }),
    ]);
    expect(findIn('hoxses').corrected).toEqual(['horses', 'hoses', 'houses']);
    expect(findIn('large hoxses')).toMatchObject({ total: 1, corrected: ['horses'] });
  });

  it('is not looked for when the text as it stands finds something', () => {
    expect(find('kitchen')).not.toHaveProperty('corrected');
    expect(find({ search: 'socks', category: 'quant-ph' })).toEqual({ total: 0, hits: [] });
  });

  it('is not forgiven in quotes, in a number, in a word of three letters, or twice', () => {
    expect(find('"marmelade"').total).toBe(0);
    expect(find('axd').total).toBe(0);
    expect(find('mermelade').total).toBe(0);
    const { find: findIn } = shelfOf([
      digestOf({ day: '2021-01-01', papers: [{ title: 'The Year 2020' }] }),
    ]);
    expect(findIn('2021').total).toBe(0);
  });
});

describe('words that are written apart, together or with a hyphen', () => {
  const { find: findIn, titles: titlesIn } = shelfOf([
    digestOf({
      day: '2021-01-01',
      papers: [
        { title: 'A Dataset of Spoons', abstract: '' },
        { title: 'Forks', abstract: 'Every data set needs forks, and a set of data.' },
        { title: 'A Data-Set of Knives', abstract: '' },
      ],
    }),
  ]);

  it.each(['dataset', 'data set', 'data-set'])('%j finds all three ways', (text) => {
    expect(titlesIn(text).toSorted()).toEqual([
      'A Data-Set of Knives',
      'A Dataset of Spoons',
      'Forks',
    ]);
  });

  it('finds the one with the other words also where another has the words as typed', () => {
    expect(findIn('data set spoons').hits[0]?.paper.title).toBe('A Dataset of Spoons');
  });
});

describe('when no paper has all the words', () => {
  it('those with most of them are found, and it is said', () => {
    const { hits, partial } = find('entropy kitchen drawers teapots');
    expect(hits.map(({ paper }) => paper.title)).toEqual([DRAWERS]);
    expect(partial).toBe(true);
    expect(find('kitchen drawers')).not.toHaveProperty('partial');
  });

  it('a word that is nowhere does not count', () => {
    expect(titles('xylophone sorting socks')).toEqual([SOCKS]);
    expect(titles('xylophone zither socks robots')).toEqual([SOCKS]);
  });

  it('half of them is not enough, and no more is one alone', () => {
    expect(titles('marmalade socks')).toEqual([]);
    expect(titles('marmalade quantum socks robots')).toEqual([]);
    expect(titles('xylophone socks')).toEqual([]);
  });

  it('a typo beside is forgiven', () => {
    expect(titles('entropy kitchen drwaers teapots')).toEqual([DRAWERS]);
  });

  it('a phrase, and what is bound to a field, must still be there', () => {
    expect(titles('kitchen entropy xylophone "order was temporary"')).toEqual([]);
    expect(titles('kitchen entropy xylophone author:renard')).toEqual([]);
    expect(titles('kitchen xylophone "drawers fill"')).toEqual([DRAWERS]);
  });

  it('a guess at a mistyped word does not hide them', () => {
    const { titles: titlesIn } = shelfOf([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Soup', abstract: 'Cold ships in winter and other boats.' },
          { title: 'Cold Goats in Winter', abstract: '' },
          { title: 'Boats', abstract: 'Shops.' },
        ],
      }),
    ]);
    expect(titlesIn('cold goats winter ships')).toEqual(['Cold Goats in Winter', 'Soup']);
  });
});

describe('closeness', () => {
  it('puts words in a row in the abstract before the same words far apart', () => {
    const { titles: titlesIn } = shelfOf([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'One', abstract: 'Warm milk. Warm bread, and honey with all. Warm honey.' },
          { title: 'Two', abstract: 'There is nothing here but warm milk with honey, they say.' },
        ],
      }),
    ]);
    expect(titlesIn('warm milk with honey')[0]).toBe('Two');
  });
});

describe('an arXiv id', () => {
  it.each([
    '2106.00404',
    'arXiv:2106.00404v2',
    'https://arxiv.org/abs/2106.00404',
    '<https://arxiv.org/pdf/2106.00404v1.pdf>',
    'https://huggingface.co/papers/2106.00404',
  ])('finds exactly its paper: %s', (text) => {
    expect(titles(text)).toEqual([NAPKINS]);
  });

  it('of the old kind does, too', () => {
    expect(titles('astro-ph/0601001')).toEqual([GALAXIES]);
  });

  it('that the archive does not have finds nothing', () => {
    expect(find('2106.99999')).toEqual({ total: 0, hits: [] });
  });
});

describe('filters', () => {
  it('take a category as typed, under any of its codes, or a whole archive', () => {
    expect(titles({ category: 'CS.it' })).toEqual([DRAWERS, CUPBOARDS]);
    expect(titles({ category: 'math.IT' })).toEqual([DRAWERS, CUPBOARDS]);
    expect(titles({ category: 'astro-ph' })).toEqual([GALAXIES]);
    expect(titles({ category: 'eess' })).toEqual([BIRDSONG]);
    expect(titles({ category: 'no category' })).toEqual([]);
  });

  it('take days, both inclusive', () => {
    expect(find({ from: '2021-06-02', to: '2021-06-02' }).total).toBe(4);
    expect(find({ to: '2021-05-28' }).total).toBe(2);
    expect(find({ from: '2021-06-04' }).total).toBe(0);
    expect(find({ from: '2021-06-03', to: '2021-06-02' }).total).toBe(0);
  });

  it('combine', () => {
    expect(titles({ search: 'attention', category: 'cs.CV', from: '2021-06-03' })).toEqual([MIXER]);
  });

  it('without a search text list the newest day first, then by rank', () => {
    expect(titles({})).toEqual([
      ...[MIXER, TEAPOTS, MARMALADE, NAPKINS],
      ...[SOCKS, DRAWERS, CUPBOARDS, GALAXIES],
      BIRDSONG,
    ]);
    expect(titles({ search: '  ' })).toHaveLength(9);
  });
});

describe('a paper in two digests', () => {
  const twice = { arxivId: '2106.03002', title: TEAPOTS };
  const { find: findIn } = shelfOf([
    digestOf({ day: '2021-05-28', papers: [{ ...twice, metrics: { retweets: 9000 } }] }),
    digestOf({ day: '2021-06-03', papers: [{ ...twice, metrics: { retweets: 1 } }] }),
  ]);

  it.each([{}, { search: 'teapots' }, { search: '2106.03002' }])(
    'is found once, as its newest digest has it: %j',
    (query) => {
      expect(findIn(query)).toMatchObject({ total: 1, hits: [{ day: '2021-06-03' }] });
    },
  );

  it('is found as the older has it when the newer is filtered out', () => {
    expect(findIn({ search: 'teapots', to: '2021-06-01' })).toMatchObject({
      total: 1,
      hits: [{ day: '2021-05-28', paper: { metrics: { retweets: 9000 } } }],
    });
  });
});
