import { backup, DatabaseSync } from 'node:sqlite';
import { moveInto, removeDatabase } from './files.ts';
import { inspect } from './inspect.ts';
import { markCopied } from './metadata.ts';

/** Pages that are copied between two looks at `isStopped`. */
const PAGES_A_STEP = 1000;

/** What is to be copied, and where to; absolute paths. */
export interface BackupJob {
  path: string;
  copy: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * Copies a database that may be in use, as it is at one moment. The copy is checked whole before
 * it gets its name; it says itself when it was made. Blocks its thread: a large one takes seconds.
 *
 * @throws what failed; nothing is left behind then
 */
export async function makeBackup(
  { path, copy, now }: BackupJob,
  isStopped = () => false,
): Promise<void> {
  const draft = `${copy}.new`;
  try {
    removeDatabase(draft);
    await copyPages(path, draft, isStopped);
    const connection = new DatabaseSync(draft);
    try {
      // A copy is one file, with no log beside it.
      connection.exec('PRAGMA journal_mode = DELETE');
      markCopied(connection, now);
    } finally {
      connection.close();
    }
    inspect(draft);
    moveInto(draft, copy);
  } finally {
    removeDatabase(draft);
  }
}

/** Copies a database, its log included, whoever is writing. */
export async function copyPages(from: string, to: string, isStopped = () => false): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    // A reader keeps to its moment; without one, each write would make the copying start anew.
    source.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    await backup(source, to, {
      rate: PAGES_A_STEP,
      progress: () => {
        if (isStopped()) throw new Error('stopped');
      },
    });
  } finally {
    source.close();
  }
}
