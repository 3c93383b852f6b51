import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Digest, Paper } from '../../../src/digest/types.ts';
import { type ArchiveIndex, openIndex } from '../../../src/archive/index/archive-index.ts';
import { createCooperativeQueue } from '../../../src/archive/cooperative-queue.ts';
import { createVocabulary } from '../../../src/search/spelling.ts';
import { tokenize } from '../../../src/archive/tokenize.ts';
import { digestOf } from '../../support/digest.ts';
import { newFolder } from '../folder.ts';

const old = digestOf({ day: '2021-05-05', papers: [{ title: 'Spring Onions' }] });
const late = digestOf({ day: '2021-05-05', papers: [{ title: 'Red Leeks' }, { title: 'Rye' }] });

function put(index: ArchiveIndex, digest: Digest | undefined, name = old.file): void {
  index.put({ name, signature: 's', modified: 1, problems: [] }, digest);
}

/** The titles of the papers that match a full-text query. */
function titles(index: ArchiveIndex, expression: string): (string | undefined)[] {
  const rows = Array.from({ length: index.text.shards() }, (_, shard) =>
    index.text.match(shard, expression),
  ).flat();
  return rows.map(([row]) => index.paper(row)?.title);
}

describe('a file added to the index', () => {
  it('replaces its earlier version', () => {
    const index = openIndex();
    put(index, old);
    const [before] = index.files.get(old.file)?.digest?.entries ?? [];
    put(index, late);
    expect(titles(index, '"onions"')).toEqual([]);
    expect(titles(index, '"leeks"')).toEqual(['Red Leeks']);
    expect(index.paper(before?.row ?? -1)).toBeUndefined();
    expect(index.rowsOf('2105.05001')).toHaveLength(1);
    expect(index.files.get(old.file)?.digest).toMatchObject({ day: '2021-05-05' });
  });

  it("keeps the last good digest and its problems when it isn't a digest any more", () => {
    const index = openIndex();
    put(index, old);
    const problems = [{ file: old.file, line: 3, reason: 'odd' }];
    index.put({ name: old.file, signature: 't', modified: 2, problems }, undefined);
    const file = index.files.get(old.file);
    expect(file).toMatchObject({ signature: 't', modified: 2, problems });
    expect(file?.digest?.entries).toHaveLength(1);
    expect(titles(index, '"onions"')).toEqual(['Spring Onions']);
  });

  it('leaves everything as it was when it fails halfway', () => {
    const index = openIndex();
    put(index, old);
    index.commit();
    const poisoned = {
      get authors(): string[] {
        throw new Error('no authors');
      },
    };
    const [good] = late.papers;
    const bad = Object.defineProperties({ ...good }, Object.getOwnPropertyDescriptors(poisoned));
    const papers = [good, bad] as Paper[];
    expect(() => put(index, { ...late, papers })).toThrow('no authors');

    const whole = (): void => {
      expect(titles(index, '"onions"')).toEqual(['Spring Onions']);
      expect(titles(index, '"leeks"')).toEqual([]);
      expect(index.words.papersWith('onions')).toBe(1);
      expect(index.words.papersWith('leeks')).toBe(0);
      expect(index.files.get(old.file)?.digest?.entries).toHaveLength(1);
    };
    whole();
    index.commit();
    whole();
    put(index, { ...old, papers: [] });
    expect(titles(index, '"onions"')).toEqual([]);
  });

  it('never gets the row of another, not even in a rebuilt index', async () => {
    const { indexFile } = await newFolder();
    const index = openIndex(indexFile);
    const rows = (): number[] =>
      index.files.get(old.file)?.digest?.entries.map(({ row }) => row) ?? [];
    put(index, late);
    const first = rows();
    put(index, late);
    expect(Math.min(...rows())).toBeGreaterThan(Math.max(...first));
    index.remove(old.file);
    put(index, old);
    expect(Math.min(...rows())).toBeGreaterThan(Math.max(...first) + 2);
    expect(index.nextRow()).toBe(Math.max(...rows()) + 1);
    index.close();

    const rebuilt = openIndex(undefined, 40);
    put(rebuilt, old);
    expect(rebuilt.files.get(old.file)?.digest?.entries[0]?.row).toBe(40);
  });

  it('has the same hash for the same content, and another for any other', () => {
    const index = openIndex();
    const hashOf = (digest: Digest): string | undefined => {
      put(index, digest);
      return index.files.get(old.file)?.digest?.hash;
    };
    const hash = hashOf(old);
    expect(hashOf(structuredClone(old))).toBe(hash);
    const [paper] = old.papers;
    const others = [
      { ...old, title: 'Another' },
      { ...old, day: '2021-05-06' },
      ...(paper ? [{ ...old, papers: [{ ...paper, abstract: 'Another.' }] }] : []),
    ];
    expect(new Set([hash, ...others.map(hashOf)]).size).toBe(4);
  });
});

describe('a file removed from the index', () => {
  it('leaves nothing behind', () => {
    const index = openIndex();
    put(index, old);
    index.remove(old.file);
    index.remove('never-there.md');
    expect(index.files.size).toBe(0);
    expect(titles(index, '"onions"')).toEqual([]);
    expect(index.rowsOf('2105.05001')).toEqual([]);
    expect(index.words.papersWith('onions')).toBe(0);
  });
});

