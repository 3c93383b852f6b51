import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairMojibake } from '../../src/digest/mojibake.ts';
import { parseDigest } from '../../src/digest/parse.ts';
import { printablePaper, type PrintedPaper, writeDigest } from '../../src/digest/write.ts';
import { originOf, withProvenance } from '../../src/digest/front-matter.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { misread } from '../support/mojibake.ts';
import { readAsTheArchiveDid } from './old-reader.ts';

const DAY = '2026-06-12';
const FILE = `${DAY}---Hot-Papers.md`;
const PROVENANCE = { generator: 'paperboy@0.1.0', sources: ['huggingface 06:00 ok'] };

const PAPER: PrintedPaper = {
  arxivId: '2606.01234',
  title: 'A Paper on Paper',
  authors: ['Ada Muster', 'Bob Beispiel'],
  categories: ['cs.CV', 'quant-ph'],
  metrics: { upvotes: 118, points: 87 },
  observedAt: '2026-06-13T06:00:12',
  abstract: 'We show what there is to show.',
};

const write = (papers: readonly PrintedPaper[], provenance = PROVENANCE) =>
  writeDigest({ day: DAY, writtenAt: new Date('2026-06-13T06:00:12Z'), provenance, papers });

/** The papers in a text, in the form in which they'd be printed. */
function readBack(text: string): PrintedPaper[] {
  const { digest, problems } = parseDigest(text, FILE);
  expect(problems).toEqual([]);
  expect(digest).toMatchObject({ day: DAY, title: `Hot Papers ${DAY}`, file: FILE });
  return (digest?.papers ?? []).map(({ rank, tweets, ...paper }, index) => {
    expect({ rank, tweets }).toEqual({ rank: index + 1, tweets: [] });
    return paper;
  });
}

const one = (changes: Partial<PrintedPaper>): PrintedPaper | undefined =>
  readBack(write([{ ...PAPER, ...changes }]).text)[0];

/** Text that could be mistaken for a digest's own markup, for Markdown, YAML or empty text. */
const SHARDS = [
  ...['#', '# ', '# 2. ', '#1.', '- ', '---', '\n---\n', '\n# 3. T\n', '<blockquote', '<script>'],
  ...['</blockquote>', ', ', ',', ' and ', ':', '"', "'", '\\', '$', '|', '* ', '1. ', '> ', '```'],
  ...['\r\n', '\n', '\t', '\u0085', '\u2028', '\uFEFF', '\u00A0', '\0', '\u001b[31m', '\u202e'],
  ...[
    '\u2066',
    '\u200f',
    '\u200d',
    '\ud83d',
    '\u{1F4D1}',
    'é',
    'GaÃ«l',
    'Ã',
    '«',
    '日本',
    'x',
    'Wort',
  ],
  ...[
    '- links: [abs](https://arxiv.org/abs/2101.00001)',
    '@everyone',
    'checksum: "x"',
    'slug: "x"',
  ],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...SHARDS), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));
const id = fc
  .tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 0, max: 99_999 }))
  .map(([month, serial]) => `${month}.${String(serial).padStart(5, '0')}`);
const hostilePaper: fc.Arbitrary<PrintedPaper> = fc.record({
  arxivId: fc.oneof(id, fc.constant('astro-ph/0601001'), hostile),
  title: hostile,
  authors: fc.array(hostile, { maxLength: 4 }),
  categories: fc.array(fc.oneof(fc.constantFrom('cs.CV', 'quant-ph', 'physics.soc-ph'), hostile), {
    maxLength: 3,
  }),
  metrics: fc.dictionary(fc.constantFrom('upvotes', 'points'), fc.oneof(fc.nat(), fc.double())),
  observedAt: fc.constant('2026-06-13T06:00:12'),
  abstract: hostile,
});

