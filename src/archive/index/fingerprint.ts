import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The code that decides what an index holds: how digests are read, and how they are indexed. */
export const INDEXING_CODE: readonly string[] = [
  '../../digest',
  '../../latex',
  '../../search',
  '..',
  '.',
].map((path) => join(import.meta.dirname, path));

/**
 * Tells this version of the index from all others, so that nobody has to remember to count up when
 * a parser learns something. Reads some sixty small files.
 */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of INDEXING_CODE) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  // Its tokenizer is SQLite's.
  return hash.update(process.versions['sqlite'] ?? '').digest('hex');
}
