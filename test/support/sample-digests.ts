import { digestOf } from './digest.ts';

/** A small archive of invented papers for search tests, newest day first. */
export const SAMPLE_DIGESTS = [
  digestOf({
    day: '2021-06-03',
    papers: [
      {
        title: 'MLP-Mixer Meets Kettles: Boiling Water Without Attention',
        authors: ['Gaël Lefèvre', 'Ines Ödegaard'],
        categories: ['cs.CV', 'cs.LG'],
        abstract: 'A kettle is controlled by layers that mix tokens. No attention is needed.',
      },
      {
        title: 'Attention for Teapots',
        authors: ['Jörn Bjørnsen'],
        categories: ['cs.LG'],
        abstract: 'Teapots are poured by transformer models that were pre-trained on cups.',
      },
      {
        title: 'Quantum Marmalade at Room Temperature',
        authors: ['Ada Muster', 'K. G\\"odelmann'],
        categories: ['quant-ph'],
        abstract: 'We stir $\\ell_1$ superpositions of orange peel; the spoon decoheres.',
      },
      {
        title: 'A C++ Library for Folding Napkins',
        authors: ['Bob Beispiel'],
        categories: ['cs.MS', 'math.NA'],
        abstract: 'Templates fold; napkins compile.',
        arxivId: '2106.00404',
      },
    ],
  }),
  digestOf({
    day: '2021-06-02',
    papers: [
      {
        title: 'Self-Supervised Sorting of Socks',
        authors: ['Clara Exempel'],
        categories: ['cs.RO', 'cs.CV'],
        abstract: 'Robots pair socks without labels. Attention to heels matters.',
      },
      {
        title: 'On the Entropy of Kitchen Drawers',
        authors: ['Dora Muster'],
        categories: ['math.IT'],
        abstract: 'Drawers fill up. We prove that order is temporary.',
        metrics: { retweets: 900, favorites: 20 },
      },
      {
        title: 'On the Entropy of Kitchen Cupboards',
        authors: ['Dora Muster'],
        categories: ['cs.IT', 'math.IT'],
        abstract: 'Cupboards fill up. We prove that order is temporary.',
        metrics: { retweets: 3, favorites: 1 },
      },
      {
        title: 'Slow Galaxies and Fast Porridge',
        authors: ['Émile Renard'],
        categories: ['astro-ph.GA'],
        abstract: 'Both form lumps.',
        arxivId: 'astro-ph/0601001',
      },
    ],
  }),
  digestOf({
    day: '2021-05-28',
    papers: [
      {
        title: 'Attention for Teapots',
        authors: ['Jörn Bjørnsen'],
        categories: ['cs.LG', 'stat.ML'],
        abstract: 'An early draft about teapots.',
        arxivId: '2106.03002',
        metrics: { retweets: 5000, favorites: 5000 },
      },
      {
        title: 'Graph Grammars of Birdsong',
        authors: ['Nils Federer'],
        categories: ['eess.AS', 'cs.SD'],
        abstract: 'Nightingales speak in graphs. A dataset of a thousand dawns is released.',
      },
    ],
  }),
];
