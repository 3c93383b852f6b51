import { createHash } from 'node:crypto';
import type { Digest } from './types.ts';

/**
 * A short name for what a digest says: printed again with other counts, papers or order, it has
 * another. The file's name and the digest's title do not count, since no message shows them.
 */
export function editionOf({ papers }: Digest): string {
  return createHash('sha256').update(JSON.stringify(papers)).digest('base64url').slice(0, 12);
}
