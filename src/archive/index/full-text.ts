import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { prepareWrite, type WriteStatement } from './database.ts';

/** A row that matches a full-text query; the lower the score, the better. */
type ScoredRow = [row: number, score: number];

/** The words of a paper's fields, separated by spaces. */
export interface IndexedText {
  title: string;
  authors: string;
  abstract: string;
}

/**
 * The full text, in shards. Each is queried by itself within a few milliseconds, so that a search
 * can let other work run in between.
 */
export interface FullText {
  add(row: number, text: IndexedText): void;
  remove(row: number): void;
  /** The number of shards. */
  shards(): number;
  /** Every word of a shard, and how many of its rows have it. */
  words(shard: number): [word: string, rows: number][];
  /** Merges the segments that many changes left behind, which halves the time of later queries. */
  optimize(shard: number): void;
  /** @param expression an FTS5 query; throws if it's malformed */
  match(shard: number, expression: string): ScoredRow[];
}

// How much more a word counts in a title, or as an author's name, than in an abstract.
const WEIGHTS = '10, 5, 1';

interface Shard {
  insert: WriteStatement;
  remove: WriteStatement;
  select: StatementSync;
  optimize: WriteStatement;
  words: StatementSync;
}

/**
 * The full text of an index, on SQLite's FTS5. Scores compare across shards as far as the shards'
 * papers use words equally often.
 *
 * @param rowsPerShard how many consecutive rows share a shard
 */
export function createFullText(db: DatabaseSync, rowsPerShard: number): FullText {
  const opened: Shard[] = [];
  const count = db.prepare(`SELECT count(*) AS shards FROM sqlite_schema
    WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%' AND name LIKE 'text%'`);
  const { shards } = count.get() as { shards: number };
  for (let number = 0; number < shards; number++) opened.push(prepareShard(db, number));

  const shardOf = (row: number): number => Math.floor(row / rowsPerShard);

  return {
    add(row, { title, authors, abstract }) {
      while (opened.length <= shardOf(row)) {
        // Without content: the papers' texts are in another table.
        db.exec(`CREATE VIRTUAL TABLE text${opened.length} USING fts5(title, authors, abstract,
          content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')`);
        opened.push(prepareShard(db, opened.length));
      }
      opened[shardOf(row)]?.insert.run(row, title, authors, abstract);
    },
    remove: (row) => void opened[shardOf(row)]?.remove.run(row),
    shards: () => opened.length,
    words: (shard) => (opened[shard]?.words.all() ?? []) as unknown as [string, number][],
    optimize: (shard) => void opened[shard]?.optimize.run(),
    match: (shard, expression) =>
      (opened[shard]?.select.all(expression) ?? []) as unknown as ScoredRow[],
  };
}

function prepareShard(db: DatabaseSync, number: number): Shard {
  const name = `text${number}`;
  const select = db.prepare(
    `SELECT rowid, bm25(${name}, ${WEIGHTS}) FROM ${name} WHERE ${name} MATCH ?`,
  );
  select.setReturnArrays(true);
  db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${name}_words USING fts5vocab('main', '${name}', 'row')`,
  );
  const words = db.prepare(`SELECT term, doc FROM temp.${name}_words`);
  words.setReturnArrays(true);
  return {
    insert: prepareWrite(
      db,
      `INSERT INTO ${name} (rowid, title, authors, abstract) VALUES (?, ?, ?, ?)`,
    ),
    remove: prepareWrite(db, `DELETE FROM ${name} WHERE rowid = ?`),
    select,
    words,
    optimize: prepareWrite(db, `INSERT INTO ${name} (${name}) VALUES ('optimize')`),
  };
}
