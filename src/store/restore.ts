import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, writeFileSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { COMPANIONS, moveInto, removeDatabase, syncFolder } from './files.ts';
import { inspect } from './inspect.ts';
import { tryLock } from './lock.ts';
import { copyPages } from './make-backup.ts';
import { markRestored, type Restore } from './metadata.ts';
import { StoreError } from './store-error.ts';
import { explained, openSqlite } from './sqlite.ts';
import { MEMORY, pathOf, sqliteFile } from './url.ts';

/** What a restore did. */
export interface Restored extends Restore {
  /** The database, as the URL names it. */
  file: string;
  /** Where what was there is kept; undefined if nothing was. */
  kept?: string;
}

/**
 * Puts a copy in the place of the database that `url` names. What was there is kept under another
 * name, with its log. If it ends half way, the next start refuses, and it can be done again.
 *
 * @param copy the file to restore; it stays as it is
 * @param now Unix milliseconds
 * @throws OperatorError (as a rejection) when Paperboy is running or the copy cannot be used
 */
export async function restoreStore(url: string, copy: string, now: number): Promise<Restored> {
  const file = sqliteFile(url);
  if (file === MEMORY) throw new OperatorError("A store in memory can't be restored.");
  const path = pathOf(file);
  const lock = tryLock(url);
  if (!lock) throw new OperatorError(`Paperboy is using ${file}: stop Paperboy first.`);
  const draft = `${path}.${randomUUID()}.new`;
  try {
    const source = pathOf(copy);
    if (source === path)
      throw new OperatorError(`${copy} is the database itself: name a copy instead.`);
    inspectCopy(copy, source);
    await copyPages(source, draft);
    const restore = finish(draft, now);
    const kept = setAside(path, now);
    moveInto(draft, path);
    return { ...restore, file, ...(kept ? { kept: `${file}${kept}` } : {}) };
  } finally {
    removeDatabase(draft);
    lock.release();
  }
}

function inspectCopy(copy: string, source: string): void {
  if (!existsSync(source)) throw new OperatorError(`There is no file ${copy}.`);
  try {
    inspect(source);
  } catch (error) {
    if (!(error instanceof StoreError)) throw explained(error, copy, source) ?? error;
    throw new OperatorError(`${copy} can't be restored: it ${error.message}.`, { cause: error });
  }
}

/** Brings a copy up to date and marks it. */
function finish(draft: string, now: number): Restore {
  const database = openSqlite(draft);
  try {
    return database.transaction(() => markRestored(database.connection, now));
  } finally {
    database.close();
  }
}

/**
 * Gives what is at `path` another name, and leaves an empty file in its place, which no start
 * accepts: a missing one would be taken for a first start, and a log for the copy's.
 *
 * @returns what the name ends with; undefined if there was nothing
 */
function setAside(path: string, now: number): string | undefined {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
  const end = `.${stamp}.damaged`;
  const there = ['', ...COMPANIONS].filter((companion) => existsSync(`${path}${companion}`));
  if (existsSync(path)) linkSync(path, `${path}${end}`);
  const empty = `${path}.${randomUUID()}.new`;
  writeFileSync(empty, '');
  renameSync(empty, path);
  syncFolder(path);
  for (const companion of there) {
    if (companion !== '') renameSync(`${path}${companion}`, `${path}${end}${companion}`);
  }
  syncFolder(path);
  return there.length > 0 ? end : undefined;
}
