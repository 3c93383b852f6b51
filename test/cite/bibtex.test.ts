import { describe, expect, it } from 'vitest';
import { cite } from '../../src/cite/cite.ts';
import { paperWith } from './papers.ts';
import { readBibtex } from './read-bibtex.ts';

const bibtexOf = (given: Parameters<typeof paperWith>[0]) => cite([paperWith(given)], 'bibtex');
const titleOf = (title: string) => /title = \{(.*)\},\n/.exec(bibtexOf({ title }))?.[1];
const authorOf = (...authors: string[]) => /author = \{(.*)\},\n/.exec(bibtexOf({ authors }))?.[1];

describe('a BibTeX entry', () => {
  it('is what arXiv recommends, with the month of submission and the DOI', () => {
    expect(
      bibtexOf({
        arxivId: '2105.01601',
        title: 'MLP-Mixer: An all-MLP Architecture for Vision',
        authors: ['Ilya Tolstikhin', 'Neil Houlsby'],
        categories: ['cs.CV', 'cs.AI'],
      }),
    ).toBe(`@misc{tolstikhin2021mlp,
  title = {{MLP}-Mixer: An all-{MLP} Architecture for Vision},
  author = {Tolstikhin, Ilya and Houlsby, Neil},
  year = {2021},
  month = may,
  eprint = {2105.01601},
  archivePrefix = {arXiv},
  primaryClass = {cs.CV},
  doi = {10.48550/arXiv.2105.01601},
  url = {https://arxiv.org/abs/2105.01601},
}
`);
  });

  it.each([
    ['2105.01601', 2021, 'may'],
    ['0704.0001', 2007, 'apr'],
    ['math/0309136', 2003, 'sep'],
    ['hep-th/9108001', 1991, 'aug'],
    ['math.GT/0001001', 2000, 'jan'],
  ])('dates %s to %i, %s', (arxivId, year, month) => {
    const text = bibtexOf({ arxivId });
    expect(text).toContain(`year = {${year}}`);
    expect(text).toContain(`month = ${month},`);
    expect(readBibtex(text)[0]?.fields).toMatchObject({ eprint: arxivId, year: String(year) });
  });

  it("leaves out a month that doesn't exist", () => {
    expect(bibtexOf({ arxivId: '2113.01601' })).not.toContain('month');
  });

  it('appears once for a paper that is named twice', () => {
    expect(readBibtex(cite([paperWith({}), paperWith({})], 'bibtex'))).toHaveLength(1);
  });
});

describe('an author', () => {
  it.each([
    ['Laurens van der Maaten', 'van der Maaten, Laurens'],
    ['Luc Van Gool', 'Van Gool, Luc'],
    ['Wim Van den Broeck', '{Van den Broeck}, Wim'],
    ['Martin Luther King Jr.', 'King, Jr., Martin Luther'],
    ['Henry Ford III', 'Ford, III, Henry'],
    ['Santiago Ramón y Cajal', "{Ram{\\'o}n y Cajal}, Santiago"],
    ['Leonardo da Vinci', 'da Vinci, Leonardo'],
    ["Stéphane d'Ascoli", "d'Ascoli, St{\\'e}phane"],
    ['danah boyd', 'boyd, danah'],
    ['Le Song', 'Song, Le'],
    ['Quoc V. Le', 'Le, Quoc V.'],
    ['J.M.A.Sarr', 'Sarr, J. M. A.'],
    ['Łukasz Kaiser', 'Kaiser, {\\L}ukasz'],
    ['Øystein Straße', 'Stra{\\ss}e, {\\O}ystein'],
    ['João Çelik', '{\\c C}elik, Jo{\\~a}o'],
    ['Nguyễn Thế', "Th{\\'{\\^e}}, Nguy{\\~{\\^e}}n"],
    ['İlker Işık', 'I{\\c s}{\\i}k, {\\.I}lker'],
    ['李 四', '四, 李'],
    ['Plato', '{Plato}'],
    ['张三', '{张三}'],
    ['ATLAS Collaboration', '{ATLAS Collaboration}'],
    ['The Royal Society', '{The Royal Society}'],
    ['Black and Decker', '{Black and Decker}'],
    ['others', '{others}'],
    ['Gustavo {Á}brego', "{\\'A}brego, Gustavo"],
    ['A_B 100%', '100\\%, A\\_B'],
  ])('turns %s into %s', (printed, written) => {
    expect(authorOf(printed)).toBe(written);
    const read = readBibtex(bibtexOf({ authors: [printed] }))[0]?.authors ?? [];
    const letters = (text: string) => text.replace(/[\s{}]/g, '').normalize('NFC');
    expect(read.map(letters)).toEqual([letters(printed)]);
  });

  it('gets back a suffix that a comma had split off', () => {
    expect(authorOf('Martin Luther King', 'Jr.', 'Ada Muster')).toBe(
      'King, Jr., Martin Luther and Muster, Ada',
    );
  });
});

