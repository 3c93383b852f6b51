import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/digest/types.ts';
import { paperCard } from '../../src/messages/paper-card.ts';
import { english } from '../../src/i18n/translate.ts';
import { fitMessage } from '../../src/messages/message.ts';
import { digestOf } from '../support/digest.ts';
import { expectWithinLimits } from '../support/limits.ts';

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

  describe('with what a digest of today knows', () => {
    const known: Paper = {
      ...paper,
      abstract: 'Gates are old. In this paper, we show that deep gates open twice. They close.',
      tweets: [],
      metrics: { upvotes: 118, stars: 1251 },
      links: { code: 'https://github.com/a/b', project: 'https://gates.example/' },
      organization: 'Institute of [Gates](https://x.example)',
      keywords: ['gates', '*hinges*'],
      summary: { text: 'Gates **open**.', by: 'maker/Model-7B' },
      picture: 'https://huggingface.co/picture.png',
    };
    const cardOf = (changed: Partial<Paper>) =>
      paperCard(english, { day: '2021-05-05', paper: { ...known, ...changed } }).embeds ?? [];

    it('has the picture under the title, id, institution, code and project', () => {
      const [head] = cardOf({});
      expect(head?.image?.url).toBe('https://huggingface.co/picture.png');
      expect(head?.description?.split('\n')).toEqual([
        'arXiv:2105.05001 · Institute of \\[Gates\\]\\(https\\://x.example\\)',
        '[Code](https://github.com/a/b) ★ 1,251 · [Project](https://gates.example/)',
      ]);
    });

    it('has the key sentence in bold at its place in the abstract', () => {
      expect(cardOf({})[1]?.description).toBe(
        'Gates are old. **In this paper, we show that deep gates open twice.** They close.',
      );
    });

    it('has keywords, and stars among the counts', () => {
      const values = cardOf({})[1]?.fields?.map(({ value }) => value) ?? [];
      expect(values).toContain('gates, \\*hinges\\*');
      expect(values.join('\n')).toContain('GitHub: 1,251 stars');
    });

    it('has a generated summary apart from the authors, below a line that says who wrote it', () => {
      const embeds = cardOf({});
      expect(embeds.at(-1)).toEqual({
        description: `-# ${english('paper.summary-by', { model: 'Model-7B' })}\nGates \\*\\*open\\*\\*.`,
      });
      expect(JSON.stringify(embeds.slice(0, -1))).not.toContain('open\\*');
      const [unnamed] = cardOf({ summary: { text: 'Gates open.' } }).slice(-1);
      expect(unnamed?.description).toBe(`-# ${english('paper.summary-unnamed')}\nGates open.`);
    });

    it('stays within the limits, without losing anything at the gate, however much it is', () => {
      const embeds = cardOf({
        title: '*'.repeat(500),
        abstract: `We show ${'long '.repeat(2000)}.`,
        authors: Array.from({ length: 900 }, (_, n) => `Author_${n}`),
        links: {
          code: `https://github.com/a/${'b'.repeat(270)}`,
          project: `https://x.example/${'('.repeat(90)}`,
        },
        organization: '*'.repeat(100),
        keywords: Array.from({ length: 12 }, () => '_'.repeat(60)),
        summary: { text: '*'.repeat(600), by: '*'.repeat(100) },
      });
      const fitted = fitMessage({ embeds });
      expectWithinLimits(fitted);
      expect(fitted.embeds).toEqual(embeds);
      expect(embeds[1]?.description?.length).toBeGreaterThan(500);
    });
  });
});
