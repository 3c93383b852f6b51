import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../operator-error.ts';
import { restoreAdvice } from './backups.ts';
import { MEMORY, pathOf, sizeOf } from './files.ts';
import { migrate } from './schema.ts';
import { BUSY_TIMEOUT, StoreError, toStoreError } from './store-error.ts';
import { verifyDatabase } from './verify.ts';

/** How many rows a sweep checks (in about a millisecond), and how often one is due. */
const SWEEP_BATCH = 1000;
const SWEEP_INTERVAL_MS = 60_000;

/** An open database file. */
export interface SqliteDatabase {
  readonly connection: DatabaseSync;
  /** Absolute; `MEMORY` if there is no file. */
  readonly path: string;
  /** Counts the calls through this connection that may have changed entries, or closed it. */
  readonly changes: number;
  /** Runs `work`; the database's failures become an OperatorError that names the file. */
  read<T>(work: () => T): T;
  /** The same for work that changes entries. First deletes some expired rows, if that is due. */
  write<T>(work: () => T): T;
  /** The same as one write: if it throws, nothing is stored. */
  transaction<T>(work: () => T): T;
  /** Every later use throws. Closing twice is fine. */
  close(): void;
}

/**
 * Opens the SQLite file `file` (`:memory:` for none), or creates it with its folder: WAL,
 * `synchronous=FULL`, and up to five seconds' wait for other processes' locks. Verifies every row,
 * and migrates a database of an earlier version.
 *
 * @throws OperatorError with one sentence for the operator that names the file, when it isn't our
 * database, is damaged, empty or without the log it needs, was written by a newer version, or can't
 * be reached. The file isn't changed: starting over with an empty one would lose every
 * subscription.
 */
export function openSqlite(file: string): SqliteDatabase {
  const path = file === MEMORY ? file : pathOf(file);
  try {
    if (path !== MEMORY) {
      mkdirSync(dirname(path), { recursive: true });
      // Look for the log first: another process creates the file before its log.
      const logSize = sizeOf(`${path}-wal`);
      if (!existsSync(path)) {
        if (logSize > 0) throw new StoreError(`is missing, but its log ${file}-wal is still there`);
        create(path);
      }
      verifyDatabase(path);
    }
    return wrapConnection(connect(path), path, file);
  } catch (error) {
    throw toOperatorError(error, file, path) ?? cannotOpen(error, file);
  }
}

function cannotOpen(error: unknown, file: string): OperatorError {
  const reason = error instanceof Error ? error.message : String(error);
  return new OperatorError(`The store file ${file} can't be opened: ${reason}.`, { cause: error });
}

/** A failure of the database as a sentence that says what to do; undefined for other errors. */
export function toOperatorError(
  error: unknown,
  file: string,
  path: string,
): OperatorError | undefined {
  const storeError = toStoreError(error);
  if (!storeError) return undefined;
  const { message, remedy, canRestore } = storeError;
  const remedies = [remedy, canRestore ? restoreAdvice(file, path) : undefined];
  const advice = remedies.filter((one) => one !== undefined).join(', or ');
  const sentence = `The store file ${file} ${message}${advice && `: ${advice}`}.`;
  return new OperatorError(sentence, { cause: error });
}

/**
 * Puts a new database at `path` in one step, unless another process is faster. So nobody ever finds
 * half of one there, and an empty file is always a truncated one.
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
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function wrapConnection(connection: DatabaseSync, path: string, file: string): SqliteDatabase {
  const sweep = createSweep(connection);
  let changes = 0;

  function translateErrors<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toOperatorError(error, file, path) ?? error;
    }
  }

  return {
    connection,
    path,
    get changes() {
      return changes;
    },
    read: translateErrors,
    write(work) {
      changes++;
      return translateErrors(() => {
        sweep();
        return work();
      });
    },
    transaction(work) {
      changes++;
      return translateErrors(() => {
        sweep();
        return inTransaction(connection, work);
      });
    },
    close() {
      changes++;
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
    // Some failures (a full disk) have rolled back already.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Deletes expired rows of every namespace, going around the table one batch at a time. There is no
 * index on `expires`: it would slow down every write, and a damaged one would delete live rows.
 *
 * @returns to be called before each write; does nothing within a minute of the last sweep, unless
 * that one found many rows
 */
function createSweep(connection: DatabaseSync): () => void {
  const lastOfBatch = connection.prepare(
    `SELECT namespace, key FROM entries WHERE (namespace, key) > (?, ?)
     ORDER BY namespace, key LIMIT 1 OFFSET ${SWEEP_BATCH - 1}`,
  );
  const removeUpTo = connection.prepare(
    `DELETE FROM entries
     WHERE (namespace, key) > (?, ?) AND (namespace, key) <= (?, ?) AND expires <= ?`,
  );
  const removeRest = connection.prepare(
    'DELETE FROM entries WHERE (namespace, key) > (?, ?) AND expires <= ?',
  );
  let from: [namespace: string, key: string] = ['', ''];
  let nextAt = 0;

  return () => {
    const now = Date.now();
    if (now < nextAt) return;
    const end = lastOfBatch.get(...from) as { namespace: string; key: string } | undefined;
    const { changes } = end
      ? removeUpTo.run(...from, end.namespace, end.key, now)
      : removeRest.run(...from, now);
    from = end ? [end.namespace, end.key] : ['', ''];
    if (Number(changes) < SWEEP_BATCH / 4) nextAt = now + SWEEP_INTERVAL_MS;
  };
}
