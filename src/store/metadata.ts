import type { DatabaseSync } from 'node:sqlite';
import { rowChecksum, type StoredRow } from './checksum.ts';
import { wrongRow } from './inspect.ts';

/** What a database says of itself: entries in a namespace of their own. */
const NAMESPACE = 'paperboy:store';

/** How long it matters that a restored database has forgotten something. */
const REMEMBERED_MS = 14 * 24 * 3600 * 1000;

/** A copy took the place of the database. */
export interface Restore {
  /** When the copy was made, in Unix milliseconds; 0 where it does not say. */
  copiedAt: number;
  restoredAt: number;
}

/** When a copy was made, in Unix milliseconds; undefined for what is no copy, or does not say. */
export function copiedAt(connection: DatabaseSync): number | undefined {
  return get(connection, 'copiedAt') as number | undefined;
}

/** Marks a copy as made at `at`, in Unix milliseconds. */
export function markCopied(connection: DatabaseSync, at: number): void {
  put(connection, 'copiedAt', at);
}

/** Turns the mark of a copy into the mark of a restored database. */
export function markRestored(connection: DatabaseSync, restoredAt: number): Restore {
  const restore = { copiedAt: copiedAt(connection) ?? 0, restoredAt };
  put(connection, 'restores', [...recent(connection, restoredAt), restore]);
  connection
    .prepare('DELETE FROM entries WHERE namespace = ? AND key = ?')
    .run(NAMESPACE, 'copiedAt');
  return restore;
}

/** See `Store.forgotten`. */
export function forgotten(connection: DatabaseSync, now: number): Restore | undefined {
  const restores = recent(connection, now);
  if (restores.length === 0) return undefined;
  return {
    copiedAt: Math.min(...restores.map((restore) => restore.copiedAt)),
    restoredAt: Math.max(...restores.map((restore) => restore.restoredAt)),
  };
}

function recent(connection: DatabaseSync, now: number): Restore[] {
  const all = (get(connection, 'restores') ?? []) as Restore[];
  return all.filter(({ restoredAt }) => restoredAt > now - REMEMBERED_MS);
}

function get(connection: DatabaseSync, key: string): unknown {
  const row = connection
    .prepare('SELECT value, expires, crc FROM entries WHERE namespace = ? AND key = ?')
    .get(NAMESPACE, key) as Omit<StoredRow, 'namespace' | 'key'> | undefined;
  if (!row) return undefined;
  const { crc, ...content } = row;
  if (rowChecksum({ namespace: NAMESPACE, key, ...content }) !== crc)
    throw wrongRow(NAMESPACE, key);
  return JSON.parse(row.value);
}

function put(connection: DatabaseSync, key: string, content: unknown): void {
  const row = { namespace: NAMESPACE, key, value: JSON.stringify(content), expires: null };
  connection
    .prepare('INSERT OR REPLACE INTO entries (namespace, key, value, crc) VALUES (?, ?, ?, ?)')
    .run(row.namespace, row.key, row.value, rowChecksum(row));
}
