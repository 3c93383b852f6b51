import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/digest/types.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';

const LONG = 'Long sentences make long abstracts, and this one is no exception to it. ';

describe('a paper in full', () => {
  const [paper] = digestOf({
    day: '2021-05-05',
    papers: [
      {
        authors: Array.from({ length: 65 }, (_, n) => `Author ${n}`),
        abstract: LONG.repeat(25),
        categories: ['cs.CV', 'stat.ML'],
        tweets: [
          {
            id: '12',
            author: 'Zoë [x](y)',
            handle: 'zoe',
            date: '2021-05-05',
            lang: 'en',
            text: 'One\n# two',
          },
          { id: '12', author: 'Zoë', handle: 'zoe', date: '2021-05-05', lang: 'en', text: 'again' },
        ],
      },
    ],
  }).papers as [Paper];
  const { embeds = [], components = [] } = paperCard(english, { day: '2021-05-05', paper });

  it('has the whole abstract, all authors, and categories by name', () => {
    const text = embeds[0]?.description?.replaceAll('**', '');
    expect(text).toBe(`arXiv:2105.05001\n\n${LONG.repeat(25).trim()}`);
    expect(embeds[0]?.fields?.[0]?.value).toContain('Author 64');
    expect(embeds[0]?.fields?.[1]?.value).toBe(
      'cs.CV Computer Vision and Pattern Recognition\nstat.ML Machine Learning',
    );
  });

  it('quotes each tweet once, escaped, with its author and a link', () => {
    expect(embeds[1]?.description).toBe(
      '> One\n> \\# two\nZoë \\[x\\]\\(y\\) \\@zoe · [2021-05-05](https://twitter.com/zoe/status/12)',
    );
  });

  it('links to the abstract page and the PDF', () => {
    expect(JSON.stringify(components)).toContain('https://arxiv.org/abs/2105.05001');
    expect(JSON.stringify(components)).toContain('https://arxiv.org/pdf/2105.05001');
  });

  it('says so when there is no abstract', () => {
    const card = paperCard(english, { day: '2021-05-05', paper: { ...paper, abstract: '' } });
    expect(card.embeds?.[0]?.description).toBe(
      `arXiv:2105.05001\n\n${english('card.no-abstract')}`,
    );
  });
});