it('finds a paper by its id, an old one without its subject class', () => {
  const index = openIndex();
  const ids = ['2105.05001', 'math.GT/0309136'];
  put(index, digestOf({ day: '2021-05-05', papers: ids.map((arxivId) => ({ arxivId })) }));
  const found = ['2105.05001', 'math/0309136'].map((id) =>
    index.rowsOf(id).map((row) => index.paper(row)?.arxivId),
  );
  expect(found).toEqual(ids.map((id) => [id]));
});

describe('the vocabulary of the index', () => {
  const word = fc.constantFrom('tea', 'teapot', 'milk', 'rye', 'oats', 'Rüben');
  const paper = fc.record({
    title: fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
    authors: fc.array(word, { maxLength: 2 }),
    abstract: fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
  });
  const step = fc.record({
    name: fc.constantFrom('a.md', 'b.md'),
    papers: fc.option(fc.array(paper, { maxLength: 3 }), { nil: undefined }),
    isCommitted: fc.boolean(),
    isAsked: fc.boolean(),
  });

  it('counts the words of its papers once each, whatever came and went', async () => {
    const { indexFile } = await newFolder();
    const asked = ['tea', 'teapot', 'milk', 'rye', 'oats', 'ruben', 'salt', ''];
    const prefixes = ['t', 'teap', 'teapots', 'rub', 'x'];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const index = openIndex(indexFile);
        for (const name of [...index.files.keys()]) index.remove(name);
        const expected = new Map<string, readonly Paper[]>();
        const check = ({ words }: ArchiveIndex): void => {
          const papers = [...expected.values()].flat();
          const sets = papers.map(
            ({ title, authors, abstract }) =>
              new Set([title, ...authors, abstract].flatMap(tokenize)),
          );
          const counts = asked.map((one) => sets.filter((set) => set.has(one)).length);
          expect(asked.map((one) => words.papersWith(one))).toEqual(counts);
          expect(words.existing(asked)).toEqual(asked.filter((_, at) => counts[at]));
          const all = sets.flatMap((set) => [...set]);
          expect(words.existingPrefixes(prefixes)).toEqual(
            prefixes.filter((one) => all.some((other) => other.startsWith(one))),
          );
        };
        for (const { name, papers, isCommitted, isAsked } of steps) {
          const digest = papers && digestOf({ day: '2021-05-05', papers });
          if (digest) put(index, digest, name);
          else index.remove(name);
          expected.delete(name);
          if (digest) expected.set(name, digest.papers);
          if (isCommitted) index.commit();
          if (isAsked) check(index);
        }
        check(index);
        index.commit();
        index.close();
        const again = openIndex(indexFile);
        check(again);
        again.close();
      }),
      { numRuns: 60 },
    );
  });

  it('corrects typos only to words that still exist', () => {
    const index = openIndex();
    put(index, old);
    expect(createVocabulary(index.words).near('onoins')).toEqual(['onions']);
    put(index, late);
    expect(createVocabulary(index.words).near('onoins')).toEqual([]);
    expect(createVocabulary(index.words).near('leks')).toEqual(['leeks']);
  });
});

describe('an index built in bulk', () => {
  const days = ['2021-05-05', '2021-05-06', '2021-05-07'];
  const fill = (index: ArchiveIndex): void => {
    for (const [at, day] of days.entries()) {
      const title = at === 0 ? 'Red Onions' : 'Onions and Leeks';
      const digest = digestOf({
        day,
        papers: [{ title, authors: ['Ada Muster', 'Bob Beispiel'] }],
      });
      index.put({ name: digest.file, signature: day, modified: 0, problems: [] }, digest);
    }
    index.commit();
  };
  const counted = (index: ArchiveIndex) =>
    ['onions', 'leeks', 'red', 'muster', 'and', 'figs', '\uE000'].map((word) =>
      index.words.papersWith(word),
    );

  it('counts words all at once as it does one by one', async () => {
    const [oneByOne, together] = [openIndex(), openIndex()];
    fill(oneByOne);
    together.deferCounting();
    fill(together);
    expect(together.isUncounted()).toBe(true);
    await together.optimize(createCooperativeQueue());
    expect(together.isUncounted()).toBe(false);
    expect(counted(together)).toEqual(counted(oneByOne));
    expect(counted(together)).toEqual([3, 2, 1, 3, 2, 0, 0]);

    for (const index of [oneByOne, together]) index.remove('2021-05-05.md');
    expect(counted(together)).toEqual(counted(oneByOne));
  });

  it("knows after a restart that they weren't counted", async () => {
    const folder = await newFolder();
    const first = openIndex(folder.indexFile);
    first.deferCounting();
    fill(first);
    first.close();
    const again = openIndex(folder.indexFile);
    onTestFinished(() => again.close());
    expect(again.isUncounted()).toBe(true);
    await again.optimize(createCooperativeQueue());
    expect(counted(again)).toEqual([3, 2, 1, 3, 2, 0, 0]);
  });
});
