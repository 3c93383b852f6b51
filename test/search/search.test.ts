import { describe, expect, it } from 'vitest';
import { openIndex } from '../../src/archive/index/archive-index.ts';
import { createSearch } from '../../src/search/search.ts';
import { archiveOf } from '../support/archive-of.ts';
import { digestOf } from '../support/digest.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';
import { searchOver } from './search-over.ts';

const { find, titles } = searchOver(SAMPLE_DIGESTS);

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
  ])('finds by %s', async (_what, text, expected) => {
    expect(await titles(text)).toEqual(expected);
  });

  it('ranks the title before the abstract', async () => {
    expect((await titles('attention'))[0]).toBe(TEAPOTS);
    expect((await titles('attention')).at(-1)).toBe(SOCKS);
  });

  it('ranks a paper first for its whole title, then those that contain it', async () => {
    const { titles: titlesOf } = searchOver([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Gardens of Snow', abstract: 'Snow gardens, gardens, snow.' },
          { title: 'Snow Gardens in Spring', abstract: 'Snow gardens, snow gardens.' },
          { title: 'Snow Gardens', abstract: 'Many other words. '.repeat(20) },
        ],
      }),
    ]);
    expect(await titlesOf('snow gardens')).toEqual([
      'Snow Gardens',
      'Snow Gardens in Spring',
      'Gardens of Snow',
    ]);
  });

  it('ranks the more popular of equals first, then the newer', async () => {
    const { titles: titlesOf } = searchOver([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Cold Soup', metrics: { likes: 1, shares: 1 } },
          { title: 'Cold Stew', metrics: { likes: 1, shares: 9 } },
          { title: 'Cold Milk', metrics: { likes: 5 } },
        ],
      }),
    ]);
    expect(await titlesOf('cold')).toEqual(['Cold Stew', 'Cold Milk', 'Cold Soup']);
    const twin = { title: 'Twins', metrics: { likes: 7 }, abstract: '' };
    const { find: findTwins } = searchOver([
      digestOf({ day: '2021-01-01', papers: [twin] }),
      digestOf({ day: '2021-01-02', papers: [twin] }),
    ]);
    expect((await findTwins('twins')).hits.map(({ day }) => day)).toEqual([
      '2021-01-02',
      '2021-01-01',
    ]);
  });

  it.each(['***', '"', '" "', '+-!', '\0', '🦉', '..."...'])(
    'finds nothing if there is nothing to search for: %j',
    async (text) => {
      expect(await find(text)).toEqual({ total: 0, hits: [] });
    },
  );

  it('leaves the other filters alone when it is empty', async () => {
    expect(await titles({ search: '***', category: 'quant-ph' })).toEqual([MARMALADE]);
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
  ])('is never taken for syntax: %j', async (text) => {
    await expect(find(text)).resolves.toHaveProperty('total');
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
  ])('is forgiven: %s', async (_what, text, title, word) => {
    const { hits, corrected } = await find(text);
    expect(hits[0]?.paper.title).toBe(title);
    expect(corrected).toContain(word);
  });

  it('is forgiven even if it is a word of the archive, but only when nothing else is found', async () => {
    const { find: findIn } = searchOver([
      digestOf({ day: '2021-01-01', papers: [{ title: 'Cold Boats' }, { title: 'Warm Goats' }] }),
    ]);
    expect(await findIn('goats')).toMatchObject({ hits: [{ paper: { title: 'Warm Goats' } }] });
    expect(await findIn('goats cold')).toMatchObject({
      hits: [{ paper: { title: 'Cold Boats' } }],
      corrected: ['boats'],
    });
  });

  it('is reported by the words that found something, and no others', async () => {
    const { find: findIn } = searchOver([
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
    expect((await findIn('hoxses')).corrected).toEqual(['horses', 'hoses', 'houses']);
    expect(await findIn('large hoxses')).toMatchObject({ total: 1, corrected: ['horses'] });
  });

  it("isn't looked for when the text as typed finds something", async () => {
    expect(await find('kitchen')).not.toHaveProperty('corrected');
    expect(await find({ search: 'socks', category: 'quant-ph' })).toEqual({ total: 0, hits: [] });
  });

  it("isn't forgiven in quotes, in a number, in a word of three letters, or twice", async () => {
    expect((await find('"marmelade"')).total).toBe(0);
    expect((await find('axd')).total).toBe(0);
    expect((await find('mermelade')).total).toBe(0);
    const { find: findIn } = searchOver([
      digestOf({ day: '2021-01-01', papers: [{ title: 'The Year 2020' }] }),
    ]);
    expect((await findIn('2021')).total).toBe(0);
  });
});

