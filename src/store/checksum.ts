import { crc32 } from 'node:zlib';

/** One row of the table `entries`; `expires` is in Unix milliseconds. */
export interface StoredRow {
  namespace: string;
  key: string;
  value: string;
  expires: number | null;
  crc: number;
}

/**
 * The checksum of a row, which SQLite has none of. The lengths keep what belongs to the namespace
 * apart from what belongs to the key.
 */
export function rowChecksum({ namespace, key, value, expires }: Omit<StoredRow, 'crc'>): number {
  return crc32(`${namespace.length}:${key.length}:${expires ?? ''}:${namespace}${key}${value}`);
}
