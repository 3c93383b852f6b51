import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FullText, createFullText } from '../../../src/archive/index/full-text.ts';

const words = fc
  .array(fc.constantFrom('tea', 'milk', 'rye', 'oats'), { maxLength: 4 })
  .map((some) => some.join(' '));
const text = fc.record({ title: words, authors: words, abstract: words });
const queries = ['"tea"', '"tea" AND "rye"', '"milk" OR "oats"', 'title : "rye"', '"mi" *'];

/** The rows that the shards find, in numeric order, each as often as it was found. */
function found(fullText: FullText, query: string): number[] {
  const rows = Array.from({ length: fullText.shards() }, (_, shard) =>
    fullText.match(shard, query),
  );
  return rows.flatMap((shard) => shard.map(([row]) => row)).sort((a, b) => a - b);
}

function add(fullText: FullText, row: number, title: string): void {
  fullText.add(row, { title, authors: '', abstract: '' });
}

it('finds across shards what one shard would find, each row once', () => {
  const texts = fc.uniqueArray(fc.tuple(fc.nat(40), text), {
    selector: ([row]) => row,
    maxLength: 30,
  });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 12 }), fc.nat(), (all, rowsPerShard, gone) => {
      const sharded = createFullText(new DatabaseSync(':memory:'), rowsPerShard);
      const whole = createFullText(new DatabaseSync(':memory:'), 1_000);
      for (const one of [sharded, whole]) {
        for (const [row, fields] of all) one.add(row, fields);
        const [row] = all[gone % Math.max(1, all.length)] ?? [];
        if (row !== undefined) one.remove(row);
      }
      const last = Math.max(-1, ...all.map(([row]) => row));
      expect(sharded.shards()).toBe(Math.ceil((last + 1) / rowsPerShard));
      for (const query of queries) expect(found(sharded, query)).toEqual(found(whole, query));
    }),
    { numRuns: 60 },
  );
});

it('finds shards again in a database that has some', () => {
  const db = new DatabaseSync(':memory:');
  const before = createFullText(db, 2);
  for (const row of [0, 1, 2, 5]) add(before, row, 'tea');
  const after = createFullText(db, 2);
  expect(after.shards()).toBe(3);
  expect(found(after, '"tea"')).toEqual([0, 1, 2, 5]);
  add(after, 4, 'tea');
  after.remove(0);
  expect(found(after, '"tea"')).toEqual([1, 2, 4, 5]);
});

it('scores a word best in the title, then as a name, then in the abstract', () => {
  const fullText = createFullText(new DatabaseSync(':memory:'), 10);
  const none = { title: 'a', authors: 'b', abstract: 'c' };
  fullText.add(1, { ...none, abstract: 'tea' });
  fullText.add(2, { ...none, title: 'tea' });
  fullText.add(3, { ...none, authors: 'tea' });
  for (let row = 4; row < 9; row++) fullText.add(row, none);
  const rows = fullText.match(0, '"tea"').sort(([, a], [, b]) => a - b);
  expect(rows.map(([row]) => row)).toEqual([2, 3, 1]);
});

it('throws on a malformed query, and finds nothing in a missing shard', () => {
  const fullText = createFullText(new DatabaseSync(':memory:'), 10);
  add(fullText, 1, 'tea');
  expect(() => fullText.match(0, 'AND (')).toThrow(/fts5/);
  expect(fullText.match(7, '"tea"')).toEqual([]);
});
