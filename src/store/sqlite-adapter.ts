// node:sqlite is synchronous and Keyv's interface isn't: `async` turns a throw into a rejection.
/* eslint-disable @typescript-eslint/require-await */
import { type KeyvStorageAdapter, keyvStorageCapability } from 'keyv';
import type { DatabaseSync } from 'node:sqlite';
import { rowChecksum, type StoredRow, verifyRow } from './schema.ts';
import type { SqliteDatabase } from './sqlite.ts';

type KeyvMethods = Pick<
  KeyvStorageAdapter,
  | 'capabilities'
  | 'get'
  | 'getMany'
  | 'has'
  | 'hasMany'
  | 'set'
  | 'setMany'
  | 'delete'
  | 'deleteMany'
  | 'clear'
>;

/**
 * One namespace of a database as a Keyv 6 storage adapter, plus the one operation Keyv lacks: an
 * atomic insert. Values are strings (Keyv encodes them), `expires` is Unix time in milliseconds. An
 * entry whose `expires` is reached counts as absent everywhere.
 *
 * Every method rejects when the database fails; `setMany` and `deleteMany` do all or nothing. Keys
 * are non-empty well-formed strings, compared exactly.
 */
export interface StoreAdapter extends KeyvMethods {
  readonly namespace: string;

  /** True if this call stored the entry, false if the key existed already. */
  insertOnce(key: string, value: string, expires?: number): Promise<boolean>;

  /**
   * Every entry that exists during the whole iteration, exactly once, in key order. An entry that
   * is added or deleted during it is included if it exists when its turn comes; another process's
   * changes may be noticed some hundred entries late.
   */
  iterator(): AsyncGenerator<[key: string, value: string], void>;
}

/** An iteration starts with one row at a time, and reads more at once while nothing is written. */
const LARGEST_PAGE = 512;

/**
 * Keyv's storage over one namespace of `database`. Create one for each Keyv: a second Keyv on a
 * shared one could rename its namespace (hence the getter: assigning throws).
 *
 * Time is `Date.now()`, the clock Keyv itself computes `expires` with. Expired rows are deleted
 * when a read finds them, and by the database's sweep before writes. A row that isn't what was
 * written rejects.
 */
export function createSqliteAdapter(database: SqliteDatabase, namespace: string): StoreAdapter {
  checkName('namespace', namespace);
  const rows = prepareRows(database.connection, namespace);
  const adapter: StoreAdapter = {
    get namespace() {
      return namespace;
    },
    get capabilities() {
      return keyvStorageCapability(adapter);
    },
    get: async (key: string) => database.read(() => rows.get(key)),
    getMany: async (keys) => database.read(() => keys.map(rows.get)),
    has: async (key) => database.read(() => rows.get(key) !== undefined),
    hasMany: async (keys) => database.read(() => keys.map((key) => rows.get(key) !== undefined)),
    set: async (key, value, expires) => database.write(() => rows.set(key, value, expires)),
    setMany: async (entries) =>
      database.transaction(() =>
        entries.map(({ key, value, expires }) => rows.set(key, value, expires)),
      ),
    insertOnce: async (key, value, expires) =>
      database.write(() => rows.insertOnce(key, value, expires)),
    delete: async (key) => database.write(() => rows.delete(key)),
    deleteMany: async (keys) => database.transaction(() => keys.map(rows.delete)),
    clear: async () => database.write(rows.clear),
    iterator: () => iterate(database, rows.page),
  };
  return adapter;
}

/** The rows of one namespace, read and written synchronously. */
interface Rows {
  get: (key: string) => string | undefined;
  /** The live rows after a key, in key order. */
  page: (after: string, limit: number) => StoredRow[];
  set: (key: string, value: unknown, expires: number | undefined) => true;
  insertOnce: (key: string, value: unknown, expires: number | undefined) => boolean;
  delete: (key: string) => boolean;
  clear: () => void;
}

