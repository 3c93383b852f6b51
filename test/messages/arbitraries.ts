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

/** A paper full of such text. */
export const anyPaper = fc.record({
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
