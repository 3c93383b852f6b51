import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readable } from '../../src/latex/readable.ts';

/** Lines of `source => what is shown`, in a file, where a backslash is a backslash. */
function lines(file: string): [source: string, shown: string][] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8').trim();
  return text.split('\n').map((line) => {
    const [source = '', shown = ''] = line.split(' => ');
    return [source.trim(), shown.trim()];
  });
}

describe('a formula', () => {
  it.each(lines('formulas.txt'))('turns %s into %s', (source, shown) => {
    expect(readable(source)).toBe(shown);
  });
});

describe('LaTeX among words', () => {
  it.each(lines('prose.txt'))('turns %s into %s', (source, shown) => {
    expect(readable(source)).toBe(shown);
  });
});

describe('LaTeX that is left alone', () => {
  it.each([
    'costs $5 million',
    'costs $10 and $20, or US$5 to US$6',
    '$5-$10, $5/$10, $1,000 or $2,000',
    'RealAnt costs only $410 in materials and can be assembled',
    'A$AP Rocky and A$AP Ferg',
    'echo $HOME/bin:$PATH and $x $y and ${A}/${B} and $my_var $other_var',
    '"$x" "$y" $$',
    '\\$HOME and \\$x\\$',
    'C:\\data\\alpha and \\\\server\\share',
    '\\d+\\.\\w* \\bfoo\\b [^\\s] \\d{3} \\(a|b\\) foo\\(x\\) \\[a-z\\]',
    'line\\nbreak \\t \\r \\0',
    'say \\"easy\\" and \\"only\\"',
    "it\\'s don\\'t I\\'m we\\'re they\\'ve he\\'d",
    '--flag, i--, <!-- x -->, --> and ----------',
    '~5%, vary ~2X, x~y, y ~ x, 5~10, https://a.example/~b--c',
    '``code`` and ```more``` and ``half',
    '{1, 2} and {non-uniform} and x^2 and a_b and NEMO^2',
    '\\methodname, \\squad and \\OURS{}',
    '\\begin{itemize} \\unknown{x}',
  ])('includes %s', (text) => {
    expect(readable(text)).toBe(text);
  });

  it.each([
    '$\\foo(x) + \\alpha$',
    '$\\begin{matrix}a\\\\b\\end{matrix}$',
    '$x^a^b$',
    '$\\frac{\\alpha$',
    '${x_1$',
    '${n \\choose k}$',
    '$\\stackrel{d}{=}$',
  ])('includes %s, since half a formula could mean something else', (text) => {
    expect(readable(text)).toBe(text);
  });

  it('includes money beside a formula that is converted', () => {
    expect(readable('It costs $5 for $n$ items, or $10 for $m_1$.')).toBe(
      'It costs $5 for n items, or $10 for m₁.',
    );
    expect(readable('We save $5\\% or $3 for $n$ items.')).toBe('We save $5% or $3 for n items.');
  });
});
