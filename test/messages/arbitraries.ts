import fc from 'fast-check';

/** Pieces that are hard on limits and layouts. */
const awkwardPiece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '*',
    '`',
    '[a](https://e.example) ',
    '<@1>',
    '@everyone',
    '𝔸',
    '\n# ',
    ' ',
    'é',
    'A. ',
  ),
);

/** Up to 9,000 characters of the same awkward piece. */
export const awkwardText = fc
  .tuple(awkwardPiece, fc.integer({ min: 1, max: 3000 }))
  .map(([unit, times]) =>
    `x${unit.repeat(Math.ceil(times / Math.max(unit.length, 1)))}`.slice(0, 9000),
  );

const anyUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  awkwardText.map((text) => `https://github.com/owner/${text.slice(0, 280)}`),
  awkwardText,
);

export const anyRisen = fc.record({
  arxivId: fc.constantFrom('2105.00001', '2105.00002', 'math-ph/0601001'),
  title: awkwardText,
  upvotes: fc.nat(),
});

/** What only some digests say of a paper. Reading them checks more than this. */
const anyDetails = fc.record(
  {
    links: fc.record({ code: anyUrl, project: anyUrl }, { requiredKeys: [] }),
    picture: anyUrl,
    organization: awkwardText,
    keywords: fc.array(awkwardText, { maxLength: 12 }),
    summary: fc.record({ text: awkwardText, by: awkwardText }, { requiredKeys: ['text'] }),
  },
  { requiredKeys: [] },
);

/** A paper full of such text. */
const anyPlainPaper = fc.record({
  title: awkwardText,
  authors: fc.array(awkwardText, { minLength: 1, maxLength: 5 }),
  categories: fc.array(fc.constantFrom('cs.CV', 'cond-mat.mtrl-sci', 'x-y.z-w'), {
    minLength: 1,
    maxLength: 6,
  }),
  metrics: fc.dictionary(
    awkwardText.map((name) => name.slice(0, 80)),
    fc.nat(),
    { maxKeys: 8 },
  ),
  abstract: awkwardText,
  tweets: fc.array(
    fc.record({
      id: fc.constantFrom('1', '2', '3'),
      author: awkwardText,
      handle: fc.constant('someone'),
      date: fc.constant('2021-05-05'),
      lang: fc.constant('en'),
      text: awkwardText,
    }),
    { maxLength: 5 },
  ),
});

export const anyPaper = fc
  .tuple(anyPlainPaper, anyDetails)
  .map(([paper, details]) => ({ ...paper, ...details }));
