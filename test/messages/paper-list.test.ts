import { describe, expect, it } from 'vitest';
import type { Paper } from '../../src/digest/types.ts';
import { paperList } from '../../src/messages/paper-list.ts';
import { english } from '../../src/i18n/translate.ts';
import { digestOf } from '../support/digest.ts';

const DAY = '2026-05-05';

function listOf(papers: Partial<Paper>[], ...rest: [('digest' | 'found')?, object?]) {
  const entries = digestOf({ day: DAY, papers }).papers.map((paper) => ({ day: DAY, paper }));
  const [layout = 'found', options] = rest;
  return paperList(english, entries, layout, options);
}

const RICH: Partial<Paper> = {
  title: 'Gates *Open* [Twice]',
  authors: ['Ada Muster', 'Bob Beispiel', 'Cem Örnek', 'Dea Shembull'],
  abstract: 'Gates are old. In this paper, we show that deep gates open twice. They also close.',
  metrics: { upvotes: 118, stars: 1251 },
  links: { code: 'https://github.com/a/b', project: 'https://gates.example/(x)' },
};

describe('a list of papers', () => {
  it('has title, line, and counts with links for each', () => {
    expect(listOf([RICH])[0]?.description?.split('\n')).toEqual([
      '**[Gates ∗Open∗ [Twice]](https://arxiv.org/abs/2605.05001)**',
      'In this paper, we show that deep gates open twice.',
      '-# Ada Muster and 3 more · 2026-05-05 · 118 upvotes · [PDF](https://arxiv.org/pdf/2605.05001) · ' +
        '[Code](https://github.com/a/b)\u00A0★\u00A01,251 · [Project](https://gates.example/%28x%29)',
    ]);
  });

  it('shows the place with the words that were searched for', () => {
    const isFound = (run: string) => run === 'close';
    expect(listOf([RICH], 'found', { isFound })[0]?.description).toContain('They also **close**.');
  });

  it('shows the key sentence if only the title has the words', () => {
    const isFound = (run: string) => run === 'twice!';
    expect(listOf([RICH], 'found', { isFound })[0]?.description).toContain(
      '\nIn this paper, we show that deep gates open twice.\n',
    );
  });

  it('has the ranks of a digest, and only titles in its lower half', () => {
    const [embed] = listOf(
      Array.from({ length: 10 }, () => RICH),
      'digest',
    );
    const lines = embed?.description?.split('\n') ?? [];
    const titles = lines.filter((line) => line.startsWith('**'));
    expect(titles.map((line) => line.slice(2, 4))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n}\\`).concat('10'),
    );
    expect(lines.filter((line) => line.startsWith('In this paper'))).toHaveLength(5);
    expect(embed?.description).not.toContain(DAY);
  });

  it('takes two embeds of equally many papers if one is too small', () => {
    const long = { ...RICH, title: 'x'.repeat(300), abstract: `We show ${'y'.repeat(300)}.` };
    const address = `https://gates.example/${'z'.repeat(60)}`;
    const embeds = listOf(
      Array.from({ length: 10 }, () => ({ ...long, links: { code: address, project: address } })),
    );
    const counts = embeds.map(({ description = '' }) => description.split('\n\n').length);
    expect(counts).toEqual([5, 5]);
  });

  it('leaves out links that would take the room of other papers, or lead elsewhere', () => {
    const links = { code: `https://x.example/${'y'.repeat(200)}`, project: 'http://x.example/' };
    const [embed] = listOf([{ ...RICH, links }]);
    expect(embed?.description).not.toContain('x.example');
  });

  it('has the colour of the commonest primary category', () => {
    const [embed] = listOf([
      { categories: ['cs.CV'] },
      { categories: ['cs.CL', 'cs.CV'] },
      { categories: ['cs.CL'] },
    ]);
    expect(embed?.color).toBe(listOf([{ categories: ['cs.CL'] }])[0]?.color);
    expect(embed?.color).not.toBe(listOf([{ categories: ['cs.CV'] }])[0]?.color);
  });
});
