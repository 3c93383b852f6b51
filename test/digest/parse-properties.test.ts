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

  it('never throws on a damaged digest, and invents no papers', () => {
    const damage = fc.record({
      at: fc.nat(TEXT.length),
      remove: fc.nat(200),
      insert: fc.string({ unit: 'binary', maxLength: 40 }),
    });
    fc.assert(
      fc.property(damage, ({ at, remove, insert }) => {
        const text = TEXT.slice(0, at) + insert + TEXT.slice(at + remove);
        const { digest, problems } = parseDigest(text, 'x.md');
        // There's always a digest or a problem.
        expect(digest !== undefined || problems.length > 0).toBe(true);
        for (const { line } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        }
      }),
    );
  });

  // Quadratic time would take minutes here; linear takes a fraction of a second.
  it('takes linear time in a long run of anything, wherever it stands', () => {
    const paper = '# 1. T\n\nA\n\n- n: 1 (05/05/2021 09:00:00)\n\n';
    const links = '- links: [abs](https://arxiv.org/abs/2105.05001)\n- ';
    const starts = [
      '',
      '# 1. ',
      '# 1. T\n\nA\n\n- ',
      `${paper}${links}`,
      `${TEXT}\n<blockquote>`,
      '---\na: ',
    ];
    const units = [
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
      '"',
      'Ã',
      '<p>',
      '<b>',
      '</b>',
      '<a href=x>',
      '[a](x)|',
      'x: 1, ',
    ];
    const numbered = Array.from({ length: 40_000 }, (_, n) => n);
    const runs = [
      ...units.map((unit) => unit.repeat(600_000 / unit.length)),
      numbered
        .map((n) => `[c${'abcdefghij'[n % 10] ?? ''}${'x'.repeat(n % 977)}](u)`)
        .join('|')
        .slice(0, 900_000),
      numbered.map((n) => `n${n}: 1`).join(', '),
      numbered.map((n) => `# ${n}. T`).join('\n'),
    ];
    for (const start of starts) {
      for (const run of runs) {
        const head = start.startsWith('---') ? '' : '---\nslug: "x-2021-05-05"\n---\n';
        parseDigest(head + start + run, 'x.md');
      }
    }
  });
});
