import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLetters } from '../../src/latex/letters.ts';
import { readable } from '../../src/latex/readable.ts';

describe('accented letters in LaTeX', () => {
  it.each([
    ['G\\"odel, G{\\"o}del, G\\"{o}del', 'Gödel, Gödel, Gödel'],
    ["{\\'E}t\\'e, Mart{\\'{\\i}}n, Mart\\'\\i n", 'Été, Martín, Martín'],
    ['{\\v{S}}imon, \\c{C}a\\u{g}r{\\i}, Erd\\H{o}s', 'Šimon, Çağrı, Erdős'],
    ['Bokm{\\aa}l, \\O rsted, Wei{\\ss}, \\L{}ukasz', 'Bokmål, Ørsted, Weiß, Łukasz'],
  ])('turn %j into %j, as it is shown', (text, letters) => {
    expect(withLetters(text)).toBe(letters);
    expect(readable(text)).toBe(letters);
  });

  it.each([
    '\\alpha_1 \\item {\\bf x} \\{ \\} \\\\',
    '\\\\"o',
    "the model\\'s, \\d+\\b, C:\\users",
    '{\\"{',
    '\\',
  ])('leave %j alone', (text) => {
    expect(withLetters(text)).toBe(text);
  });

  it('are all that changes in any text', () => {
    const pieces = fc.array(
      fc.constantFrom('\\', '"', "'", '{', '}', 'o', 'i', 'v', 'c', 'aa', ' ', '1', 'β'),
    );
    const others = (text: string): string => text.replace(/[^1β]/g, '');
    fc.assert(
      fc.property(pieces, (some) => {
        const text = some.join('');
        expect(others(withLetters(text))).toBe(others(text));
        if (!text.includes('\\')) expect(withLetters(text)).toBe(text);
      }),
    );
  });

  it('are read in linear time', () => {
    const [, few = 0, many = 0] = [100, 4_000, 64_000].map((count) => {
      const start = performance.now();
      for (const piece of ['\\', '{\\"', '\\a', '{\\"o}', '\\"{']) withLetters(piece.repeat(count));
      return performance.now() - start;
    });
    // In quadratic time it would be 256 times as much.
    expect(many).toBeLessThan(60 * few);
  });
});
