import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snippetOf } from '../../src/messages/snippet.ts';

const finder =
  (...words: string[]) =>
  (run: string): boolean =>
    words.includes(run.toLowerCase());

describe('a snippet', () => {
  it('shows the search words in bold, neighbours together', () => {
    expect(snippetOf('Space-time attention is all, in time.', 200, finder('space', 'time'))).toBe(
      '**Space-time** attention is all, in **time**.',
    );
  });

  it('begins with the sentence that has most of the words', () => {
    const text = `${'We say nothing here. '.repeat(20)}Deep gates open. ${'And so on. '.repeat(20)}`;
    expect(snippetOf(text, 60, finder('gates', 'deep'))).toMatch(
      /^… \*\*Deep gates\*\* open\. And/,
    );
  });

  it('begins at the beginning when that has as many', () => {
    const text = `Gates open. ${'We say nothing here. '.repeat(20)}Gates close.`;
    expect(snippetOf(text, 60, finder('gates'))).toMatch(/^\*\*Gates\*\* open\. We/);
  });

  it('begins a little before a word that is far from the start of its sentence', () => {
    const text = `We ${'say and say '.repeat(20)}that gates open. And so on.`;
    expect(snippetOf(text, 60, finder('gates'))).toBe('… and say that **gates** open. And so on.');
  });

  it('is none when no word is found, or when there is no room for one', () => {
    expect(snippetOf('We say nothing here. '.repeat(20), 60, finder('gates'))).toBeUndefined();
    expect(snippetOf('Gates open.', 8, finder('gates'))).toBeUndefined();
  });

  it('leaves links and escapes alone', () => {
    expect(snippetOf('See https://x.org/gates and *gates* \\gates', 200, finder('gates'))).toBe(
      'See <https://x.org/gates> and \\***gates**\\* \\\\**gates**',
    );
  });

  it('stays within its length, and differs from the text only in its markup', () => {
    const word = fc.constantFrom(
      'gates',
      'deep',
      'é',
      '*',
      '_x_',
      '.',
      '<@1>',
      '\n',
      'https://a.b/gates',
      '😀',
    );
    const texts = fc.array(word, { maxLength: 120 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(texts, fc.integer({ min: 20, max: 300 }), (text, max) => {
        const snippet = snippetOf(text, max, finder('gates', 'deep', 'x')) ?? '';
        expect(snippet.length).toBeLessThanOrEqual(max);
        // Found words contain nothing to escape, so everything bold is one of them.
        for (const [, bold = ''] of snippet.matchAll(/(?<!\\)\*\*(.+?)\*\*/g)) {
          expect(bold.split(/[ -]/).every(finder('gates', 'deep', 'x'))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
