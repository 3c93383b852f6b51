import { describe, expect, it } from 'vitest';
import { citationKey, citationKeys } from '../../src/cite/key.ts';
import { paperWith } from './papers.ts';

describe('a citation key', () => {
  it.each([
    ['Ilya Tolstikhin', 'MLP-Mixer: An all-MLP Architecture', 'tolstikhin2021mlp'],
    ['Laurens van der Maaten', 'On the Visualizing of Data', 'vandermaaten2021visualizing'],
    ['Łukasz Müßiggang', 'Éric’s $K$-Core', 'mussiggang2021eric'],
    ["Conan O'Brien", "What's This?", 'obrien2021what'],
    ['Event Horizon Telescope Collaboration', 'A First Look', 'event2021first'],
    ['The ATLAS Collaboration', '83% in $x$', 'atlas2021in'],
    ['张三', '深度学习', 'arxiv2021210501601'],
    ['Plato', 'To be', 'plato2021to'],
    ['Ada Muster', 'Schr\\"odinger, \\emph{again}', 'muster2021schrodinger'],
  ])('is built from %s and %s: %s', (author, title, key) => {
    expect(citationKey(paperWith({ arxivId: '2105.01601', authors: [author], title }))).toBe(key);
  });

  it('is short enough to type', () => {
    const paper = paperWith({ authors: ['A ' + 'b'.repeat(500)], title: 'c'.repeat(500) });
    expect(citationKey(paper).length).toBeLessThan(70);
  });
});

describe('the keys of several papers', () => {
  const same = ['2105.00002', '2105.00001', '2105.00003'].map((arxivId) =>
    paperWith({ arxivId, authors: ['Bo Li'], title: 'GAN' }),
  );

  it('differ by a letter in the order of the ids, whatever order they are named in', () => {
    const expected = [
      ['2105.00001', 'li2021gana'],
      ['2105.00002', 'li2021ganb'],
      ['2105.00003', 'li2021ganc'],
    ];
    expect([...citationKeys(same)].sort()).toEqual(expected);
    expect([...citationKeys(same.toReversed())].sort()).toEqual(expected);
  });

  it('never take a key that another paper has on its own', () => {
    const other = paperWith({ arxivId: '2105.00009', authors: ['Bo Li'], title: 'GANA' });
    const keys = citationKeys([...same, other]);
    expect(keys.get('2105.00009')).toBe('li2021gana');
    expect(new Set(keys.values()).size).toBe(4);
  });

  it('continue after z', () => {
    const many = Array.from({ length: 28 }, (_, at) =>
      paperWith({ arxivId: `2105.000${10 + at}`, authors: ['Bo Li'], title: 'GAN' }),
    );
    expect([...citationKeys(many).values()].slice(-3)).toEqual([
      'li2021ganz',
      'li2021ganaa',
      'li2021ganab',
    ]);
  });
});
