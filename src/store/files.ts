import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { OperatorError } from '../operator-error.ts';

/** The file name of a store that ends with its process. */
export const MEMORY = ':memory:';

/** The suffixes of the files that SQLite may keep beside a database. */
export const COMPANIONS = ['-wal', '-shm', '-journal'];

/**
 * The file in a store's URL, as it's written there; `MEMORY` if the store has none.
 *
 * @throws OperatorError when the URL has no file, or names another kind of store
 */
export function sqliteFile(url: string): string {
  const [, scheme, file] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(url) ?? [];
  const accepted = 'Use sqlite:<path>, such as sqlite:data/paperboy.db, or sqlite::memory:';
  // The messages leave out the URL itself: another scheme's may hold a password.
  if (scheme === undefined || file === undefined) {
    throw new OperatorError(`The store URL has no scheme. ${accepted}`);
  }
  if (scheme.toLowerCase() !== 'sqlite') {
    throw new OperatorError(`The store URL has an unknown scheme, ${scheme}. ${accepted}`);
  }
  // `//` would begin a host: is `sqlite://data/x.db` in data/ or in /data/?
  if (file === '' || /^\/\/(?!\/)/.test(file) || file.includes('\0')) {
    throw new OperatorError(`The store URL has no file. ${accepted}`);
  }
  return file;
}

/**
 * The absolute path of `file` with symbolic links resolved, as SQLite resolves them: two names of
 * one database share its log, its lock and its backups.
 */
export function pathOf(file: string): string {
  const path = resolve(file);
  return realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path));
}

/**
 * The path of a file beside the store for data that can be rebuilt: `paperboy-index.db` beside
 * `paperboy.db`. Undefined for a store in memory.
 *
 * @throws OperatorError as `sqliteFile`
 */
export function fileBeside(url: string, name: string): string | undefined {
  const file = sqliteFile(url);
  if (file === MEMORY) return undefined;
  const path = pathOf(file);
  return join(dirname(path), `${basename(path, extname(path))}-${name}.db`);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The size of a file in bytes; 0 if it doesn't exist. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Puts the closed database `draft` at `path` in one step that survives a power failure. */
export function moveDurably(draft: string, path: string): void {
  sync(draft);
  renameSync(draft, path);
  syncFolder(path);
}

/** Makes new, renamed and removed names in the folder of `path` durable. */
export function syncFolder(path: string): void {
  // Windows can't open folders.
  if (process.platform !== 'win32') sync(dirname(path));
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Deletes a database that nobody uses, with its companions, if it exists. */
export function deleteDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(`${path}${suffix}`, { force: true });
}
