import { DatabaseSync } from 'node:sqlite';
import { type OpenEngine, indexedPapersOf } from './engine.ts';

/**
 * SQLite's FTS5 as its manual uses it: every token quoted, the last one as a prefix, quoted phrases
 * kept; all tokens must match or, if that finds nothing, any of them. Ordered by bm25.
 */
export const openFts5: OpenEngine = (digests) => {
  const db = new DatabaseSync(':memory:');
  db.exec(`CREATE VIRTUAL TABLE papers USING fts5(id UNINDEXED, title, authors, abstract,
    tokenize='unicode61 remove_diacritics 2')`);
  const insert = db.prepare('INSERT INTO papers VALUES (?, ?, ?, ?)');
  db.exec('BEGIN');
  for (const { id, title, authors, abstract } of indexedPapersOf(digests)) {
    insert.run(id, title, authors, abstract);
  }
  db.exec('COMMIT');
  const select = db.prepare(
    `SELECT id FROM papers WHERE papers MATCH ? ORDER BY bm25(papers, 0, 10, 5, 1) LIMIT ?`,
  );
  const ask = (expression: string, limit: number): string[] =>
    select.all(expression, limit).map(({ id }) => String(id));
  return {
    name: 'FTS5',
    find(text, limit) {
      const terms = termsOf(text);
      if (terms.length === 0) return [];
      const all = ask(terms.join(' AND '), limit);
      return all.length > 0 ? all : ask(terms.join(' OR '), limit);
    },
    indexBytes: () =>
      Number(db.prepare('PRAGMA page_count').get()?.['page_count']) *
      Number(db.prepare('PRAGMA page_size').get()?.['page_size']),
    close: () => db.close(),
  };
};

const termsOf = (text: string): string[] => {
  const terms = text.split('"').flatMap((piece, at) => {
    const words = piece.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
    if (at % 2 === 0) return words.map((word) => `"${word}"`);
    return words.length > 0 ? [`"${words.join(' ')}"`] : [];
  });
  const last = terms.at(-1);
  return last === undefined || text.trimEnd().endsWith('"') ? terms : terms.with(-1, `${last} *`);
};
