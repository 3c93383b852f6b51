// node:sqlite is synchronous and Keyv's interface is not: `async` turns a throw into a rejection.
/* eslint-disable @typescript-eslint/require-await */
import { keyvStorageCapability } from 'keyv';
import { checkedName, type StoreAdapter } from './adapter.ts';
import { rowChecksum, type StoredRow } from './checksum.ts';
import { wrongRow } from './inspect.ts';
import type { SqliteDatabase } from './sqlite.ts';

/** An iteration reads one row, and then ever more of them while nothing is written. */
const LARGEST_PAGE = 512;

/**
 * Keyv's storage over one namespace of `database`. Make one per Keyv: sharing one would let a
 * second Keyv rename its namespace (hence the getter: assigning throws).
 *
 * Time is `Date.now()`, the clock Keyv itself computes `expires` with. Expired rows are deleted
 * when a read meets them and by the database's sweep before writes. A row that is not what was
 * written rejects.
 */
export function sqliteAdapter(database: SqliteDatabase, namespace: string): StoreAdapter {
  checkedName('namespace', namespace);
  const { connection } = database;
  const find = connection.prepare(
    'SELECT key, value, expires, crc FROM entries WHERE namespace = ? AND key = ?',
  );
  // By key: an OFFSET skips live rows when earlier ones go.
  const page = connection.prepare(
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
  // Asks for `expires` again: another process may just have stored the key anew.
  const purge = connection.prepare(
    'DELETE FROM entries WHERE namespace = ? AND key = ? AND expires <= ?',
  );
  const removeAll = connection.prepare('DELETE FROM entries WHERE namespace = ?');

  /** Its value, if the row is as it was written. */
  function checked({ key, value, expires, crc }: Omit<StoredRow, 'namespace'>): string {
    if (rowChecksum({ namespace, key, value, expires }) !== crc) throw wrongRow(namespace, key);
    return value;
  }

  function read(key: string): string | undefined {
    const row = find.get(namespace, checkedName('key', key)) as StoredRow | undefined;
    if (row === undefined) return undefined;
    const value = checked(row);
    const now = Date.now();
    if (row.expires === null || row.expires > now) return value;
    purge.run(namespace, key, now);
    return undefined;
  }

  function readPage(after: string, size: number): StoredRow[] {
    const rows = page.all(namespace, after, Date.now(), size) as unknown as StoredRow[];
    rows.forEach(checked);
    return rows;
  }

  /** The columns of a row, in the order of the statements above. */
  function cells(name: string, content: unknown, end: number | undefined) {
    const [key, value, expires] = [checkedName('key', name), checkedValue(content), end ?? null];
    return [
      namespace,
      key,
      value,
      expires,
      rowChecksum({ namespace, key, value, expires }),
    ] as const;
  }

  const removeOne = (key: string): boolean =>
    remove.run(namespace, checkedName('key', key), Date.now()).changes === 1;

  const adapter: StoreAdapter = {
    get namespace() {
      return namespace;
    },
    get capabilities() {
      return keyvStorageCapability(adapter);
    },
    get: async (key: string) => database.read(() => read(key)),
    getMany: async (keys) => database.read(() => keys.map(read)),
    has: async (key) => database.read(() => read(key) !== undefined),
    hasMany: async (keys) => database.read(() => keys.map((key) => read(key) !== undefined)),
    async set(key, value, expires) {
      return database.write(() => {
        upsert.run(...cells(key, value, expires));
        return true;
      });
    },
    async setMany(entries) {
      return database.transaction(() =>
        entries.map(({ key, value, expires }) => {
          upsert.run(...cells(key, value, expires));
          return true;
        }),
      );
    },
    insertOnce: async (key, value, expires) =>
      database.write(() => insert.run(...cells(key, value, expires), Date.now()).changes === 1),
    delete: async (key) => database.write(() => removeOne(key)),
    deleteMany: async (keys) => database.transaction(() => keys.map(removeOne)),
    async clear() {
      database.write(() => removeAll.run(namespace));
    },
    async *iterator() {
      let rows: StoredRow[] = [];
      let next = 0;
      let size = 1;
      let readAt: number | undefined;
      for (let last = ''; ;) {
        const row = readAt === database.changes ? rows[next++] : undefined;
        if (row) {
          last = row.key;
          if (row.expires === null || row.expires > Date.now()) yield [row.key, row.value];
          continue;
        }
        // At the end of a page, or after a change: what was read ahead may be gone by now.
        size = readAt === database.changes ? Math.min(2 * size, LARGEST_PAGE) : 1;
        readAt = database.changes;
        rows = database.read(() => readPage(last, size));
        next = 0;
        if (rows.length === 0) return;
      }
    },
  };
  return adapter;
}

function checkedValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`A stored value must be encoded as a string, not ${typeof value}`);
}
