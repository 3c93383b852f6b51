import type { DatabaseSync } from 'node:sqlite';
import type { WordList } from '../../search/spelling.ts';
import { prepareWrite } from './database.ts';

/** Which words the papers have, and how many papers each. */
export interface WordCounts extends WordList {
  /** How many papers have this word. */
  papersWith(word: string): number;
  /** Counts the words of a paper that comes, or that goes. */
  count(words: Iterable<string>, by: 1 | -1): void;
  /** Writes down what was counted. */
  flush(): void;
  /** From now on counts nothing: many papers come, and are counted all together afterwards. */
  defer(): void;
  /** Whether some were left out. */
  isDeferred(): boolean;
  /** Puts these counts in the place of all there are, and counts again. */
  replace(counts: ReadonlyMap<string, number>): void;
}

/** Counted words that wait to be written: few writes of many papers cost less than many of one. */
const WAITING = 150_000;

/** The words of an index. What was counted but not flushed is seen, too. */
export function createWordCounts(db: DatabaseSync): WordCounts {
  const one = db.prepare('SELECT papers FROM word WHERE word = ?');
  one.setReturnArrays(true);
  const known = db.prepare('SELECT value FROM json_each(?) WHERE value IN (SELECT word FROM word)');
  known.setReturnArrays(true);
  const begun = db.prepare(`SELECT value FROM json_each(?) AS typed WHERE EXISTS (
    SELECT 1 FROM word WHERE word >= typed.value AND word < typed.value || char(1114111))`);
  begun.setReturnArrays(true);
  const add = prepareWrite(
    db,
    'INSERT INTO word VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers',
  );
  const clean = prepareWrite(db, 'DELETE FROM word WHERE word = ? AND papers <= 0');
  const waiting = new Map<string, number>();
  const about = db.prepare('SELECT uncounted FROM about').get() as { uncounted: number };
  let isDeferred = about.uncounted === 1;

  function flush(): void {
    for (const [word, by] of waiting) {
      if (by === 0) continue;
      add.run(word, by);
      if (by < 0) clean.run(word);
    }
    waiting.clear();
  }

  function of(statement: typeof known, words: Iterable<string>): string[] {
    if (waiting.size > 0) flush();
    const rows = statement.all(JSON.stringify([...words])) as unknown as [word: string][];
    return rows.map(([word]) => word);
  }

  return {
    known: (words) => of(known, words),
    begun: (prefixes) => of(begun, prefixes),
    papersWith(word) {
      if (waiting.size > 0) flush();
      const row = one.get(word) as unknown as [papers: number] | undefined;
      return row?.[0] ?? 0;
    },
    count(words, by) {
      for (const word of words) {
        if (word !== '') waiting.set(word, (waiting.get(word) ?? 0) + by);
      }
      if (waiting.size > WAITING) flush();
    },
    flush,
    isDeferred: () => isDeferred,
    defer() {
      isDeferred = true;
      // Should the process end before all are counted.
      db.exec('UPDATE about SET uncounted = 1');
    },
    replace(counts) {
      waiting.clear();
      db.exec('DELETE FROM word');
      for (const [word, papers] of counts) add.run(word, papers);
      db.exec('UPDATE about SET uncounted = 0');
      isDeferred = false;
    },
  };
}
