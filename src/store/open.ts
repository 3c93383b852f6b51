import { jsonSerializer, Keyv } from 'keyv';
import { type BackupOptions, startDailyBackups } from './backups.ts';
import { MEMORY, sqliteFile } from './files.ts';
import { type Restore, restoredFrom } from './metadata.ts';
import { createSqliteAdapter, type StoreAdapter } from './sqlite-adapter.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

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
   * Stores `value` under `key` only if nothing (or something expired) is there: true if this very
   * call stored it. Of any number of processes calling at once, one gets true. Keyv's `get` reads
   * the value; `ttl` is in milliseconds, as in Keyv's `set`.
   */
  insertOnce(namespace: string, key: string, value: unknown, ttl?: number): Promise<boolean>;

  /**
   * Between which instants deliveries and changes may have been lost: from when the backup was made
   * that replaced the database (0 if it doesn't say) until it did, within the last 14 days. Several
   * restores count as one. Undefined if there was none.
   *
   * @param now Unix milliseconds
   */
  restoredFrom(now?: number): Restore | undefined;

  /**
   * Keeps a verified backup of each day beside the database; see `startDailyBackups` in backups.ts.
   * A store in memory has none.
   *
   * @returns stops it; call that before `close`
   */
  startDailyBackups(options: BackupOptions): () => Promise<void>;

  /** Every later use rejects. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Opens the store that `url` names: `sqlite:data/paperboy.db` (a path, relative to the working
 * folder or absolute) or `sqlite::memory:`, which is lost when closed. Verifies every entry. A
 * process that will send messages must hold the lock of `lockStore` by now.
 *
 * @throws OperatorError (as a rejection) with one sentence for the operator when the URL names no
 * known kind of store or the store can't be used.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- so that every failure rejects
export async function openStore(url: string): Promise<Store> {
  return createStore(openSqlite(sqliteFile(url)));
}

function createStore(database: SqliteDatabase): Store {
  const namespaces = new Map<string, { adapter: StoreAdapter; keyv: Keyv }>();

  function open(namespace: string): { adapter: StoreAdapter; keyv: Keyv } {
    let found = namespaces.get(namespace);
    if (found === undefined) {
      const adapter = createSqliteAdapter(database, namespace);
      found = { adapter, keyv: createKeyv(adapter) };
      namespaces.set(namespace, found);
    }
    return found;
  }

  return {
    keyv: <T>(namespace: string) => open(namespace).keyv as Keyv<T>,
    async insertOnce(namespace, key, value, ttl) {
      const expires = expiryOf(ttl);
      const encoded = serialization.stringify({ value, expires });
      return open(namespace).adapter.insertOnce(key, encoded, expires);
    },
    restoredFrom: (now = Date.now()) => database.read(() => restoredFrom(database.connection, now)),
    startDailyBackups: (options) =>
      database.path === MEMORY
        ? () => Promise.resolve()
        : startDailyBackups(database.path, options),
    // eslint-disable-next-line @typescript-eslint/require-await -- other databases close asynchronously
    close: async () => database.close(),
  };
}

function createKeyv(adapter: StoreAdapter): Keyv {
  // The adapter knows its namespace, so Keyv gets none and prefixes nothing. The adapter also
  // enforces expiry: Keyv's own check, on finding an expired entry, would delete whatever is under
  // the key by then, even another process's new entry.
  const keyv = new Keyv({ store: adapter, checkExpired: false, serialization });
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

/** A string that begins with a colon, anywhere in a JSON text; also matches some other texts. */
const LEADING_COLON = /(?:^|[:,[])":/;

/**
 * Keyv's JSON, in which a string with a leading colon may be a bigint or bytes. To allow for that,
 * Keyv copies what it writes and checks every string it reads, which takes several times as long as
 * plain JSON. This does so only where it makes a difference.
 */
export const serialization = {
  stringify: (value: unknown) =>
    isPlain(value) ? JSON.stringify(value) : jsonSerializer.stringify(value),
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Keyv's signature
  parse: <T>(text: string): T =>
    LEADING_COLON.test(text) ? jsonSerializer.parse(text) : (JSON.parse(text) as T),
};

/** Whether Keyv would write plain JSON for the value. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith(':');
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined && !isPlain(inner)) return false;
  }
  return true;
}
