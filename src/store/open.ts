import { Keyv } from 'keyv';
import type { StoreAdapter } from './adapter.ts';
import { type CopyOptions, keepCopies } from './daily-backup.ts';
import { json } from './json.ts';
import { forgotten, type Restore } from './metadata.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';
import { MEMORY, sqliteFile } from './url.ts';

/** What outlives the process: namespaces of keys and values in one database. */
export interface Store {
  /**
   * The Keyv of one namespace; the same object for the same name. `T` is the caller's promise
   * about what was stored: nothing checks it.
   *
   * Values are JSON, as Keyv writes it. These come back equal: null, booleans, finite numbers
   * (`-0` as `0`), strings, arrays, plain objects, and also bigint; a Uint8Array comes back as a
   * Buffer. A Date comes back as its ISO string, NaN and infinities as null, Map and Set as `{}`.
   * Undefined and functions are dropped from objects and become null in arrays; as the whole value
   * they are stored: `has` says true, `get` undefined. A symbol or a cycle rejects.
   *
   * A `ttl` is in milliseconds; 0 or less means forever, as everywhere in Keyv. The empty key is
   * never stored: `set` answers false. Keys with lone surrogates reject.
   *
   * Every failure of the database rejects, even after someone adds an 'error' listener.
   */
  keyv<T>(namespace: string): Keyv<T>;

  /**
   * Stores `value` under `key` only if nothing (or something expired) is there: true when this
   * very call stored it. Of any number of processes calling at once, one gets true. Keyv's `get`
   * reads the value; `ttl` is in milliseconds, as in Keyv's `set`.
   */
  insertOnce(namespace: string, key: string, value: unknown, ttl?: number): Promise<boolean>;

  /**
   * Between which instants deliveries and changes may have been forgotten: since the copy was made
   * that took the database's place (0 if it does not say), until it did, within the last 14 days.
   * Several restores count as one. Undefined if there was none.
   *
   * @param now Unix milliseconds
   */
  forgotten(now?: number): Restore | undefined;

  /**
   * Keeps a checked copy of each day beside the database, the last seven; see `keepCopies`. A store
   * in memory has none.
   *
   * @returns ends it; call it before `close`
   */
  copyDaily(options: CopyOptions): () => Promise<void>;

  /** Every later use rejects. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Opens the store that `url` names: `sqlite:data/paperboy.db` (a path, relative to the working
 * folder or absolute) or `sqlite::memory:`, which forgets everything when closed. Every entry is
 * checked. Whoever goes on to send must hold the lock of `lockStore` by now.
 *
 * @throws OperatorError (as a rejection) with one sentence for the user when the URL names no known kind
 * of store or the store cannot be used.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- so that every failure rejects
export async function openStore(url: string): Promise<Store> {
  return storeOver(openSqlite(sqliteFile(url)));
}

function storeOver(database: SqliteDatabase): Store {
  const spaces = new Map<string, { adapter: StoreAdapter; keyv: Keyv }>();

  function space(namespace: string): { adapter: StoreAdapter; keyv: Keyv } {
    let found = spaces.get(namespace);
    if (found === undefined) {
      const adapter = sqliteAdapter(database, namespace);
      found = { adapter, keyv: keyvOver(adapter) };
      spaces.set(namespace, found);
    }
    return found;
  }

  return {
    keyv: <T>(namespace: string) => space(namespace).keyv as Keyv<T>,
    async insertOnce(namespace, key, value, ttl) {
      const expires = expiryOf(ttl);
      const encoded = json.stringify({ value, expires });
      return space(namespace).adapter.insertOnce(key, encoded, expires);
    },
    forgotten: (now = Date.now()) => database.read(() => forgotten(database.connection, now)),
    copyDaily: (options) =>
      database.path === MEMORY ? () => Promise.resolve() : keepCopies(database.path, options),
    // eslint-disable-next-line @typescript-eslint/require-await -- SQLite's is; others' will not be
    close: async () => database.close(),
  };
}

function keyvOver(adapter: StoreAdapter): Keyv {
  // The adapter knows its namespace, so Keyv is given none and prefixes nothing. The adapter
  // enforces expiry too: Keyv's own check would, on meeting an expired entry, delete whatever is
  // under the key by then, be it another process's fresh one.
  const keyv = new Keyv({ store: adapter, checkExpired: false, serialization: json });
  // Keyv throws its errors only while nobody listens; with any listener it answers false or
  // undefined instead, and an iteration ends early as if complete. Ours comes first and throws.
  keyv.on('error', (error: unknown) => {
    throw error instanceof Error ? error : new Error(String(error));
  });
  return keyv;
}

/** Unix milliseconds, rounded up as Keyv rounds. */
function expiryOf(ttl: number | undefined): number | undefined {
  if (ttl === undefined || !(ttl > 0) || !Number.isFinite(ttl)) return undefined;
  return Math.ceil(Date.now() + ttl);
}
