import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { prepareWrite } from './database.ts';

/** The words that papers have. */
export interface WordList {
  /** Which of these words are in the list. */
  existing(words: Iterable<string>): string[];
  /** Which of these are prefixes of a word in the list. */
  existingPrefixes(prefixes: Iterable<string>): string[];
}

/** How many papers have each word. */
export interface WordCounts extends WordList {
  papersWith(word: string): number;
  /** Counts the words of a paper that is added (1) or removed (-1). */
  count(words: Iterable<string>, by: 1 | -1): void;
  /** Writes the counts so far. */
  flush(): void;
  /** Stops counting from now on, because many papers are coming that will be counted together. */
  defer(): void;
  /** Whether some papers weren't counted. */
  isDeferred(): boolean;
  /** Replaces all counts, and starts counting again. */
  replace(counts: ReadonlyMap<string, number>): void;
}

/** How many words may be unwritten: one write for many papers costs less than one each. */
const MAX_UNWRITTEN = 150_000;

/** The word counts of an index. Reads include what was counted but not flushed. */
export function createWordCounts(db: DatabaseSync): WordCounts {
  const count = db.prepare('SELECT papers FROM word WHERE word = ?');
  count.setReturnArrays(true);
  const existing = db.prepare(
    'SELECT value FROM json_each(?) WHERE value IN (SELECT word FROM word)',
  );
  existing.setReturnArrays(true);
  const existingPrefixes = db.prepare(`SELECT value FROM json_each(?) AS typed WHERE EXISTS (
    SELECT 1 FROM word WHERE word >= typed.value AND word < typed.value || char(1114111))`);
  existingPrefixes.setReturnArrays(true);
  const add = prepareWrite(
    db,
    'INSERT INTO word VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers',
  );
  const removeUnused = prepareWrite(db, 'DELETE FROM word WHERE word = ? AND papers <= 0');
  const unwritten = new Map<string, number>();
  const about = db.prepare('SELECT uncounted FROM about').get() as { uncounted: number };
  let isDeferred = about.uncounted === 1;

  function flush(): void {
    for (const [word, by] of unwritten) {
      if (by === 0) continue;
      add.run(word, by);
      if (by < 0) removeUnused.run(word);
    }
    unwritten.clear();
  }

  function select(statement: StatementSync, words: Iterable<string>): string[] {
    if (unwritten.size > 0) flush();
    const rows = statement.all(JSON.stringify([...words])) as unknown as [word: string][];
    return rows.map(([word]) => word);
  }

  return {
    existing: (words) => select(existing, words),
    existingPrefixes: (prefixes) => select(existingPrefixes, prefixes),
    papersWith(word) {
      if (unwritten.size > 0) flush();
      const row = count.get(word) as unknown as [papers: number] | undefined;
      return row?.[0] ?? 0;
    },
    count(words, by) {
      for (const word of words) {
        if (word !== '') unwritten.set(word, (unwritten.get(word) ?? 0) + by);
      }
      if (unwritten.size > MAX_UNWRITTEN) flush();
    },
    flush,
    isDeferred: () => isDeferred,
    defer() {
      isDeferred = true;
      // In case the process ends before all are counted.
      db.exec('UPDATE about SET uncounted = 1');
    },
    replace(counts) {
      unwritten.clear();
      db.exec('DELETE FROM word');
      for (const [word, papers] of counts) add.run(word, papers);
      db.exec('UPDATE about SET uncounted = 0');
      isDeferred = false;
    },
  };
}
