import { describe, expect, it } from 'vitest';
import { matchExpression, readTerms } from '../../src/search/query.ts';

const word = (...words: string[]): object => ({ words, quoted: false, prefix: false });
const last = (...words: string[]): object => ({ words, quoted: false, prefix: true });
const phrase = (...words: string[]): object => ({ words, quoted: true, prefix: false });

describe('the terms of a search text', () => {
  it.each([
    ['deep sea', [word('deep'), last('sea')]],
    ['deep-sea fish', [word('deep', 'sea'), last('fish')]],
    ['fish "deep sea"', [last('fish'), phrase('deep', 'sea')]],
    ['«deep sea» fish', [phrase('deep', 'sea'), last('fish')]],
    ['"deep sea" "fish', [phrase('deep', 'sea'), last('fish')]],
    ['fish,chips;(peas)', [word('fish'), word('chips'), last('peas')]],
    ['fish and fish', [last('fish'), word('and')]],
    ['Schr\\"odinger "cat"', [last('schrodinger'), phrase('cat')]],
    ['"" * ?', []],
  ])('are parsed from %j', (text, terms) => {
    expect(readTerms(text)).toEqual(terms);
  });

  it('are at most forty', () => {
    expect(readTerms(Array.from({ length: 100 }, (_, n) => n).join(' '))).toHaveLength(40);
  });
});

it('quotes every word of a full-text query, and weighs whole words over prefixes', () => {
  const groups = [
    [
      { words: ['pre', 'train'], prefix: false },
      { words: ['pretrain'], prefix: false },
    ],
    [{ words: ['mod'], prefix: true }],
  ];
  expect(matchExpression(groups)).toBe('("pre train" OR "pretrain") AND ("mod" OR "mod" *)');
});
