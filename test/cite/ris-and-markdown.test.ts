import { describe, expect, it } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { paperWith } from './papers.ts';

const MIXER = paperWith({
  arxivId: '2105.01601',
  title: 'MLP-Mixer: An all-MLP Architecture',
  authors: ['Ilya Tolstikhin', 'Jean-Pierre Serre', 'Martin King', 'Jr.', 'ATLAS Collaboration'],
});

describe('RIS', () => {
  it('has the fields and line ends that reference managers read', () => {
    expect(cite([MIXER], 'ris').split('\r\n')).toEqual([
      'TY  - UNPB',
      'AU  - Tolstikhin, Ilya',
      'AU  - Serre, Jean-Pierre',
      'AU  - King, Martin, Jr.',
      'AU  - ATLAS Collaboration',
      'TI  - MLP-Mixer: An all-MLP Architecture',
      'PY  - 2021',
      'DA  - 2021/05//',
      'DB  - arXiv',
      'AN  - 2105.01601',
      'DO  - 10.48550/arXiv.2105.01601',
      'UR  - https://arxiv.org/abs/2105.01601',
      'ER  - ',
      '',
    ]);
  });
});

describe('Markdown', () => {
  it('names three authors with initials, and links the title', () => {
    expect(cite([MIXER], 'markdown')).toBe(
      '[MLP-Mixer: An all-MLP Architecture](https://arxiv.org/abs/2105.01601), ' +
        'I. Tolstikhin, J.-P. Serre, M. King Jr. et al., arXiv:2105.01601 (2021)\n',
    );
  });

  it('becomes a list for several papers', () => {
    const text = cite([MIXER, paperWith({ authors: ['Élodie Ö'] })], 'markdown');
    expect(text.match(/^- \[/gm)).toHaveLength(2);
    expect(text).toContain('), É. Ö, ');
  });

  it.each([
    ['a](https://e.example) [b', 'a\\](https://e.example) \\[b'.replace('://', '\\://')],
    ['*bold* _it_ `code` <b> ~no~ a|b', '\\*bold\\* \\_it\\_ \\`code\\` \\<b\\> \\~no\\~ a\\|b'],
    ['cost $5 &copy; \\', 'cost \\$5 \\&copy; \\\\'],
    ['see www.e.example', 'see www\\.e.example'],
  ])('shows %s literally', (title, escaped) => {
    expect(cite([paperWith({ title })], 'markdown')).toContain(`[${escaped}](https://arxiv.org/`);
  });
});
