import type { KeyvStorageAdapter } from 'keyv';

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
 * One namespace of a database, as Keyv 6 wants its storage adapter, plus the one thing Keyv lacks:
 * an atomic "only if absent". Values are strings (Keyv encodes them), `expires` is Unix time in
 * milliseconds. An entry whose `expires` is reached counts as absent everywhere.
 *
 * Every method rejects when the database fails; `setMany` and `deleteMany` do all or nothing. Keys
 * are non-empty well-formed strings, compared exactly.
 */
export interface StoreAdapter extends KeyvMethods {
  readonly namespace: string;

  /** True when this call stored the entry, false when the key was already there. */
  insertOnce(key: string, value: string, expires?: number): Promise<boolean>;

  /**
   * Every entry that lives during the whole iteration, exactly once, in key order. One that comes
   * or goes meanwhile is seen if it is there when its turn comes; what another process does may be
   * seen some hundred entries late.
   */
  iterator(): AsyncGenerator<[key: string, value: string], void>;
}

/**
 * Returns `name`, a key or namespace, if every backend can hold it exactly: a lone surrogate has
 * no UTF-8 form, and Keyv never passes on an empty key.
 */
export function checkedName(what: 'key' | 'namespace', name: string): string {
  if (name !== '' && name.isWellFormed()) return name;
  throw new TypeError(
    `A store ${what} must be a non-empty, well-formed string, not ${JSON.stringify(name)}`,
  );
}
