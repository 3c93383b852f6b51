import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { indexErrorOf } from './index-error.ts';

/** Where an index is that ends with its process. */
export const MEMORY = ':memory:';

/** How long a statement waits for another program's lock, and everything with it. */
const BUSY_TIMEOUT_MS = 1_000;

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
 * @throws when no database can be there, or what is there is damaged or held
 */
export function openDatabase(path: string, version: string): DatabaseSync {
  if (path !== MEMORY) mkdirSync(dirname(path), { recursive: true });
  const known = path === MEMORY ? undefined : openKnown(path, version);
  if (known) return known;
  removeDatabase(path);
  const db = connect(path);
  try {
    db.exec(`BEGIN; ${TABLES}`);
    prepareWrite(db, 'INSERT INTO about (fingerprint) VALUES (?)').run(version);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export type WriteStatement = Pick<StatementSync, 'run'>;

/**
 * A statement for writing. Every `run()` returns the connection's last row id, and throws when that
 * isn't a safe integer. FTS5's internal rows have such ids, and they stay the last ones for whatever
 * is written next. A bigint holds them all.
 */
export function prepareWrite(db: DatabaseSync, sql: string): WriteStatement {
  const statement = db.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}

/** Removes the closed database at a path. */
export function removeDatabase(path: string): void {
  if (path === MEMORY) return;
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGE: readonly unknown[] = [11, 26];

/** Whether an error says that what is in the database is of no use. */
export function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedIndex) return true;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  // The byte above tells more of the same.
  return code === 'ERR_SQLITE_ERROR' && DAMAGE.includes(Number(errcode) & 0xff);
}

/**
 * What an error means where the index is opened or changed: a sound one takes every statement that
 * nothing hinders.
 */
export function asDamage(error: unknown): unknown {
  return isDamaged(error) || indexErrorOf(error) ? error : new DamagedIndex(error);
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
    if (isDamaged(error) || indexErrorOf(error)) throw error;
    // A database, but none of ours.
    return undefined;
  }
  db.close();
  return undefined;
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
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
