import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../operator-error.ts';
import { findBackups } from './backups.ts';
import { pathOf, sizeOf } from './files.ts';
import { backedUpAt } from './metadata.ts';
import { toOperatorError } from './sqlite.ts';
import { StoreError } from './store-error.ts';
import { verifyDatabase } from './verify.ts';

/** What a database contains. */
export interface StoreContents {
  subscriptions: number;
  deliveries: number;
  /** The newest day with a delivery, `YYYY-MM-DD`. */
  newestDay?: string;
  /** The log included. */
  bytes: number;
  /** When a backup was made, in Unix milliseconds. */
  backedUpAt?: number;
}

/** A backup beside a database: what it contains, or why it can't be restored. */
type BackupState = { file: string } & ({ contents: StoreContents } | { reason: string });

/**
 * Verifies the whole database `file` and counts what it contains. Changes nothing; Paperboy may be
 * running.
 *
 * @throws OperatorError with the sentence that `npm start` would fail with
 */
export function readContents(file: string): StoreContents {
  const path = pathOf(file);
  if (!existsSync(path) && sizeOf(`${path}-wal`) === 0) {
    throw new OperatorError(`There is no store file ${file}.`);
  }
  try {
    if (!existsSync(path)) {
      throw new StoreError(`is missing, but its log ${file}-wal is still there`);
    }
    return read(path);
  } catch (error) {
    throw toOperatorError(error, file, path) ?? error;
  }
}

/** Verifies the daily backups of the database `file`, newest first. */
export function readBackups(file: string): BackupState[] {
  return findBackups(pathOf(file)).map((path) => {
    const name = join(dirname(file), basename(path));
    try {
      return { file: name, contents: read(path) };
    } catch (error) {
      return { file: name, reason: error instanceof Error ? error.message : String(error) };
    }
  });
}

function read(path: string): StoreContents {
  return verifyDatabase(path, (connection) => count(connection, path));
}

function count(connection: DatabaseSync, path: string): StoreContents {
  const statement = connection.prepare(
    `SELECT count(*) AS number, max(key) AS last FROM entries
     WHERE namespace = ? AND (expires IS NULL OR expires > ?)`,
  );
  const entriesOf = (namespace: string) =>
    statement.get(namespace, Date.now()) as { number: number; last: string | null };
  const deliveries = entriesOf('deliveries');
  const made = backedUpAt(connection);
  return {
    subscriptions: entriesOf('subscriptions').number,
    deliveries: deliveries.number,
    // The ledger's keys begin with the day.
    ...(deliveries.last === null ? {} : { newestDay: deliveries.last.slice(0, 10) }),
    bytes: statSync(path).size + sizeOf(`${path}-wal`),
    ...(made === undefined ? {} : { backedUpAt: made }),
  };
}
