import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../operator-error.ts';
import { howToRestore } from './backups.ts';
import { inspect } from './inspect.ts';
import { BUSY_TIMEOUT, refusalOf, StoreError } from './store-error.ts';
import { bringUpToDate } from './schema.ts';
import { createSweep } from './sweep.ts';
import { MEMORY, pathOf } from './url.ts';
import { sizeOf } from './wal.ts';

/** An open database file. */
export interface SqliteDatabase {
  readonly connection: DatabaseSync;
  /** Absolute; `MEMORY` for none. */
  readonly path: string;
  /** The file as it was named. */
  readonly file: string;
  /** Counts what may have changed the entries through this connection, or closed it. */
  readonly changes: number;
  /** Runs `work`, with the database's failures as an OperatorError that names the file. */
  read<T>(work: () => T): T;
  /** The same for what changes entries. Deletes some expired rows before, if it is time. */
  write<T>(work: () => T): T;
  /** The same as one write: when it throws, nothing of it is stored. */
  transaction<T>(work: () => T): T;
  /** Every later use throws. Closing twice is fine. */
  close(): void;
}

/**
 * Opens, or creates together with its folder, the SQLite file `file` (`:memory:` for none): WAL,
 * `synchronous=FULL`, five seconds' patience with other processes. Every row of it is checked; one
 * of an earlier version is brought up to date.
 *
 * @throws OperatorError with one sentence for the user, naming the file, when it is not our
 * database, is damaged, empty or torn from its log, was written by a newer version, or cannot be
 * reached. The file is left as it is: starting over with an empty one would forget every
 * subscription.
 */
export function openSqlite(file: string): SqliteDatabase {
  const path = file === MEMORY ? file : pathOf(file);
  try {
    if (path !== MEMORY) {
      mkdirSync(dirname(path), { recursive: true });
      // In this order: another process creates the file before its log.
      const log = sizeOf(`${path}-wal`);
      if (!existsSync(path)) {
        if (log > 0) throw new StoreError(`is missing, but its log ${file}-wal is still there`);
        create(path);
      }
      inspect(path);
    }
    return handle(connect(path), path, file);
  } catch (error) {
    throw explained(error, file, path) ?? cannotOpen(error, file);
  }
}

function cannotOpen(error: unknown, file: string): OperatorError {
  const reason = error instanceof Error ? error.message : String(error);
  return new OperatorError(`The store file ${file} can't be opened: ${reason}.`, { cause: error });
}

/** A failure of the database as a sentence that says what to do; undefined if it is none. */
export function explained(error: unknown, file: string, path: string): OperatorError | undefined {
  const refusal = refusalOf(error);
  if (!refusal) return undefined;
  const remedies = [refusal.remedy, refusal.canRestore ? howToRestore(file, path) : undefined];
  const advice = remedies.filter((remedy) => remedy !== undefined).join(', or ');
  const sentence = `The store file ${file} ${refusal.message}${advice && `: ${advice}`}.`;
  return new OperatorError(sentence, { cause: error });
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
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    bringUpToDate(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function handle(connection: DatabaseSync, path: string, file: string): SqliteDatabase {
  const sweep = createSweep(connection);
  let changes = 0;

  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explained(error, file, path) ?? error;
    }
  }

  return {
    connection,
    path,
    file,
    get changes() {
      return changes;
    },
    read: guarded,
    write(work) {
      changes++;
      return guarded(() => {
        sweep();
        return work();
      });
    },
    transaction(work) {
      changes++;
      return guarded(() => {
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
    // Some failures (a full disk) have already rolled back by themselves.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}
