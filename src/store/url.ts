import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { OperatorError } from '../operator-error.ts';

/** What a store is called that ends with its process. */
export const MEMORY = ':memory:';

/**
 * The file that a store's URL names, as it is written there; `MEMORY` for none.
 *
 * @throws OperatorError when it names none, or another kind of store
 */
export function sqliteFile(url: string): string {
  const [, scheme, file] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(url) ?? [];
  const accepted = 'Use sqlite:<path>, such as sqlite:data/paperboy.db, or sqlite::memory:';
  // The URL itself stays out of the message: another scheme's may hold a password.
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
 * The absolute path of `file` with its links followed, so that two names of one database also
 * share its log, its lock and its copies, as SQLite sees it.
 */
export function pathOf(file: string): string {
  const path = resolve(file);
  return realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path));
}

/**
 * A file beside the store for what can be made again, `paperboy-index.db` beside `paperboy.db`;
 * undefined where the store ends with its process.
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
