import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../operator-error.ts';
import { MEMORY, pathOf, sqliteFile } from './url.ts';

/** The right to be the one Paperboy on a store. */
export interface StoreLock {
  /** Lets the next one in. Twice is fine. */
  release(): void;
}

const SQLITE_BUSY = 5;

/** A lock that nobody mentions any more would go with its connection when memory is cleaned up. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a store, to be held for as long as it is used; waits while another process has
 * it. A store in memory needs none.
 *
 * The lock is the operating system's, on a second file beside the database (`paperboy.db-lock`),
 * which SQLite locks and nobody writes or removes. It ends with its process however that ends, and
 * not before: one that is stopped or asleep still has it, so that two can never overlap.
 *
 * @param url as for `openStore`; take the lock before opening it
 * @param signal ends the waiting: rejects with its reason
 * @param onWait called once if another process has the lock
 * @param pollMs between two tries, in milliseconds
 * @throws OperatorError (as a rejection) when the lock's file cannot be used
 */
export async function lockStore(
  url: string,
  {
    signal,
    onWait,
    pollMs = 500,
  }: { signal?: AbortSignal | undefined; onWait?: () => void; pollMs?: number } = {},
): Promise<StoreLock> {
  for (let isFirst = true; ; isFirst = false) {
    signal?.throwIfAborted();
    const lock = tryLock(url);
    if (lock) return lock;
    if (isFirst) onWait?.();
    await wait(pollMs, undefined, signal && { signal });
  }
}

/** The same without waiting: undefined if another has it. */
export function tryLock(url: string): StoreLock | undefined {
  const file = sqliteFile(url);
  if (file === MEMORY) return { release: () => undefined };
  const name = `${file}-lock`;
  let connection: DatabaseSync | undefined;
  try {
    const path = pathOf(file);
    mkdirSync(dirname(path), { recursive: true });
    connection = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    if (
      error instanceof Error &&
      'errcode' in error &&
      (Number(error.errcode) & 0xff) === SQLITE_BUSY
    ) {
      return undefined;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The lock file ${name} can't be used: ${reason}.`, { cause: error });
  }
  const holder = connection;
  held.add(holder);
  return {
    release() {
      if (held.delete(holder)) holder.close();
    },
  };
}
