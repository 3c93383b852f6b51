import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneEditFrom, createVocabulary } from '../../src/search/spelling.ts';
import type { WordList } from '../../src/archive/index/word-counts.ts';
import { EDITS, editAt, LETTERS } from './edits.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });

describe('one edit', () => {
  const alphabet = new Set([...LETTERS]);

  it('is one insertion, deletion, replacement or swap, in either direction', () => {
    const edit = fc.tuple(fc.constantFrom(...EDITS), fc.nat(), fc.constantFrom(...LETTERS));
    fc.assert(
      fc.property(word, edit, (before, [kind, place, letter]) => {
        const after = editAt(before, kind, place, letter);
        fc.pre(after !== '');
        expect(oneEditFrom(before, alphabet).has(after)).toBe(before !== after);
        expect(oneEditFrom(after, alphabet).has(before)).toBe(before !== after);
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(word, (a) => {
        const made = Array.from(a, (_, at) => at).flatMap((at) =>
          EDITS.flatMap((kind) => ['a', 'b', 'c'].map((letter) => editAt(a, kind, at, letter))),
        );
        const appended = ['a', 'b', 'c'].map((letter) => a + letter);
        const all = new Set([...made, ...appended].filter((other) => other !== a && other !== ''));
        expect(oneEditFrom(a, 'abc')).toEqual(all);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a vocabulary', () => {
  const listOf = (...words: string[]): WordList => ({
    existing: (asked) => [...asked].filter((one) => words.includes(one)),
    existingPrefixes: (asked) =>
      [...asked].filter((one) => words.some((word) => word.startsWith(one))),
  });
  const vocabulary = createVocabulary(
    listOf('cat', 'cats', 'catalogue', 'cut', 'dog', 'room', '2020'),
  );

  it('knows its words and their prefixes', () => {
    expect(vocabulary.has('cat')).toBe(true);
    expect(vocabulary.has('ca')).toBe(false);
    expect(vocabulary.hasPrefix('catal')).toBe(true);
    expect(vocabulary.hasPrefix('cato')).toBe(false);
    expect(createVocabulary(listOf()).hasPrefix('a')).toBe(false);
  });

  it('finds words one edit away when one of the two has four letters', () => {
    expect(vocabulary.near('cast')).toEqual(['cat', 'cats']);
    expect(vocabulary.near('cot')).toEqual([]);
    expect(vocabulary.near('cta')).toEqual([]);
    expect(vocabulary.near('roo')).toEqual(['room']);
  });

  it("doesn't correct numbers", () => {
    expect(vocabulary.near('2021')).toEqual([]);
  });

  it('finds prefixes of words one edit away', () => {
    expect(vocabulary.nearPrefixes('catlo')).toContain('catalo');
    expect(vocabulary.nearPrefixes('catlo')).not.toContain('room');
  });

  it('splits a word into two that it knows', () => {
    expect(vocabulary.splits('dogroom')).toEqual([['dog', 'room']]);
    expect(vocabulary.splits('dograom')).toEqual([]);
  });
});