describe('words written apart, together or with a hyphen', () => {
  const { find: findIn, titles: titlesIn } = searchOver([
    digestOf({
      day: '2021-01-01',
      papers: [
        { title: 'A Dataset of Spoons', abstract: '' },
        { title: 'Forks', abstract: 'Every data set needs forks, and a set of data.' },
        { title: 'A Data-Set of Knives', abstract: '' },
      ],
    }),
  ]);

  it.each(['dataset', 'data set', 'data-set'])(
    'are found in all three spellings by %j',
    async (text) => {
      expect((await titlesIn(text)).toSorted()).toEqual([
        'A Data-Set of Knives',
        'A Dataset of Spoons',
        'Forks',
      ]);
    },
  );

  it('are found with the other words even if another paper has them as typed', async () => {
    expect((await findIn('data set spoons')).hits[0]?.paper.title).toBe('A Dataset of Spoons');
  });
});

describe('a search where no paper has all the words', () => {
  it('finds papers with most of them, and says so', async () => {
    const { hits, partial } = await find('entropy kitchen drawers teapots');
    expect(hits.map(({ paper }) => paper.title)).toEqual([DRAWERS]);
    expect(partial).toBe(true);
    expect(await find('kitchen drawers')).not.toHaveProperty('partial');
  });

  it('ignores a word that is nowhere', async () => {
    expect(await titles('xylophone sorting socks')).toEqual([SOCKS]);
    expect(await titles('xylophone zither socks robots')).toEqual([SOCKS]);
  });

  it('needs more than half of the words, and more than one', async () => {
    expect(await titles('marmalade socks')).toEqual([]);
    expect(await titles('marmalade quantum socks robots')).toEqual([]);
    expect(await titles('xylophone socks')).toEqual([]);
  });

  it('forgives a typo as well', async () => {
    expect(await titles('entropy kitchen drwaers teapots')).toEqual([DRAWERS]);
  });

  it('still requires phrases and words bound to a field', async () => {
    expect(await titles('kitchen entropy xylophone "order was temporary"')).toEqual([]);
    expect(await titles('kitchen entropy xylophone author:renard')).toEqual([]);
    expect(await titles('kitchen xylophone "drawers fill"')).toEqual([DRAWERS]);
  });

  it("isn't replaced by a guess at a mistyped word", async () => {
    const { titles: titlesIn } = searchOver([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'Soup', abstract: 'Cold ships in winter and other boats.' },
          { title: 'Cold Goats in Winter', abstract: '' },
          { title: 'Boats', abstract: 'Shops.' },
        ],
      }),
    ]);
    expect(await titlesIn('cold goats winter ships')).toEqual(['Cold Goats in Winter', 'Soup']);
  });
});

describe('proximity', () => {
  it('ranks adjacent words in the abstract before the same words far apart', async () => {
    const { titles: titlesIn } = searchOver([
      digestOf({
        day: '2021-01-01',
        papers: [
          { title: 'One', abstract: 'Warm milk. Warm bread, and honey with all. Warm honey.' },
          { title: 'Two', abstract: 'There is nothing here but warm milk with honey, they say.' },
        ],
      }),
    ]);
    expect((await titlesIn('warm milk with honey'))[0]).toBe('Two');
  });
});

describe('a search for an arXiv id', () => {
  it.each([
    '2106.00404',
    'arXiv:2106.00404v2',
    'https://arxiv.org/abs/2106.00404',
    '<https://arxiv.org/pdf/2106.00404v1.pdf>',
    'https://huggingface.co/papers/2106.00404',
  ])('finds exactly its paper: %s', async (text) => {
    expect(await titles(text)).toEqual([NAPKINS]);
  });

  it('finds a paper by an old id', async () => {
    expect(await titles('astro-ph/0601001')).toEqual([GALAXIES]);
  });

  it("finds nothing when the archive doesn't have it", async () => {
    expect(await find('2106.99999')).toEqual({ total: 0, hits: [] });
  });
});

