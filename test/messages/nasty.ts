import fc from 'fast-check';

/** Text that is as unkind to limits and layouts as can be. */
const nasty = fc.oneof(
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
export const text = fc
  .tuple(nasty, fc.integer({ min: 1, max: 3000 }))
  .map(([unit, times]) =>
    `x${unit.repeat(Math.ceil(times / Math.max(unit.length, 1)))}`.slice(0, 9000),
  );
/** A paper of such text. */
export const anyPaper = fc.record({
  title: text,
  authors: fc.array(text, { minLength: 1, maxLength: 5 }),
  categories: fc.array(fc.constantFrom('cs.CV', 'cond-mat.mtrl-sci', 'x-y.z-w'), {
    minLength: 1,
    maxLength: 6,
  }),
  metrics: fc.dictionary(
    text.map((name) => name.slice(0, 80)),
    fc.nat(),
    { maxKeys: 8 },
  ),
  abstract: text,
  tweets: fc.array(
    fc.record({
      id: fc.constantFrom('1', '2', '3'),
      author: text,
      handle: fc.constant('someone'),
      date: fc.constant('2021-05-05'),
      lang: fc.constant('en'),
      text,
    }),
    { maxLength: 5 },
  ),
});