describe('a title', () => {
  it.each([
    ['GPT-3 and ImageNet in 3D', '{GPT}-3 and {ImageNet} in {3D}'],
    ['Q-Learning: A Survey, and I', '{Q}-Learning: A Survey, and {I}'],
    ['Erdős on Schrödinger', 'Erd{\\H o}s on Schr{\\"o}dinger'],
    ['naïve ÜBER', 'na{\\"i}ve {{\\"U}BER}'],
  ])('keeps the capitals and accents of %s as %s', (title, latex) => {
    expect(titleOf(title)).toBe(latex);
    expect(readBibtex(bibtexOf({ title }))[0]?.title).toBe(title);
  });

  it.each([
    ['R&D: 100% of #1_a', '{R}\\&{D}: 100\\% of \\#1\\_a'],
    ['NEMO^2 ~10 a\\b', '{NEMO}{\\textasciicircum}2 {\\textasciitilde}10 a{\\textbackslash}b'],
    ['from $5 to $10 <a|b>', 'from \\$5 to \\$10 {\\textless}a{\\textbar}b{\\textgreater}'],
    ['an open { and a closed }{', 'an open { and a closed }{\\textbraceleft}'],
    ['a } alone', 'a {\\textbraceright} alone'],
  ])('escapes %s as %s', (title, latex) => {
    expect(titleOf(title)).toBe(latex);
    expect(readBibtex(bibtexOf({ title }))[0]?.title.replace(/[{}]/g, '')).toBe(
      title.replace(/[{}]/g, ''),
    );
  });

  it.each([
    ['Sampling $SU(N)$ flows', 'Sampling {$SU(N)$} flows'],
    ['GPT-$3$?', '{GPT}-{$3$}?'],
    ['360$^{\\circ}$ views', '360{$^{\\circ}$} views'],
    ['$α$-Posteriors', '{${\\alpha}$}-Posteriors'],
    ['$\\{0,1\\}$ bits', '{$\\lbrace 0,1\\rbrace $} bits'],
    ['Apps on Android~Apps', 'Apps on Android~Apps'],
    ['\\emph{Deep} {\\it Gaia} Schr\\"odinger', '\\emph{Deep} {{\\it Gaia}} Schr{\\"o}dinger'],
    ['R\\&D \\$5', '{R}\\&{D} \\$5'],
  ])('keeps the LaTeX of %s as %s', (title, latex) => {
    expect(titleOf(title)).toBe(latex);
    expect(readBibtex(bibtexOf({ title }))).toHaveLength(1);
  });

  it.each([
    '\\input{/etc/passwd}',
    '\\write18{rm}',
    '$\\input x$',
    '$\\csname input\\endcsname x$',
    '$^^5cinput x$',
    '{\\input x}',
    '\\emph{\\input x}',
    '$\\text{\\input x}$',
    '\\"\\input x',
    '\\emph\\input x',
  ])('makes %s harmless to TeX', (title) => {
    expect(titleOf(title)).not.toMatch(/\\(?:input|write|csname)|\^\^/);
    expect(readBibtex(bibtexOf({ title }))[0]?.title).toMatch(/input|write/);
  });
});
