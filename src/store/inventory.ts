import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../operator-error.ts';
import { copiesOf } from './backups.ts';
import { inspect } from './inspect.ts';
import { copiedAt } from './metadata.ts';
import { StoreError } from './store-error.ts';
import { explained } from './sqlite.ts';
import { pathOf } from './url.ts';
import { sizeOf } from './wal.ts';

/** What is in a database. */
export interface Contents {
  subscriptions: number;
  deliveries: number;
  /** The newest day of which a digest was delivered, `YYYY-MM-DD`. */
  newestDay?: string;
  /** The log included. */
  bytes: number;
  /** Of a copy: when it was made, in Unix milliseconds. */
  copiedAt?: number;
}

/** A copy beside a database: what is in it, or why it cannot be restored. */
export type CopyState = { file: string } & ({ contents: Contents } | { reason: string });

/**
 * Checks the whole database `file` and counts what is in it. Changes nothing; Paperboy may be
 * running.
 *
 * @throws OperatorError with the sentence that a start would end with
 */
export function takeInventory(file: string): Contents {
  const path = pathOf(file);
  if (!existsSync(path) && sizeOf(`${path}-wal`) === 0) {
    throw new OperatorError(`There is no store file ${file}.`);
  }
  try {
    if (!existsSync(path))
      throw new StoreError(`is missing, but its log ${file}-wal is still there`);
    return read(path);
  } catch (error) {
    throw explained(error, file, path) ?? error;
  }
}

/** Checks the daily copies of the database `file`, the newest first. */
export function takeCopies(file: string): CopyState[] {
  return copiesOf(pathOf(file)).map((path) => {
    const name = join(dirname(file), basename(path));
    try {
      return { file: name, contents: read(path) };
    } catch (error) {
      return { file: name, reason: error instanceof Error ? error.message : String(error) };
    }
  });
}

function read(path: string): Contents {
  return inspect(path, (connection) => count(connection, path));
}

function count(connection: DatabaseSync, path: string): Contents {
  const number = connection.prepare(
    `SELECT count(*) AS number, max(key) AS last FROM entries
     WHERE namespace = ? AND (expires IS NULL OR expires > ?)`,
  );
  const of = (namespace: string) =>
    number.get(namespace, Date.now()) as { number: number; last: string | null };
  const deliveries = of('deliveries');
  const made = copiedAt(connection);
  return {
    subscriptions: of('subscriptions').number,
    deliveries: deliveries.number,
    // The ledger's keys begin with the day.
    ...(deliveries.last === null ? {} : { newestDay: deliveries.last.slice(0, 10) }),
    bytes: statSync(path).size + sizeOf(`${path}-wal`),
    ...(made === undefined ? {} : { copiedAt: made }),
  };
}
