import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../src/digest/parse.ts';
import { digestOf, markdownOf } from '../support/digest.ts';

const TEXT = markdownOf(digestOf({ day: '2021-05-05', papers: [{}, {}, {}] }));

describe('parsing', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        parseDigest(text, 'x.md');
        parseDigest(`---\nslug: "x-2021-05-05"\n---\n${text}`, 'x.md');
        parseDigest(`---\n${text}\n---\n`, 'x.md');
      }),
    );
  });

  it('never throws on a digest that was damaged, and keeps to the papers that are there', () => {
    const damage = fc.record({
      at: fc.nat(TEXT.length),
      remove: fc.nat(200),
      insert: fc.string({ unit: 'binary', maxLength: 40 }),
    });
    fc.assert(
      fc.property(damage, ({ at, remove, insert }) => {
        const text = TEXT.slice(0, at) + insert + TEXT.slice(at + remove);
        const { digest, problems } = parseDigest(text, 'x.md');
        // A digest, or a reason why not: never neither.
        expect(digest !== undefined || problems.length > 0).toBe(true);
        for (const { line } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        }
      }),
    );
  });

  // Quadratic time would take minutes here; linear takes a fraction of a second.
  it('takes linear time in a long run of any character, wherever it stands', () => {
    const parts = [
      '',
      '# 1. ',
      '# 1. T\n\nA\n\n- ',
      `${TEXT}\n<blockquote><p>`,
      '---\n',
      '---\na: ',
    ];
    for (const before of parts) {
      for (const run of [
        ' ',
        '\t',
        '#',
        '-',
        '[',
        '(',
        '<',
        '&',
        'a',
        '\n',
        '*',
        ', ',
        '<p>',
        '"',
        'Ã',
      ]) {
        const text = before.startsWith('---')
          ? before
          : `---\nslug: "x-2021-05-05"\n---\n${before}`;
        parseDigest(text + run.repeat(200_000 / run.length), 'x.md');
      }
    }
  });
});
