import fc from 'fast-check';
import type { Paper } from '../../src/digest/types.ts';
import { digestOf } from '../support/digest.ts';

/** A paper with the given values; the others are invented. */
export function paperWith(given: Partial<Paper>): Paper {
  const [paper] = digestOf({ day: '2021-05-05', papers: [{ ...given }] }).papers;
  if (!paper) throw new Error('there is one');
  return paper;
}

/** Text that might end a field, entry, formula or line, or that TeX or Markdown interprets. */
const hostile = fc.constantFrom(
  ...[
    '{',
    '}',
    '{}',
    '}{',
    '$',
    '$$',
    '\\',
    '\\\\',
    '%',
    '&',
    '#',
    '_',
    '^',
    '^^5c',
    '~',
    '"',
    '@',
  ],
  ...['},\n}\n@misc{evil, title={', '\\input{/etc/passwd}', '$\\input x$', '\\end{document}'],
  ...[
    '\r\nER  - \r\nTY  - GEN',
    '\n\n',
    '\0',
    '\u202E',
    '\uD800',
    '```',
    '`',
    '](https://e.example)',
  ],
  ...[
    ' and ',
    'and',
    ',',
    ' Jr.',
    'others',
    'van ',
    'é',
    'ế',
    'ß',
    '张',
    '🙂',
    '\\"o',
    '{\\"o}',
    '\\{',
  ],
  ...[
    '$x^{2}$',
    '$\\alpha$',
    '\\emph{a}',
    '{\\it b}',
    '<b>',
    '--',
    '%\n',
    '@string{a = "b"}',
    '\\%',
  ],
);
const bit = fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string());

/** Any text that could be a title or a name. */
export const anyLine = fc.array(bit, { maxLength: 12 }).map((bits) => bits.join(''));

export const anyPapers = fc
  .array(
    fc.record({
      title: anyLine.map((text) => `x${text}`),
      authors: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.map((given, at) => paperWith({ ...given, arxivId: `2105.0160${at}` })));
