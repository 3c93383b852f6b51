import { describe, expect, it } from 'vitest';
import { countGroups, proximity, type PaperWords } from '../../src/search/proximity.ts';
import { tokenize } from '../../src/archive/tokenize.ts';

const paper = (title: string, authors: string[] = [], abstract = ''): PaperWords => ({
  title: tokenize(title),
  authors: authors.map(tokenize),
  abstract: () => tokenize(abstract),
});
const asked = (text: string, prefix = false) =>
  tokenize(text).map((word) => [{ words: [word], prefix }]);
const worth = (text: string, ...of: Parameters<typeof paper>): number =>
  proximity(asked(text), paper(...of));

describe('the best search result', () => {
  it("has the word in its title, else as an author's name, else in its abstract", () => {
    const title = worth('river', 'A Long River of Tea', ['Ann Other'], 'Cups.');
    const author = worth('river', 'A Long Brook of Tea', ['Ann River'], 'Cups.');
    const abstract = worth('river', 'A Long Brook of Tea', ['Ann Other'], 'River.');
    expect(title).toBeGreaterThan(author);
    expect(author).toBeGreaterThan(abstract);
    expect(abstract).toBeGreaterThan(worth('river', 'A Long Brook of Tea'));
  });

  it('has whole words rather than prefixes', () => {
    const existingPrefixes = asked('tea', true);
    expect(proximity(existingPrefixes, paper('Tea Leaves'))).toBeGreaterThan(
      proximity(existingPrefixes, paper('Teapot Leaves')),
    );
    expect(proximity(existingPrefixes, paper('Teapot Leaves'))).toBeGreaterThan(
      proximity(existingPrefixes, paper('Coffee Leaves')),
    );
  });

  it('has the words closer together', () => {
    const of = (abstract: string): number => worth('green tea', 'Cups', [], abstract);
    expect(of('some green tea here')).toBeGreaterThan(of('some green cold tea'));
    expect(of('green cold tea')).toBeGreaterThan(of('green cups and cold fine tea'));
  });

  it('has the name as one author rather than two adjacent ones', () => {
    expect(worth('ann brook', 'Cups', ['Ann Brook', 'Bo Hill'])).toBeGreaterThan(
      worth('ann brook', 'Cups', ['Hill Ann', 'Brook Bo']),
    );
  });

  it('has a title that says little else', () => {
    expect(worth('green tea', 'Green Tea Cups')).toBeGreaterThan(
      worth('green tea', 'Green Tea Cups of the Far and Distant Islands'),
    );
  });
});

it('skips the abstract when the title decides', () => {
  const unread: PaperWords = {
    ...paper('Green Tea'),
    abstract: () => {
      throw new Error('read');
    },
  };
  expect(proximity(asked('tea'), unread)).toBeGreaterThan(1);
  expect(() => proximity(asked('milk'), unread)).toThrow('read');
});

it('counts which words a paper has anywhere, in any spelling', () => {
  const groups = [
    ...asked('tea river abstract missing'),
    [
      { words: ['data', 'set'], prefix: false },
      { words: ['dataset'], prefix: false },
    ],
  ];
  expect(countGroups(groups, paper('Tea', ['Ann River'], 'An abstract about a data set.'))).toBe(4);
});
