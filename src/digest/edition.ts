import { createHash } from 'node:crypto';
import type { Digest } from './types.ts';

/** It is asked for with every message, and a digest never changes once it is read. */
const known = new WeakMap<Digest, string>();

/**
 * A short name for what a digest says: printed again with other counts, papers or order, it has
 * another. The file's name and the digest's title do not count, since no message shows them.
 */
export function editionOf(digest: Digest): string {
  let edition = known.get(digest);
  if (edition === undefined) {
    const said = JSON.stringify(digest.papers);
    edition = createHash('sha256').update(said).digest('base64url').slice(0, 12);
    known.set(digest, edition);
  }
  return edition;
}
