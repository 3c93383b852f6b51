import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePaperReference } from '../../src/search/arxiv-query.ts';

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

it('can look for an arXiv id in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => parsePaperReference(`arxiv.org/abs/${text}`)).not.toThrow();
    }),
  );
});
