import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, writeFileSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { copyDatabase } from './backups.ts';
import {
  COMPANIONS,
  deleteDatabase,
  MEMORY,
  moveDurably,
  pathOf,
  sqliteFile,
  syncFolder,
} from './files.ts';
import { tryLock } from './lock.ts';
import { recordRestore, type Restore } from './metadata.ts';
import { openSqlite, toOperatorError } from './sqlite.ts';
import { StoreError } from './store-error.ts';
import { verifyDatabase } from './verify.ts';

/** What a restore did. */
interface Restored extends Restore {
  /** The database, as the URL names it. */
  file: string;
  /** Where the old database was moved to; undefined if there was none. */
  kept?: string;
}

/**
 * Replaces the database that `url` names with a backup. The old database is kept under another
 * name, with its log. After a restore that didn't finish, Paperboy refuses to start until it's
 * repeated.
 *
 * @param backup the file to restore; it isn't changed
 * @param now Unix milliseconds
 * @throws OperatorError (as a rejection) when Paperboy is running or the backup can't be used
 */
export async function restoreStore(url: string, backup: string, now: number): Promise<Restored> {
  const file = sqliteFile(url);
  if (file === MEMORY) throw new OperatorError("A store in memory can't be restored.");
  const path = pathOf(file);
  const lock = tryLock(url);
  if (!lock) throw new OperatorError(`Paperboy is using ${file}: stop Paperboy first.`);
  const draft = `${path}.${randomUUID()}.new`;
  try {
    const source = pathOf(backup);
    if (source === path) {
      throw new OperatorError(`${backup} is the database itself: name a backup instead.`);
    }
    verifyBackup(backup, source);
    await copyDatabase(source, draft);
    const restore = finishDraft(draft, now);
    const suffix = moveAside(path, now);
    moveDurably(draft, path);
    return { ...restore, file, ...(suffix ? { kept: `${file}${suffix}` } : {}) };
  } finally {
    deleteDatabase(draft);
    lock.release();
  }
}

function verifyBackup(backup: string, path: string): void {
  if (!existsSync(path)) throw new OperatorError(`There is no file ${backup}.`);
  try {
    verifyDatabase(path);
  } catch (error) {
    if (!(error instanceof StoreError)) throw toOperatorError(error, backup, path) ?? error;
    throw new OperatorError(`${backup} can't be restored: it ${error.message}.`, { cause: error });
  }
}

/** Migrates the draft to this version and records the restore in it. */
function finishDraft(draft: string, now: number): Restore {
  const database = openSqlite(draft);
  try {
    return database.transaction(() => recordRestore(database.connection, now));
  } finally {
    database.close();
  }
}

/**
 * Renames the database at `path` and leaves an empty file in its place, which Paperboy refuses to
 * start with: a missing one would look like a first start, and an old log like the backup's.
 *
 * @returns the suffix of the new name; undefined if there was nothing to rename
 */
function moveAside(path: string, now: number): string | undefined {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
  const suffix = `.${time}.damaged`;
  const existing = ['', ...COMPANIONS].filter((companion) => existsSync(`${path}${companion}`));
  if (existsSync(path)) linkSync(path, `${path}${suffix}`);
  const empty = `${path}.${randomUUID()}.new`;
  writeFileSync(empty, '');
  renameSync(empty, path);
  syncFolder(path);
  for (const companion of existing) {
    if (companion !== '') renameSync(`${path}${companion}`, `${path}${suffix}${companion}`);
  }
  syncFolder(path);
  return existing.length > 0 ? suffix : undefined;
}
