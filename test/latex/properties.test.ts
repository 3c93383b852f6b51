import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattened, readable } from '../../src/latex/readable.ts';

const snippet = fc.constantFrom(
  ...String.raw`$ $$ \ { } ^ _ ^{ _{ \frac \sqrt \sqrt[3] \alpha \mathbb \mathcal{O} \text{ or } \left( \right)
    \left \not \hat \bf {\em \emph{ \url{ \href{ \footnote{ \cite{ \cite[ \" \' \H \o \c \[ \] \( \) \\ \% \$
    ~ -- --- '' ' " & # % a b x 1 2 , . ( ) + - = < > https://a.example/ C:\ \foo \SI é 𝔸`
    .split(/\s+/)
    .filter(Boolean),
  ' ',
  '\n',
  '``',
);
const latex = fc.array(snippet, { maxLength: 30 }).map((parts) => parts.join(''));

describe('any text converted from LaTeX', () => {
  it('never throws, and returns whole characters', () => {
    fc.assert(
      fc.property(fc.oneof(latex, fc.string({ unit: 'grapheme', maxLength: 60 })), (text) => {
        expect(readable(text).isWellFormed()).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('stays the same when it has no LaTeX', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const plain = text.replaceAll(/[\\$~`^_-]/g, '');
        expect(readable(plain)).toBe(plain);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays the same when it is converted again', () => {
    const letter = fc.constantFrom('x', 'n', '2', '\\alpha', '\\mathbb{R}', '\\log n', 'k+1');
    const { formula } = fc.letrec<{ formula: string }>((tie) => {
      const part = tie('formula');
      return {
        formula: fc.oneof(
          { maxDepth: 4, withCrossShrink: true },
          letter,
          fc.tuple(part, part).map(([a, b]) => `${a}\\leq ${b}`),
          fc.tuple(part, part).map(([a, b]) => `\\frac{${a}}{${b}}`),
          fc.tuple(letter, part).map(([a, b]) => `{${a}}^{${b}}`),
          fc.tuple(letter, part).map(([a, b]) => `{${a}}_{${b}}`),
          part.map((a) => `\\sqrt{${a}}`),
          part.map((a) => `\\left(${a}\\right)`),
        ),
      };
    });
    fc.assert(
      fc.property(formula, (source) => {
        const shown = readable(`so $${source}$ is`);
        expect(shown).not.toMatch(/[\\$]/);
        expect(readable(shown)).toBe(shown);
      }),
      { numRuns: 1000 },
    );
  });

  // Steps and not seconds: the machine may be busy, the count is the same everywhere.
  it.each(
    [
      '{',
      '}',
      '{}',
      '$',
      '$$',
      '\\',
      '\\(',
      '\\[',
      '\\sqrt{',
      '\\frac{',
      '\\emph{',
      '{\\em ',
      '\\url{',
      '\\cite[',
      '\\footnote{x',
      'x^{',
      'x_{a',
      '^',
      "'",
      '``',
      '``a',
      '-',
      '~',
      '\\"',
      '\\left',
      '\\mathbb',
      '$x',
      'C:\\',
      'https://',
      ' ',
      '\\text{$',
      '\\hat',
      'a = ',
      '\\leq ',
      '\\log ',
      '\\frac12',
      'x_{ab}^{c/d}',
      '\\footnote{x}',
      '\\text{ a }',
    ].flatMap((part) => [
      [part, part.repeat(100_000 / part.length)],
      [`${part} in a formula`, `$x^2${part.repeat(100_000 / part.length)}$`],
      [
        `${part}, closed again`,
        `${part.repeat(30_000 / part.length)}x${'}'.repeat(30_000 / part.length)}`,
      ],
      [
        `${part} with much between`,
        `${`${part}${'abc '.repeat(200)}`.repeat(50)}\\foo${'}'.repeat(100)}`,
      ],
    ]),
  )('takes steps in proportion to the length of %s', (_, text) => {
    const { steps, text: shown } = flattened(text);
    expect(steps).toBeLessThan(60 * text.length + 1000);
    expect(shown.length).toBeLessThan(60 * text.length + 1000);
  });
});
