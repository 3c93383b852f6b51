import { existsSync, mkdirSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../operator-error.ts';
import type { Turn, Turns } from '../sources/throttle.ts';
import { fileBeside, MEMORY, pathOf, sqliteFile } from './files.ts';

/** Held by the one Paperboy that uses a store. */
export interface StoreLock {
  /** Lets the next process in. Calling it twice is fine. */
  release(): void;
}

const SQLITE_BUSY = 5;

/** Keeps the connections of held locks from being garbage-collected, which would close them. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a store, to be held for as long as the store is used; waits while another
 * process has it. A store in memory needs no lock.
 *
 * The lock is the operating system's, on a second file beside the database (`paperboy.db-lock`)
 * that SQLite locks and that is never written or deleted. It ends with its process, however that
 * ends, and not before: a stopped or sleeping process keeps it, so two can never overlap.
 *
 * @param url as for `openStore`; take the lock before opening the store
 * @param signal ends the wait: rejects with its reason
 * @param onWait called once if another process has the lock
 * @param pollMs milliseconds between two tries
 * @throws OperatorError (as a rejection) when the lock file can't be used
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

/** Takes the lock without waiting; undefined if another process has it. */
export function tryLock(url: string): StoreLock | undefined {
  const file = sqliteFile(url);
  if (file === MEMORY) return { release: () => undefined };
  let connection: DatabaseSync | undefined;
  try {
    const path = pathOf(file);
    mkdirSync(dirname(path), { recursive: true });
    connection = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    if (isBusy(error)) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The lock file ${file}-lock can't be used: ${reason}.`, {
      cause: error,
    });
  }
  const holder = connection;
  held.add(holder);
  return {
    release() {
      if (held.delete(holder)) holder.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
  );
}

/** A turn for a process that can't share one. */
const UNSHARED: Turn = { lastEnded: -Infinity, end: () => undefined };

/**
 * Turns that all processes on one store share, by a lock file beside the store,
 * `paperboy-NAME.db-lock`. Its modification time says when the last turn ended; a turn also ends
 * with its process. Where that file can't be used, each process takes turns by itself.
 *
 * @returns undefined for a store in memory
 * @throws OperatorError as `fileBeside`
 */
export function createSharedTurns(url: string, name: string): Turns | undefined {
  const file = fileBeside(url, name);
  if (file === undefined) return undefined;
  return {
    take() {
      try {
        return takeTurn(file);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        return UNSHARED;
      }
    },
  };
}

function takeTurn(file: string): Turn | undefined {
  const lockFile = `${file}-lock`;
  // Without the store's folder no bot is using it, and building digests alone shouldn't create it.
  if (!existsSync(dirname(lockFile))) return UNSHARED;
  const isFirst = !existsSync(lockFile);
  const lock = tryLock(`sqlite:${file}`);
  if (!lock) return undefined;
  return {
    lastEnded: isFirst ? -Infinity : statSync(lockFile).mtimeMs,
    end(at) {
      if (Number.isFinite(at)) setTime(lockFile, new Date(at));
      lock.release();
    },
  };
}

function setTime(file: string, time: Date): void {
  try {
    utimesSync(file, time, time);
  } catch {
    // Only a file's owner may set its times, and this may be another user's.
  }
}
