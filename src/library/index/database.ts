import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where an index is that ends with its process. */
export const MEMORY = ':memory:';

const TABLES = `
  CREATE TABLE about (fingerprint TEXT NOT NULL, uncounted INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE file (
    name TEXT PRIMARY KEY, signature TEXT NOT NULL, modified REAL NOT NULL, problems TEXT NOT NULL,
    digest TEXT
  ) WITHOUT ROWID;
  CREATE TABLE paper (row INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
  CREATE INDEX paper_by_id ON paper (id);
  CREATE TABLE word (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens the index's database. One that another version made is made anew: everything in it is read
 * from the digests again.
 *
 * @param path a file, or `MEMORY`
 * @param version the fingerprint of the code that fills it
 * @throws when no database can be there, or what is there is damaged
 */
export function openDatabase(path: string, version: string): DatabaseSync {
  if (path !== MEMORY) mkdirSync(dirname(path), { recursive: true });
  const known = path === MEMORY ? undefined : openKnown(path, version);
  if (known) return known;
  removeDatabase(path);
  const db = connect(path);
  try {
    db.exec(`BEGIN; ${TABLES}`);
    db.prepare('INSERT INTO about (fingerprint) VALUES (?)').run(version);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Removes the closed database at a path. */
export function removeDatabase(path: string): void {
  if (path === MEMORY) return;
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

/** Whether an error says that the database itself is unusable: damaged, gone, or on a full disk. */
export function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedIndex) return true;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  // SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_NOTADB, READONLY; the byte
  // above tells more of the same.
  return (
    code === 'ERR_SQLITE_ERROR' &&
    typeof errcode === 'number' &&
    [8, 10, 11, 13, 14, 26].includes(errcode & 0xff)
  );
}

/** The index does not take or give what it should. */
export class DamagedIndex extends Error {
  override name = 'DamagedIndex';

  constructor(cause: unknown) {
    super('the index is damaged', { cause });
  }
}

function openKnown(path: string, version: string): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = connect(path);
    if (db.prepare('SELECT fingerprint FROM about').get()?.['fingerprint'] === version) return db;
  } catch (error) {
    db?.close();
    if (isDamaged(error)) throw error;
    // A database, but none of ours.
    return undefined;
  }
  db.close();
  return undefined;
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    // Everything here can be read again: a power failure may cost the last changes, not the file.
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -4000;
      PRAGMA temp_store = MEMORY;
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
