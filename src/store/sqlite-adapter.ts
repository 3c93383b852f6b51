// node:sqlite is synchronous and Keyv's interface is not: `async` turns a throw into a rejection.
/* eslint-disable @typescript-eslint/require-await */
import { keyvStorageCapability } from 'keyv';
import { checkedName, type StoreAdapter } from './adapter.ts';
import type { SqliteDatabase } from './sqlite.ts';

/** One row of `entries`, as the statements below read it. */
interface Row {
  key: string;
  value: string;
  expires: number | null;
}

/**
 * Keyv's storage over one namespace of `database`. Make one per Keyv: sharing one would let a
 * second Keyv rename its namespace (hence the getter: assigning throws).
 *
 * Time is `Date.now()`, the clock Keyv itself computes `expires` with. Expired rows are deleted
 * when a read meets them and by the database's sweep before writes.
 */
export function sqliteAdapter(database: SqliteDatabase, namespace: string): StoreAdapter {
  checkedName('namespace', namespace);
  const { connection } = database;
  const find = connection.prepare(
    'SELECT key, value, expires FROM entries WHERE namespace = ? AND key = ?',
  );
  // By key and one at a time: an OFFSET skips live rows when earlier ones go, and a page read
  // ahead would still hand out rows that went meanwhile.
  const next = connection.prepare(
    `SELECT key, value, expires FROM entries
     WHERE namespace = ? AND key > ? AND (expires IS NULL OR expires > ?) ORDER BY key LIMIT 1`,
  );
  const upsert = connection.prepare(
    `INSERT INTO entries (namespace, key, value, expires) VALUES (?, ?, ?, ?)
     ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  );
  const insert = connection.prepare(
    `INSERT INTO entries (namespace, key, value, expires) VALUES (?, ?, ?, ?)
     ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value, expires = excluded.expires
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

  function read(key: string): string | undefined {
    const row = find.get(namespace, checkedName('key', key)) as Row | undefined;
    if (row === undefined) return undefined;
    const now = Date.now();
    if (row.expires === null || row.expires > now) return row.value;
    purge.run(namespace, key, now);
    return undefined;
  }

  function write(key: string, value: unknown, expires: number | undefined): true {
    upsert.run(namespace, checkedName('key', key), checkedValue(value), expires ?? null);
    return true;
  }

  function removeOne(key: string): boolean {
    return remove.run(namespace, checkedName('key', key), Date.now()).changes === 1;
  }

  const adapter: StoreAdapter = {
    get namespace() {
      return namespace;
    },
    get capabilities() {
      return keyvStorageCapability(adapter);
    },
    get: async (key: string) => read(key),
    getMany: async (keys) => keys.map(read),
    has: async (key) => read(key) !== undefined,
    hasMany: async (keys) => keys.map((key) => read(key) !== undefined),
    async set(key, value, expires) {
      database.sweep();
      return write(key, value, expires);
    },
    async setMany(entries) {
      database.sweep();
      return database.transaction(() =>
        entries.map((entry) => write(entry.key, entry.value, entry.expires)),
      );
    },
    async insertOnce(key, value, expires) {
      database.sweep();
      const [name, text] = [checkedName('key', key), checkedValue(value)];
      return insert.run(namespace, name, text, expires ?? null, Date.now()).changes === 1;
    },
    delete: async (key) => removeOne(key),
    deleteMany: async (keys) => database.transaction(() => keys.map(removeOne)),
    async clear() {
      removeAll.run(namespace);
    },
    async *iterator() {
      let last = '';
      for (;;) {
        const row = next.get(namespace, last, Date.now()) as Row | undefined;
        if (row === undefined) return;
        yield [row.key, row.value];
        last = row.key;
      }
    },
  };
  return adapter;
}

function checkedValue(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`A stored value must be encoded as a string, not ${typeof value}`);
}