function prepareRows(connection: DatabaseSync, namespace: string): Rows {
  const find = connection.prepare(
    'SELECT key, value, expires, crc FROM entries WHERE namespace = ? AND key = ?',
  );
  // By key, since an OFFSET would skip live rows when earlier ones are deleted.
  const findAfter = connection.prepare(
    `SELECT key, value, expires, crc FROM entries
     WHERE namespace = ? AND key > ? AND (expires IS NULL OR expires > ?) ORDER BY key LIMIT ?`,
  );
  const upsert = connection.prepare(
    `INSERT INTO entries (namespace, key, value, expires, crc) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (namespace, key)
     DO UPDATE SET value = excluded.value, expires = excluded.expires, crc = excluded.crc`,
  );
  const insert = connection.prepare(
    `INSERT INTO entries (namespace, key, value, expires, crc) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (namespace, key)
     DO UPDATE SET value = excluded.value, expires = excluded.expires, crc = excluded.crc
     WHERE entries.expires <= ?`,
  );
  const remove = connection.prepare(
    `DELETE FROM entries
     WHERE namespace = ? AND key = ? AND (expires IS NULL OR expires > ?)`,
  );
  // Compares `expires` again: another process may just have set the key.
  const removeExpired = connection.prepare(
    'DELETE FROM entries WHERE namespace = ? AND key = ? AND expires <= ?',
  );
  const removeAll = connection.prepare('DELETE FROM entries WHERE namespace = ?');

  function verifiedValue({ key, value, expires, crc }: Omit<StoredRow, 'namespace'>): string {
    verifyRow({ namespace, key, value, expires, crc });
    return value;
  }

  /** The columns of a row, in the order of the statements above. */
  function columns(key: string, value: unknown, expires: number | null = null) {
    checkName('key', key);
    checkValue(value);
    const crc = rowChecksum({ namespace, key, value, expires });
    return [namespace, key, value, expires, crc] as const;
  }

  return {
    get(key) {
      checkName('key', key);
      const row = find.get(namespace, key) as StoredRow | undefined;
      if (row === undefined) return undefined;
      const value = verifiedValue(row);
      const now = Date.now();
      if (row.expires === null || row.expires > now) return value;
      removeExpired.run(namespace, key, now);
      return undefined;
    },
    page(after, limit) {
      const found = findAfter.all(namespace, after, Date.now(), limit) as unknown as StoredRow[];
      found.forEach(verifiedValue);
      return found;
    },
    set(key, value, expires) {
      upsert.run(...columns(key, value, expires));
      return true;
    },
    insertOnce: (key, value, expires) =>
      insert.run(...columns(key, value, expires), Date.now()).changes === 1,
    delete(key) {
      checkName('key', key);
      return remove.run(namespace, key, Date.now()).changes === 1;
    },
    clear() {
      removeAll.run(namespace);
    },
  };
}

async function* iterate(
  database: SqliteDatabase,
  readPage: Rows['page'],
): AsyncGenerator<[key: string, value: string], void> {
  let page: StoredRow[] = [];
  let next = 0;
  let size = 1;
  let readAt: number | undefined;
  for (let last = ''; ;) {
    const row = readAt === database.changes ? page[next++] : undefined;
    if (row) {
      last = row.key;
      if (row.expires === null || row.expires > Date.now()) yield [row.key, row.value];
      continue;
    }
    // The page ended, or something changed: rows read ahead may be gone by now.
    size = readAt === database.changes ? Math.min(2 * size, LARGEST_PAGE) : 1;
    readAt = database.changes;
    page = database.read(() => readPage(last, size));
    next = 0;
    if (page.length === 0) return;
  }
}

/**
 * Throws for a key or namespace that not every backend can store exactly: a lone surrogate has no
 * UTF-8 form, and Keyv never passes on an empty key.
 */
function checkName(what: 'key' | 'namespace', name: string): void {
  if (name !== '' && name.isWellFormed()) return;
  throw new TypeError(
    `A store ${what} must be a non-empty, well-formed string, not ${JSON.stringify(name)}`,
  );
}

function checkValue(value: unknown): asserts value is string {
  if (typeof value === 'string') return;
  throw new TypeError(`A stored value must be encoded as a string, not ${typeof value}`);
}
