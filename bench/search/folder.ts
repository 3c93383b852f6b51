import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../src/digest/types.ts';
import { markdownOf } from '../../test/support/digest.ts';

/** Writes digests where a library finds them: one file a day, as the archive has them. */
export const writeFolder = async (folder: string, digests: readonly Digest[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const digest of digests) await writeFile(join(folder, digest.file), markdownOf(digest));
};
