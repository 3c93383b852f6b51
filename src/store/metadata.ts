import type { DatabaseSync } from 'node:sqlite';
import type { Renamed } from './rename-fields.ts';
import { rowChecksum, type StoredRow, verifyRow } from './schema.ts';

/** The namespace in which a database describes itself. */
const NAMESPACE = 'paperboy:store';

/** How long a restored database needs to know what it may have forgotten. */
const RESTORE_KEPT_MS = 14 * 24 * 3600 * 1000;

/** A backup took the place of the database. */
export interface Restore {
  /** When the backup was made, in Unix milliseconds; 0 if it doesn't say. */
  backedUpAt: number;
  restoredAt: number;
}

/** A restore as it's stored. */
export type StoredRestore = Renamed<Restore, { backedUpAt: 'copiedAt' }>;

/** The key under which a backup says when it was made. */
const BACKED_UP_AT = 'copiedAt';

/** When a backup was made, in Unix milliseconds; undefined for a file that doesn't say. */
export function backedUpAt(connection: DatabaseSync): number | undefined {
  return get(connection, BACKED_UP_AT) as number | undefined;
}

/** Records in a backup that it was made at `at`, in Unix milliseconds. */
export function recordBackup(connection: DatabaseSync, at: number): void {
  put(connection, BACKED_UP_AT, at);
}

/** Turns a backup into a restored database by replacing the one record with the other. */
export function recordRestore(connection: DatabaseSync, restoredAt: number): Restore {
  const restore = { backedUpAt: backedUpAt(connection) ?? 0, restoredAt };
  const all = [...recentRestores(connection, restoredAt), restore];
  put(connection, 'restores', all.map(toStoredRestore));
  connection
    .prepare('DELETE FROM entries WHERE namespace = ? AND key = ?')
    .run(NAMESPACE, BACKED_UP_AT);
  return restore;
}

/** See `Store.restoredFrom`. */
export function restoredFrom(connection: DatabaseSync, now: number): Restore | undefined {
  const restores = recentRestores(connection, now);
  if (restores.length === 0) return undefined;
  return {
    backedUpAt: Math.min(...restores.map((restore) => restore.backedUpAt)),
    restoredAt: Math.max(...restores.map((restore) => restore.restoredAt)),
  };
}

function recentRestores(connection: DatabaseSync, now: number): Restore[] {
  const all = (get(connection, 'restores') ?? []) as StoredRestore[];
  return all.map(readRestore).filter(({ restoredAt }) => restoredAt > now - RESTORE_KEPT_MS);
}

const readRestore = ({ copiedAt, restoredAt }: StoredRestore): Restore => ({
  backedUpAt: copiedAt,
  restoredAt,
});

const toStoredRestore = (restore: Restore): StoredRestore => ({
  copiedAt: restore.backedUpAt,
  restoredAt: restore.restoredAt,
});

function get(connection: DatabaseSync, key: string): unknown {
  const row = connection
    .prepare('SELECT value, expires, crc FROM entries WHERE namespace = ? AND key = ?')
    .get(NAMESPACE, key) as Omit<StoredRow, 'namespace' | 'key'> | undefined;
  if (!row) return undefined;
  verifyRow({ namespace: NAMESPACE, key, ...row });
  return JSON.parse(row.value);
}

function put(connection: DatabaseSync, key: string, content: unknown): void {
  const row = { namespace: NAMESPACE, key, value: JSON.stringify(content), expires: null };
  connection
    .prepare('INSERT OR REPLACE INTO entries (namespace, key, value, crc) VALUES (?, ?, ?, ?)')
    .run(row.namespace, row.key, row.value, rowChecksum(row));
}
