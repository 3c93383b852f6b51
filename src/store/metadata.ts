import type { DatabaseSync } from 'node:sqlite';
import { rowChecksum, type StoredRow, verifyRow } from './schema.ts';

/** The namespace in which a database describes itself. */
const NAMESPACE = 'paperboy:store';

/** How long a restored database needs to know what it may have forgotten. */
const RESTORE_KEPT_MS = 14 * 24 * 3600 * 1000;

/** A backup took the place of the database. */
export interface Restore {
  /** When the backup was made, in Unix milliseconds; 0 if it doesn't say. */
  copiedAt: number;
  restoredAt: number;
}

/** When a backup was made, in Unix milliseconds; undefined for a file that doesn't say. */
export function copiedAt(connection: DatabaseSync): number | undefined {
  return get(connection, 'copiedAt') as number | undefined;
}

/** Records in a backup that it was made at `at`, in Unix milliseconds. */
export function recordBackup(connection: DatabaseSync, at: number): void {
  put(connection, 'copiedAt', at);
}

/** Turns a backup into a restored database by replacing the one record with the other. */
export function recordRestore(connection: DatabaseSync, restoredAt: number): Restore {
  const restore = { copiedAt: copiedAt(connection) ?? 0, restoredAt };
  put(connection, 'restores', [...recentRestores(connection, restoredAt), restore]);
  connection
    .prepare('DELETE FROM entries WHERE namespace = ? AND key = ?')
    .run(NAMESPACE, 'copiedAt');
  return restore;
}

/** See `Store.restoredFrom`. */
export function restoredFrom(connection: DatabaseSync, now: number): Restore | undefined {
  const restores = recentRestores(connection, now);
  if (restores.length === 0) return undefined;
  return {
    copiedAt: Math.min(...restores.map((restore) => restore.copiedAt)),
    restoredAt: Math.max(...restores.map((restore) => restore.restoredAt)),
  };
}

function recentRestores(connection: DatabaseSync, now: number): Restore[] {
  const all = (get(connection, 'restores') ?? []) as Restore[];
  return all.filter(({ restoredAt }) => restoredAt > now - RESTORE_KEPT_MS);
}

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
