import type { DatabaseSync } from 'node:sqlite';
import { rowChecksum } from './checksum.ts';
import { damaged, StoreError } from './store-error.ts';

/** Bump it together with a migration: a file with a higher `user_version` is refused. */
const SCHEMA_VERSION = 2;

/** "PBoy" in the file's header: tells our files from other programs' SQLite databases. */
const APPLICATION_ID = 0x50426f79;

/**
 * The one table of each version. That of version 2 is one b-tree and has no index, so that no two
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

const CURRENT = `${TABLES[SCHEMA_VERSION]}; PRAGMA user_version = ${SCHEMA_VERSION};`;

/** Makes a new database, or one of an earlier version, into one of this version: at once or not at all. */
export function bringUpToDate(connection: DatabaseSync): void {
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
    // Another process may have been quicker.
    const version = pragma(connection, 'user_version');
    if (version === 0) connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; ${CURRENT}`);
    if (version === 1) {
      connection.exec(
        `ALTER TABLE entries RENAME TO entries_1; ${CURRENT}
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
 * Which version a database is of.
 *
 * @throws StoreError when it is not ours, not known yet, or says one thing and is another
 */
export function schemaVersion(connection: DatabaseSync): number {
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

/** A pragma's number. */
export function pragma(connection: DatabaseSync, name: string): number {
  return Number(connection.prepare(`PRAGMA ${name}`).get()?.[name]);
}