describe('writing a digest', () => {
  it("keeps to the archive's grammar", () => {
    const { text, leftOut } = write([PAPER]);
    expect(leftOut).toEqual([]);
    expect(text.replace(/checksum: .*/, 'checksum: …')).toBe(`---
title: Hot Papers 2026-06-12
date: 2026-06-13T06:00:12.000Z
template: "post"
draft: false
slug: "hot-papers-2026-06-12"
category: "arXiv"
tags:
  - "arXiv"
  - "Hugging Face"
  - "Machine Learning"
  - "Computer Science"
description: "Hot papers 2026-06-12"
socialImage: "/media/flying-marine.jpg"
generator: "paperboy@0.1.0"
sources:
  - "huggingface 06:00 ok"
checksum: …

---

# 1. A Paper on Paper

Ada Muster, Bob Beispiel

- upvotes: 118, points: 87 (06/13/2026 06:00:12)

- links: [abs](https://arxiv.org/abs/2606.01234) | [pdf](https://arxiv.org/pdf/2606.01234)
- [cs.CV](https://arxiv.org/list/cs.CV/recent) | [quant-ph](https://arxiv.org/list/quant-ph/recent)

We show what there is to show.



`);
  });

  it('reads back to the same digest, whatever the text, even in an old reader', () => {
    fc.assert(
      fc.property(fc.array(hostilePaper, { maxLength: 5 }), (papers) => {
        const { text, leftOut } = write(papers);
        const back = readBack(text);
        const harmless = papers.map(printablePaper).flatMap((read) => (read.ok ? read.paper : []));
        const first = harmless.filter(
          ({ arxivId }, at) => harmless.findIndex((other) => other.arxivId === arxivId) === at,
        );
        expect(back).toEqual(first);
        expect(back.length + leftOut.length).toBe(papers.length);
        // Sanitizing again changes nothing.
        expect(write(back).text).toBe(text);
        expect(
          readAsTheArchiveDid(text).map(({ id, title, authors, abstract, categories, counts }) => ({
            id,
            title,
            authors,
            abstract,
            categories,
            counts,
          })),
        ).toEqual(
          back.map(({ arxivId, title, authors, abstract, categories, metrics }) => ({
            id: arxivId,
            title,
            authors,
            abstract,
            categories,
            counts: metrics,
          })),
        );
        // Files are UTF-8, which can't hold lone surrogates.
        expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing in plain text', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9éßØ日本語αβ$\\{}_^.'"():;!?&]{1,12}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((all) => all.join(' '));
    const plain = fc.record({
      title: words,
      authors: fc.array(words, { minLength: 1, maxLength: 5 }),
      abstract: fc.oneof(words, fc.constant('')),
    });
    fc.assert(
      fc.property(plain, (text) => {
        expect(one(text)).toEqual({ ...PAPER, ...text });
      }),
    );
  });

  it.each<[string, Partial<PrintedPaper>, Partial<PrintedPaper>]>([
    ['a heading as abstract', { abstract: '# 2. More' }, { abstract: 'Abstract: # 2. More' }],
    ['a tweet as abstract', { abstract: '<blockquote>x' }, { abstract: 'Abstract: <blockquote>x' }],
    ['a list as abstract', { abstract: '- links: x' }, { abstract: 'Abstract: - links: x' }],
    ['a rule as abstract', { abstract: '---' }, { abstract: 'Abstract: ---' }],
    [
      'wrapped lines',
      { title: 'On\n  two lines', abstract: 'a\r\nb' },
      { title: 'On two lines', abstract: 'a b' },
    ],
    ['commas in names', { authors: ['Smith, Jr., Al'] }, { authors: ['Smith Jr. Al'] }],
    ['a list as authors', { authors: ['- A', '# 1. B', '-'] }, { authors: ['A', '1. B'] }],
    ['turned writing', { title: 'abc\u202egnp.exe' }, { title: 'abcgnp.exe' }],
    ['control characters', { title: 'a\0b\u001b[1m' }, { title: 'ab[1m' }],
    ['half a character', { title: 'a \ud83d b' }, { title: 'a \ufffd b' }],
    [
      'counts that are none',
      { metrics: { upvotes: 7, points: -1, n: NaN, x: 0.5 } },
      { metrics: { upvotes: 7 } },
    ],
    ['a count of 0, which was counted', { metrics: { upvotes: 0 } }, { metrics: { upvotes: 0 } }],
    [
      'strange categories',
      { categories: ['cs.CV', 'I.2.6', 'cs.CV', 'x](y)'] },
      { categories: ['cs.CV'] },
    ],
  ])('makes %s harmless', (_what, given, printed) => {
    expect(one(given)).toEqual({ ...PAPER, ...printed });
  });

  it.each<[string, Partial<PrintedPaper>, string]>([
    ['categories', { categories: [] }, 'it has no category'],
    ['authors', { authors: [', ', '-'] }, 'it has no authors'],
    ['a title', { title: '\0 \u202e' }, 'it has no title'],
    ['counts', { metrics: { upvotes: -1 } }, 'it has no counts'],
    ['an id of arXiv', { arxivId: '2606.01234v2' }, "its ID isn't an arXiv ID"],
    [
      'an end of its authors',
      { authors: Array.from({ length: 5001 }, () => 'A') },
      'it has over 5000 authors',
    ],
    ['an end of a name', { authors: ['a'.repeat(201)] }, 'a name has over 200 characters'],
    ['an end of its title', { title: 'a'.repeat(1001) }, 'its title has over 1000 characters'],
    ['an end', { abstract: 'a'.repeat(10_001) }, 'its abstract has over 10000 characters'],
  ])('leaves out a paper without %s, and says why', (_what, given, reason) => {
    const { text, leftOut } = write([
      { ...PAPER, arxivId: '2606.00001' },
      { ...PAPER, ...given },
    ]);
    expect(leftOut).toEqual([{ arxivId: given.arxivId ?? PAPER.arxivId, reason }]);
    expect(readBack(text).map(({ arxivId }) => arxivId)).toEqual(['2606.00001']);
  });

  it('accepts a paper with 5000 authors', () => {
    const authors = Array.from({ length: 5000 }, (_, at) => `Author ${at}`);
    expect(one({ authors })?.authors).toEqual(authors);
  });

  it('keeps text that looks misread, and declares its encoding only then', () => {
    const title = 'GaÃ«l at the cafÃ©';
    const { text } = write([{ ...PAPER, title }]);
    expect(repairMojibake(text)).toBe(text);
    expect(readBack(text)[0]?.title).toBe(title);
    expect(write([{ ...PAPER, title: 'Gaël at the café' }]).text).not.toContain('charset');
    // If an editor misreads the whole file, that's still repaired.
    expect(readBack(misread(text))[0]?.title).toBe(title);
  });

  it('quotes every front matter value', () => {
    const sources = [
      'a "b" \\ \n---\nslug: "x"',
      '日本 \u2028\u{1F4D1}',
      '# no comment',
      '- x: y',
      '\u007f\u0085\ufffe',
    ];
    const { text } = write([PAPER], { generator: 'paperboy@"1"\n', sources });
    readBack(text);
    expect(originOf(text)).toEqual({ isOurs: true, isUnedited: true, isRefreshed: false, sources });
  });
});

describe('the origin of a digest', () => {
  const { text } = write([PAPER]);

  it('is ours only if the generator is', () => {
    expect(originOf(text)).toMatchObject({ isOurs: true, isUnedited: true });
    expect(originOf(markdownOf(digestOf({ day: DAY, papers: [{}] })))).toMatchObject({
      isOurs: false,
      isUnedited: false,
    });
    for (const other of ['gatsby', 'not-paperboy@0.1.0', 'paperboyish']) {
      const theirs = text.replace('paperboy@0.1.0', other);
      expect(originOf(theirs).isOurs).toBe(false);
    }
    expect(originOf('no digest')).toMatchObject({ isOurs: false, isUnedited: false });
  });

  it('shows every edit', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('x', ' ', '\n', ''), (at, instead) => {
        const edited = text.slice(0, at) + instead + text.slice(at + 1);
        fc.pre(edited !== text);
        expect(originOf(edited).isUnedited).toBe(false);
      }),
    );
    expect(originOf(text.replace(/checksum: .*\n/, '')).isUnedited).toBe(false);
  });

  it('may be written in other ways by others', () => {
    const theirs = markdownOf(digestOf({ day: DAY, papers: [{}] })).replace(
      'draft: false',
      'draft: false\ngenerator:\n  name: x\nsources: 3\nchecksum: [1]\nrefreshed: 2026-01-01',
    );
    expect(parseDigest(theirs, FILE)).toMatchObject({ digest: { day: DAY }, problems: [] });
    expect(originOf(theirs)).toMatchObject({ isOurs: false, isUnedited: false });
  });
});

