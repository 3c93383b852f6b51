import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { rowChecksum, type StoredRow } from './checksum.ts';
import { BUSY_TIMEOUT, damaged, refusalOf, StoreError } from './store-error.ts';
import { pragma, schemaVersion } from './schema.ts';
import { logDamage, sizeOf } from './wal.ts';

/** Rows that are read at once: some, for speed, and not all, since they may be large. */
const PAGE = 50;

/** What SQLite says of a schema that makes no sense. */
const SQLITE_ERROR = 1;

/**
 * Reads the whole database at `path`, changing nothing, and has `look` see it. A process must not
 * do this with a file that it has open: its locks would be lost.
 *
 * @param path absolute
 * @throws StoreError when it must not be used
 */
export function inspect<T = void>(path: string, look?: (connection: DatabaseSync) => T): T {
  const file = statSync(path);
  if (!file.isFile())
    throw new StoreError("can't be opened: it isn't a file", { canRestore: false });
  // SQLite takes a file of no bytes for a new database, and would drop the WAL beside it.
  if (file.size === 0) throw new StoreError('is empty and was left unchanged');
  const log = logDamage(path);
  if (log !== undefined) throw damaged(log);
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
  try {
    // One moment of it, whoever is writing.
    connection.exec('BEGIN');
    const version = schemaVersion(connection);
    checkPages(connection, path);
    checkStructure(connection, version);
    if (version > 1) checkRows(connection);
    return look?.(connection) as T;
  } catch (error) {
    throw unusable(error);
  } finally {
    connection.close();
  }
}

/** An error as a refusal where the file is to blame. */
function unusable(error: unknown): unknown {
  const isSenseless =
    error instanceof Error && 'errcode' in error && error.errcode === SQLITE_ERROR;
  return refusalOf(error) ?? (isSenseless ? damaged(error.message) : error);
}

/**
 * Throws for a file that ends inside a page: SQLite reads the rest as zeros, in the middle of
 * somebody's value. With a write-ahead log beside it, the whole page is there.
 */
function checkPages(connection: DatabaseSync, path: string): void {
  const cut = statSync(path).size % pragma(connection, 'page_size');
  if (cut !== 0 && sizeOf(`${path}-wal`) === 0) throw damaged('it is truncated');
}

/** The first version has an index, which only the full check holds against its table. */
function checkStructure(connection: DatabaseSync, version: number): void {
  const check = version === 1 ? 'integrity_check' : 'quick_check';
  const found = connection.prepare(`PRAGMA ${check}(1)`).get()?.[check];
  if (found !== 'ok') throw damaged(String(found).replace(/^\*.*\*\s*/, ''));
}

/** Every row, and as many as there are pages for: a key that has changed would only be missed. */
function checkRows(connection: DatabaseSync): void {
  const page = connection.prepare(
    `SELECT namespace, key, value, expires, crc FROM entries
     WHERE (namespace, key) > (?, ?) ORDER BY namespace, key LIMIT ${PAGE}`,
  );
  page.setReturnArrays(true);
  let last: [namespace: string, key: string] = ['', ''];
  let seen = 0;
  for (let rows; (rows = page.all(...last) as unknown as Cells[]).length > 0; seen += rows.length) {
    for (const [namespace, key, value, expires, crc] of rows) {
      if (rowChecksum({ namespace, key, value, expires }) !== crc) throw wrongRow(namespace, key);
      last = [namespace, key];
    }
  }
  const count = Number(connection.prepare('SELECT count(*) AS n FROM entries').get()?.['n']);
  if (count !== seen) throw damaged(`only ${seen} of ${count} rows can be found`);
}

type Cells = [
  StoredRow['namespace'],
  StoredRow['key'],
  StoredRow['value'],
  StoredRow['expires'],
  StoredRow['crc'],
];

/** A row is not what was written. */
export function wrongRow(namespace: string, key: string): StoreError {
  return damaged(`the row ${JSON.stringify(`${namespace}/${key}`)} doesn't match its checksum`);
}
