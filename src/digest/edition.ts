import { createHash } from 'node:crypto';
import type { Digest } from './types.ts';

/** Needed with every message; a digest never changes after it was read. */
const editions = new WeakMap<Digest, string>();

/**
 * A short hash of a digest's contents; it changes with the counts, the papers and their order. File
 * name and title don't count, since no message shows them.
 */
export function editionOf(digest: Digest): string {
  let edition = editions.get(digest);
  if (edition === undefined) {
    const contents = JSON.stringify(digest.papers);
    edition = createHash('sha256').update(contents).digest('base64url').slice(0, 12);
    editions.set(digest, edition);
  }
  return edition;
}
