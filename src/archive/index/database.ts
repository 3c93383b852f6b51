import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** The path of an index that is lost when the process ends. */
export const MEMORY = ':memory:';

/** How long a statement, and with it the whole process, waits for another program's lock. */
const BUSY_TIMEOUT_MS = 1_000;

const TABLES = `
  CREATE TABLE about (fingerprint TEXT NOT NULL, uncounted INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE file (
    name TEXT PRIMARY KEY, signature TEXT NOT NULL, modified REAL NOT NULL, problems TEXT NOT NULL,
    digest TEXT, risen TEXT
  ) WITHOUT ROWID;
  CREATE TABLE paper (row INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
  CREATE INDEX paper_by_id ON paper (id);
  CREATE TABLE word (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens the index's database. One that different code filled is replaced by an empty one: all of it
 * can be read from the digests again.
 *
 * @param path a file, or `MEMORY`
 * @throws if no database can be there, or if the one that is there is damaged or locked
 */
export function openDatabase(path: string): DatabaseSync {
  const version = fingerprint();
  if (path !== MEMORY) mkdirSync(dirname(path), { recursive: true });
  const existing = path === MEMORY ? undefined : openExisting(path, version);
  if (existing) return existing;
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

/** The folders of the code that decides what the index holds, from parsing to tokenizing. */
export const INDEXING_CODE: readonly string[] = ['../../digest', '../../latex', '..', '.'].map(
  (path) => join(import.meta.dirname, path),
);

/**
 * A version of the index that changes with the code, so that nobody has to bump a number when a
 * parser learns something.
 */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of INDEXING_CODE) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  // SQLite has the tokenizer of the full text.
  return hash.update(process.versions['sqlite'] ?? '').digest('hex');
}

export type WriteStatement = Pick<StatementSync, 'run'>;

/**
 * A statement for writing. Every `run()` returns the connection's last row id, and throws if that
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

function openExisting(path: string, version: string): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = connect(path);
    if (db.prepare('SELECT fingerprint FROM about').get()?.['fingerprint'] === version) return db;
  } catch (error) {
    db?.close();
    if (isDamaged(error) || indexErrorOf(error)) throw error;
    // A database, but not ours.
    return undefined;
  }
  db.close();
  return undefined;
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // The index can be rebuilt, so a power failure may cost the last changes, but not the file.
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

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGE_CODES: readonly unknown[] = [11, 26];

/** The index doesn't take or return what it should. */
export class DamagedIndex extends Error {
  override name = 'DamagedIndex';

  constructor(cause: unknown) {
    super('the index is damaged', { cause });
  }
}

/** Whether an error means that the database's content is useless. */
export function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedIndex) return true;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && DAMAGE_CODES.includes(primaryCode(Number(errcode)));
}

/**
 * What an error means if it happened while opening or changing the index: an intact index accepts
 * every statement, so without an outside cause, it's damaged.
 */
export function asDamage(error: unknown): unknown {
  return isDamaged(error) || indexErrorOf(error) ? error : new DamagedIndex(error);
}

/** An outside cause that makes the index unusable; its content may be fine. */
export interface IndexError {
  /** Completes the sentence "the index can't be kept in FILE: ...". */
  reason: string;
  /** How to fix it; begins the sentence "... before the next start". */
  remedy: string;
}

const FULL: IndexError = {
  reason: 'the disk is full',
  remedy: 'Free up disk space',
};
const FORBIDDEN: IndexError = {
  reason: "Paperboy isn't allowed to write it",
  remedy: 'Let Paperboy write to this file and its folder',
};
const LOCKED: IndexError = {
  reason: 'another program has locked it',
  remedy: 'Close the program that has it open',
};
const BLOCKED: IndexError = {
  reason: "it can't be opened",
  remedy: 'Make sure that nothing else is in its place and that Paperboy can write to its folder',
};
const FAILING: IndexError = {
  reason: 'the disk failed to read or write it',
  remedy: 'Check the disk',
};

/** By SQLite's primary result code, or by the file system's error code. */
const INDEX_ERRORS: ReadonlyMap<unknown, IndexError> = new Map<unknown, IndexError>([
  [3, FORBIDDEN],
  [5, LOCKED],
  [6, LOCKED],
  [8, FORBIDDEN],
  [10, FAILING],
  [13, FULL],
  [14, BLOCKED],
  [15, LOCKED],
  ['EACCES', FORBIDDEN],
  ['EPERM', FORBIDDEN],
  ['EROFS', FORBIDDEN],
  ['EBUSY', LOCKED],
  ['EIO', FAILING],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EEXIST', BLOCKED],
  ['EISDIR', BLOCKED],
  ['ENOTDIR', BLOCKED],
  ['ERR_FS_EISDIR', BLOCKED],
]);

/** The outside cause of an error from SQLite or the file system, if it has one. */
export function indexErrorOf(error: unknown): IndexError | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code !== 'ERR_SQLITE_ERROR') return INDEX_ERRORS.get(code);
  return typeof errcode === 'number' ? INDEX_ERRORS.get(primaryCode(errcode)) : undefined;
}

/** SQLite's extended result codes have the primary one in their lowest byte. */
function primaryCode(errcode: number): number {
  return errcode & 0xff;
}
