import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { damaged, StoreError } from './store-error.ts';

/** Bump it together with a migration: a file with a higher `user_version` is refused. */
const SCHEMA_VERSION = 2;

/** "PBoy" in the file's header tells our files from other programs' SQLite databases. */
const APPLICATION_ID = 0x50426f79;

/**
 * The only table, by schema version. Since version 2 it's one b-tree without an index, so no two
 * parts of it can disagree.
 */
const TABLES: Record<number, string> = {
  1: `CREATE TABLE entries (
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (namespace, key)
  ) STRICT`,
  2: `CREATE TABLE entries (
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    crc INTEGER NOT NULL,
    PRIMARY KEY (namespace, key)
  ) STRICT, WITHOUT ROWID`,
};

const CREATE_CURRENT = `${TABLES[SCHEMA_VERSION]}; PRAGMA user_version = ${SCHEMA_VERSION};`;

/** A row of the table `entries`; `expires` is in Unix milliseconds. */
export interface StoredRow {
  namespace: string;
  key: string;
  value: string;
  expires: number | null;
  crc: number;
}

/**
 * A row's checksum, since SQLite keeps none. The lengths mark where the namespace ends and the key
 * begins.
 */
export function rowChecksum({ namespace, key, value, expires }: Omit<StoredRow, 'crc'>): number {
  return crc32(`${namespace.length}:${key.length}:${expires ?? ''}:${namespace}${key}${value}`);
}

/**
 * Checks that a row is what was written.
 *
 * @throws StoreError when it isn't
 */
export function verifyRow(row: StoredRow): void {
  if (rowChecksum(row) === row.crc) return;
  const name = JSON.stringify(`${row.namespace}/${row.key}`);
  throw damaged(`the row ${name} doesn't match its checksum`);
}

/** Brings a new database, or one of an earlier version, to this version in one transaction. */
export function migrate(connection: DatabaseSync): void {
  if (pragma(connection, 'user_version') === SCHEMA_VERSION) return;
  connection.function('row_crc', { deterministic: true }, (namespace, key, value, expires) =>
    rowChecksum({
      namespace: namespace as string,
      key: key as string,
      value: value as string,
      expires: expires as number | null,
    }),
  );
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Read again: another process may have been faster.
    const version = pragma(connection, 'user_version');
    if (version === 0) {
      connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; ${CREATE_CURRENT}`);
    }
    if (version === 1) {
      connection.exec(
        `ALTER TABLE entries RENAME TO entries_1; ${CREATE_CURRENT}
         INSERT INTO entries SELECT namespace, key, value, expires,
           row_crc(namespace, key, value, expires) FROM entries_1 ORDER BY namespace, key;
         DROP TABLE entries_1;`,
      );
    }
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Reads a database's schema version.
 *
 * @throws StoreError when the database isn't ours, is newer than this program, or doesn't match the
 * version it names
 */
export function readSchemaVersion(connection: DatabaseSync): number {
  const version = pragma(connection, 'user_version');
  const table = connection
    .prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'entries'")
    .get()?.['sql'];
  const isOurs = pragma(connection, 'application_id') === APPLICATION_ID;
  if (!isOurs && !Object.values(TABLES).includes(String(table))) {
    throw new StoreError("is another program's SQLite database", {
      remedy: 'use a different file',
    });
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      `was written by a newer version (schema ${version}; this one knows ${SCHEMA_VERSION}) and ` +
        'was left unchanged',
      { remedy: 'update Paperboy' },
    );
  }
  if (!isOurs || table === undefined || table !== TABLES[version]) {
    throw damaged("its schema isn't the expected one");
  }
  return version;
}

/** The value of a numeric pragma. */
export function pragma(connection: DatabaseSync, name: string): number {
  return Number(connection.prepare(`PRAGMA ${name}`).get()?.[name]);
}
