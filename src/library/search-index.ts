import { DatabaseSync } from 'node:sqlite';
import type { Day, Paper } from '../digest/types.ts';
import { type Vocabulary, vocabularyOf } from './typos.ts';
import { wordsOf } from './words.ts';

/** One paper of one digest, as it was put into the index. */
export interface Entry {
  day: Day;
  paper: Paper;
  /** The words of its title, with one space between them. */
  titleWords: string;
}

/** An entry that satisfies a full-text query; the lower the score, the better. */
export interface Match {
  entry: Entry;
  score: number;
}

/** The full text of every digest, in memory. */
export interface SearchIndex {
  /** Puts these days' papers in the place of what the days had; all of it or, on an error, none. */
  replace(changes: readonly { day: Day; papers: readonly Paper[] }[]): void;
  /** @param expression an FTS5 query; throws when it is malformed */
  match(expression: string): Match[];
  /** How many papers it holds, each once for every digest. */
  size(): number;
  /** How many of them have this word, as `wordsOf` gives it. */
  papersWith(word: string): number;
  /** The words of the index as it is now. */
  vocabulary(): Vocabulary;
  /** How much memory the index takes, without its vocabulary. */
  bytes(): number;
  close(): void;
}

// How much more a word says about a paper in its title, or as an author's name, than in its abstract.
const WEIGHTS = '10, 5, 1';

/** Opens an empty index over SQLite's FTS5. */
export function openSearchIndex(): SearchIndex {
  const db = new DatabaseSync(':memory:');
  // The papers are in memory already: the table keeps the index and no text of its own.
  db.exec(`
    CREATE VIRTUAL TABLE papers USING fts5(title, authors, abstract, content='',
      contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE words USING fts5vocab(papers, 'row');
  `);
  const insert = db.prepare(
    'INSERT INTO papers (rowid, title, authors, abstract) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM papers WHERE rowid = ?');
  const select = db.prepare(
    `SELECT rowid AS row, bm25(papers, ${WEIGHTS}) AS score FROM papers WHERE papers MATCH ?`,
  );
  select.setReturnArrays(true);
  const terms = db.prepare('SELECT term FROM words');
  const frequencies = db.prepare('SELECT term, doc FROM words');

  const entries = new Map<number, Entry>();
  const rowsOfDay = new Map<Day, number[]>();
  let nextRow = 1;
  let vocabulary: Vocabulary | undefined;
  let papersOf: Map<string, number> | undefined;

  return {
    replace(changes) {
      const gone = changes.flatMap(({ day }) => rowsOfDay.get(day) ?? []);
      const come = changes.map(({ day, papers }) => ({
        day,
        rows: papers.map((paper) => ({
          row: nextRow++,
          entry: { day, paper, titleWords: text(paper.title) },
        })),
      }));
      db.exec('BEGIN');
      try {
        for (const row of gone) remove.run(row);
        for (const { row, entry } of come.flatMap(({ rows }) => rows)) {
          const { authors, abstract } = entry.paper;
          insert.run(row, entry.titleWords, text(authors.join(', ')), text(abstract));
        }
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
      for (const row of gone) entries.delete(row);
      for (const { day, rows } of come) {
        rowsOfDay.set(
          day,
          rows.map(({ row }) => row),
        );
        for (const { row, entry } of rows) entries.set(row, entry);
      }
      vocabulary = undefined;
      papersOf = undefined;
    },
    match(expression) {
      const rows = select.all(expression) as unknown as [row: number, score: number][];
      return rows.flatMap(([row, score]) => {
        const entry = entries.get(row);
        return entry ? [{ entry, score }] : [];
      });
    },
    size: () => entries.size,
    papersWith(word) {
      // All at once: one by one they take a hundred times as long.
      papersOf ??= new Map(
        (frequencies.all() as { term: string; doc: number }[]).map(({ term, doc }) => [term, doc]),
      );
      return papersOf.get(word) ?? 0;
    },
    vocabulary() {
      vocabulary ??= vocabularyOf((terms.all() as { term: string }[]).map(({ term }) => term));
      return vocabulary;
    },
    bytes: () =>
      Number(db.prepare('PRAGMA page_count').get()?.['page_count']) *
      Number(db.prepare('PRAGMA page_size').get()?.['page_size']),
    close: () => db.close(),
  };
}

function text(words: string): string {
  return wordsOf(words).join(' ');
}
