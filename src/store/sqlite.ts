import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../operator-error.ts';

/** Bump it together with a migration: a file with a higher `user_version` is refused. */
const SCHEMA_VERSION = 1;

/** "PBoy" in the file's header: tells our files from other programs' SQLite databases. */
const APPLICATION_ID = 0x50426f79;

const SCHEMA = `
  CREATE TABLE entries (
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (namespace, key)
  ) STRICT;
  CREATE INDEX entries_expires ON entries (expires) WHERE expires IS NOT NULL;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** How long a statement waits for another process's lock before it fails, in milliseconds. */
const BUSY_TIMEOUT = 5000;

/** At most this often are expired rows swept, and at most so many at once (a few milliseconds). */
const SWEEP_INTERVAL = 60_000;
const SWEEP_BATCH = 1000;

/** SQLite's primary result codes that have a sentence of their own. */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** An open database file. */
export interface SqliteDatabase {
  readonly connection: DatabaseSync;
  /** Runs `work` as one write: when it throws, nothing of it is stored and the error goes on. */
  transaction<T>(work: () => T): T;
  /** Deletes a batch of expired rows of every namespace, if the last time is long enough ago. */
  sweep(): void;
  /** Every later use throws. Closing twice is fine. */
  close(): void;
}

/**
 * Opens, or creates together with its folder, the SQLite file `file` (`:memory:` for none): WAL,
 * `synchronous=FULL`, five seconds' patience with other processes.
 *
 * @throws OperatorError with one sentence for the user, naming the file, when it is not our database, is
 * damaged, empty or torn from its log, was written by a newer version, or cannot be reached. The file is left as it
 * is: starting over with an empty one would forget every subscription.
 */
export function openSqlite(file: string): SqliteDatabase {
  // Resolved, so that no name reads as a `file:` URI and a change of folder changes nothing.
  const path = file === ':memory:' ? file : resolve(file);
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true });
      // In this order: another process creates the file before its log.
      const log = logSize(path);
      if (!existsSync(path)) {
        if (log > 0) throw new Refusal(`is gone, but its log ${file}-wal is not: restore a backup`);
        create(path);
      }
      inspect(path);
    }
    return handle(connect(path));
  } catch (error) {
    throw new OperatorError(`The store file ${file} ${reasonOf(error)}.`, { cause: error });
  }
}

/**
 * Puts a new database at `path` in one step, unless another process is quicker: nobody ever finds
 * half of one there, so that an empty file is always a torn one.
 */
function create(path: string): void {
  const draft = `${path}.${randomUUID()}.new`;
  try {
    connect(draft).close();
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function connect(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    if (pragma(connection, 'user_version') === 0) connection.exec(SCHEMA);
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Throws when the existing file at `path` must not be used. Opens it for reading only. */
function inspect(path: string): void {
  // SQLite takes a file of no bytes for a new database, and would drop the WAL beside it.
  if (statSync(path).size === 0) {
    throw new Refusal('is empty, and was left so: restore a backup or remove it');
  }
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
  try {
    const version = pragma(connection, 'user_version');
    const check = connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok' || isCutShort(path, pragma(connection, 'page_size'))) {
      throw new Refusal(DAMAGED);
    }
    if (pragma(connection, 'application_id') !== APPLICATION_ID) {
      throw new Refusal("is another program's SQLite database: name another file");
    }
    if (version > SCHEMA_VERSION) {
      throw new Refusal(
        `was written by a newer version (schema ${version}, this one knows ${SCHEMA_VERSION}), ` +
          'and was left as it is: update this program',
      );
    }
  } finally {
    connection.close();
  }
}

/**
 * Whether the file ends inside a page: SQLite reads the rest as zeros, in the middle of somebody's
 * value. With a write-ahead log beside it, the whole page is there.
 */
function isCutShort(path: string, pageSize: number): boolean {
  return statSync(path).size % pageSize !== 0 && logSize(path) === 0;
}

/** Bytes in the write-ahead log, which SQLite would apply to whatever file it finds beside it. */
function logSize(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function handle(connection: DatabaseSync): SqliteDatabase {
  const expired = connection.prepare(
    `DELETE FROM entries WHERE rowid IN
     (SELECT rowid FROM entries WHERE expires <= ? ORDER BY expires LIMIT ${SWEEP_BATCH})`,
  );
  let nextSweep = 0;
  return {
    connection,
    transaction: (work) => inTransaction(connection, work),
    sweep() {
      const now = Date.now();
      if (now < nextSweep) return;
      const { changes } = expired.run(now);
      if (changes !== SWEEP_BATCH) nextSweep = now + SWEEP_INTERVAL;
    },
    close() {
      if (connection.isOpen) connection.close();
    },
  };
}

function inTransaction<T>(connection: DatabaseSync, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    // Some failures (a full disk) have already rolled back by themselves.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function pragma(connection: DatabaseSync, name: string): number {
  return Number(connection.prepare(`PRAGMA ${name}`).get()?.[name]);
}

const DAMAGED = 'is damaged, and was left as it is: restore a backup or name another file';

/** A reason of our own why a file is not used; the message ends the sentence "The file ...". */
class Refusal extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (code === SQLITE_NOTADB) {
    return 'is not a SQLite database, and was left as it is: restore a backup or name another file';
  }
  if (code === SQLITE_CORRUPT) return DAMAGED;
  if (code === SQLITE_BUSY) return `is held by another program (waited ${BUSY_TIMEOUT / 1000} s)`;
  return `cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
}
