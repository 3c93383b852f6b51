import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sizeOf } from './files.ts';
import { pragma, readSchemaVersion, type StoredRow, verifyRow } from './schema.ts';
import { BUSY_TIMEOUT, damaged, StoreError, toStoreError } from './store-error.ts';
import { findLogDamage } from './wal.ts';

/** Rows read at once: several, for speed, but not all, since they may be large. */
const PAGE = 50;

/** SQLite's result code for a schema that makes no sense. */
const SQLITE_ERROR = 1;

/**
 * Reads the whole database at `path` without changing it, and passes it to `read` when nothing is
 * wrong. A process must not do this with a file it has open: it would lose its locks on it.
 *
 * @param path absolute
 * @returns what `read` returned
 * @throws StoreError when the database must not be used
 */
export function verifyDatabase<T = void>(path: string, read?: (connection: DatabaseSync) => T): T {
  const file = statSync(path);
  if (!file.isFile()) {
    throw new StoreError("can't be opened: it isn't a file", { canRestore: false });
  }
  // SQLite takes an empty file for a new database, and would delete the log beside it.
  if (file.size === 0) throw new StoreError('is empty and was left unchanged');
  const logDamage = findLogDamage(path);
  if (logDamage !== undefined) throw damaged(logDamage);
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
  try {
    // One snapshot, even if another process is writing.
    connection.exec('BEGIN');
    const version = readSchemaVersion(connection);
    verifySize(connection, path);
    verifyStructure(connection, version);
    if (version > 1) verifyRows(connection);
    return read?.(connection) as T;
  } catch (error) {
    throw asDamage(error);
  } finally {
    connection.close();
  }
}

/** The error as a `StoreError` if the file is to blame. */
function asDamage(error: unknown): unknown {
  const isSenseless =
    error instanceof Error && 'errcode' in error && error.errcode === SQLITE_ERROR;
  return toStoreError(error) ?? (isSenseless ? damaged(error.message) : error);
}

/**
 * Throws for a file that ends in the middle of a page: SQLite would read zeros from there on. With
 * a write-ahead log beside it, the log has the whole page.
 */
function verifySize(connection: DatabaseSync, path: string): void {
  const rest = statSync(path).size % pragma(connection, 'page_size');
  if (rest !== 0 && sizeOf(`${path}-wal`) === 0) throw damaged('it is truncated');
}

/** Version 1 has an index, and only the full check compares that with its table. */
function verifyStructure(connection: DatabaseSync, version: number): void {
  const check = version === 1 ? 'integrity_check' : 'quick_check';
  const found = connection.prepare(`PRAGMA ${check}(1)`).get()?.[check];
  if (found !== 'ok') throw damaged(String(found).replace(/^\*.*\*\s*/, ''));
}

/** Checks every row, and that a search by key finds them all: an altered key may hide its row. */
function verifyRows(connection: DatabaseSync): void {
  const page = connection.prepare(
    `SELECT namespace, key, value, expires, crc FROM entries
     WHERE (namespace, key) > (?, ?) ORDER BY namespace, key LIMIT ${PAGE}`,
  );
  page.setReturnArrays(true);
  let last: [namespace: string, key: string] = ['', ''];
  let seen = 0;
  for (let rows; (rows = page.all(...last) as unknown as Cells[]).length > 0; seen += rows.length) {
    for (const [namespace, key, value, expires, crc] of rows) {
      verifyRow({ namespace, key, value, expires, crc });
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