describe('search filters', () => {
  it('take a category as typed, under any of its codes, or a whole archive', async () => {
    expect(await titles({ category: 'CS.it' })).toEqual([DRAWERS, CUPBOARDS]);
    expect(await titles({ category: 'math.IT' })).toEqual([DRAWERS, CUPBOARDS]);
    expect(await titles({ category: 'astro-ph' })).toEqual([GALAXIES]);
    expect(await titles({ category: 'eess' })).toEqual([BIRDSONG]);
    expect(await titles({ category: 'no category' })).toEqual([]);
  });

  it('take days, both inclusive', async () => {
    expect((await find({ from: '2021-06-02', to: '2021-06-02' })).total).toBe(4);
    expect((await find({ to: '2021-05-28' })).total).toBe(2);
    expect((await find({ from: '2021-06-04' })).total).toBe(0);
    expect((await find({ from: '2021-06-03', to: '2021-06-02' })).total).toBe(0);
  });

  it('combine with each other', async () => {
    expect(await titles({ search: 'attention', category: 'cs.CV', from: '2021-06-03' })).toEqual([
      MIXER,
    ]);
  });

  it('list the newest day first, then by rank, without a search text', async () => {
    expect(await titles({})).toEqual([
      ...[MIXER, TEAPOTS, MARMALADE, NAPKINS],
      ...[SOCKS, DRAWERS, CUPBOARDS, GALAXIES],
      BIRDSONG,
    ]);
    expect(await titles({ search: '  ' })).toHaveLength(9);
  });
});

describe('a paper in two digests', () => {
  const twice = { arxivId: '2106.03002', title: TEAPOTS };
  const { find: findIn } = searchOver([
    digestOf({ day: '2021-05-28', papers: [{ ...twice, metrics: { retweets: 9000 } }] }),
    digestOf({ day: '2021-06-03', papers: [{ ...twice, metrics: { retweets: 1 } }] }),
  ]);

  it.each([{}, { search: 'teapots' }, { search: '2106.03002' }])(
    'is found once, as its newest digest has it: %j',
    async (query) => {
      expect(await findIn(query)).toMatchObject({ total: 1, hits: [{ day: '2021-06-03' }] });
    },
  );

  it('is found as the older digest has it when the newer is filtered out', async () => {
    expect(await findIn({ search: 'teapots', to: '2021-06-01' })).toMatchObject({
      total: 1,
      hits: [{ day: '2021-05-28', paper: { metrics: { retweets: 9000 } } }],
    });
  });
});

describe('papers in several shards of the index', () => {
  // The first shard ends in the middle of these.
  const archive = archiveOf(SAMPLE_DIGESTS, openIndex(undefined, 2_043));
  const page = { offset: 0, limit: 100 };

  it.each([{ search: 'attention' }, { search: 'marmelade' }, { search: 'kitchen -drawers' }, {}])(
    'are found as if they were in one: %j',
    async (query) => {
      expect(archive.index.text.shards()).toBe(2);
      expect(archive.index.text.match(0, '"the"').length).toBeGreaterThan(0);
      const { total, hits } = await createSearch(archive).papers(query, page);
      const expected = await find(query);
      expect(total).toBe(expected.total);
      expect(new Set(hits)).toEqual(new Set(expected.hits));
    },
  );
});

describe('the words shown in bold', () => {
  const marks = async (text: string, words: readonly string[]) => {
    const { isFound } = await find(text);
    return words.filter((word) => isFound?.(word));
  };

  it('are those that begin with what is being typed, but not all with the same first letter', async () => {
    expect(await marks('att', ['attention', 'at', 'tea'])).toEqual(['attention']);
    expect(await marks('attention t', ['attention', 'teapots', 'the'])).toEqual(['attention']);
  });

  it("aren't all words that begin with the rest of a mistyped one", async () => {
    const { find: findIn } = searchOver([
      digestOf({
        day: '2021-01-01',
        papers: [{ title: 'Attention Release', abstract: 'The prefix re stands alone.' }],
      }),
    ]);
    // One more letter than `attention` is a typo, and `attention re` lacks a space.
    const { isFound } = await findIn('attentionre');
    expect(isFound?.('release')).not.toBe(true);
    expect((await findIn('attentionx')).isFound?.('attention')).toBe(true);
  });
});