describe('adding provenance to a published digest', () => {
  const published = markdownOf(digestOf({ day: DAY, papers: [{}, { title: 'Süß' }] }));
  const theirs = { generator: 'paperboy@9.9.9', sources: ['follow', 'twice'] };

  it('changes nothing in its contents', () => {
    const text = withProvenance(published, theirs) ?? '';
    expect(parseDigest(text, FILE)).toEqual(parseDigest(published, FILE));
    expect(originOf(text)).toEqual({
      isOurs: true,
      isUnedited: true,
      isRefreshed: false,
      sources: ['follow', 'twice'],
    });
    expect(text).toContain('tags:\n  - "arXiv"\n');
  });

  it('replaces existing provenance, however its lists are written', () => {
    const refreshed = new Date('2026-06-14T01:00:00Z');
    const first = withProvenance(published, { ...PROVENANCE, refreshed }) ?? '';
    expect(originOf(first).isRefreshed).toBe(true);
    const flat = first.replace('sources:\n  - ', 'sources:\n- ');
    for (const before of [first, flat, first.replaceAll('\n', '\r\n'), `\uFEFF${first}`]) {
      const text = withProvenance(before, theirs) ?? '';
      expect(text).toBe(withProvenance(published, theirs));
    }
  });

  it.each([
    ['has none', 'no front matter'],
    ['does not end', '---\ntitle: x\n'],
    ['takes no line more', '---\n{ title: "T", slug: "hot-papers-2026-06-12" }\n---\n'],
    ['has a key of ours in quotes', '---\n"generator": "x"\nslug: "hot-papers-2026-06-12"\n---\n'],
  ])('fails when the front matter %s', (_what, text) => {
    expect(withProvenance(text, theirs)).toBeUndefined();
  });
});
