import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** The files that SQLite may have beside a database. */
export const COMPANIONS = ['-wal', '-shm', '-journal'];

/** Puts the closed database `draft` at `path` in one step that outlasts a power failure. */
export function moveInto(draft: string, path: string): void {
  sync(draft);
  renameSync(draft, path);
  syncFolder(path);
}

/** Makes what happened to names in the folder of `path` durable. */
export function syncFolder(path: string): void {
  // Windows opens no folders.
  if (process.platform !== 'win32') sync(dirname(path));
}

function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Removes a database that nobody uses, if it is there. */
export function removeDatabase(path: string): void {
  for (const end of ['', ...COMPANIONS]) rmSync(`${path}${end}`, { force: true });
}
