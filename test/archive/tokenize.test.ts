import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenize } from '../../src/archive/tokenize.ts';

it.each([
  ['MLP-Mixer', ['mlp', 'mixer']],
  ['C++', ['c']],
  ['Gaël Ödegaard Bjørn Łukasz Weiß', ['gael', 'odegaard', 'bjorn', 'lukasz', 'weiss']],
  ['Gae\u0308l', ['gael']],
  ['G\\"odel, G{\\"o}del, G\\"{o}del', ['godel', 'godel', 'godel']],
  ["Poincar\\'e, Erd\\H{o}s, \\v{S}imon, \\o re", ['poincare', 'erdos', 'simon', 'ore']],
  ['Bokm{\\aa}l, Bokmål, {\\v{S}}ar\\={u}nas, \\j', ['bokmal', 'bokmal', 'sarunas', 'j']],
  ["the model\\'s \\d+", ['the', 'model', 's', 'd']],
  ['L\\"ob \\alpha \\log \\item', ['lob', 'alpha', 'log', 'item']],
  ['$\\ell_1$-norm of x²', ['ell', '1', 'norm', 'of', 'x2']],
  ['ﬁne 𝒪(n)', ['fine', 'o', 'n']],
  ['ガス 한국어', ['ガス', '한국어']],
  ['\0 *** 🦉', []],
])('splits %j into the words %j', (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

it('splits words into themselves', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = tokenize(text);
      expect(tokenize(words.join(' '))).toEqual(words);
    }),
  );
});
