import type { Digest } from '../../src/digest/types.ts';
import { openArchive } from '../../src/archive/archive.ts';

/** Every digest in a folder, newest first, read the way the bot reads them. */
export const readArchive = async (directory: string): Promise<Digest[]> => {
  const archive = await openArchive({ directory, log: () => undefined, stableMs: 0 });
  const digests = archive.days().flatMap((day) => archive.digest(day) ?? []);
  await archive.close();
  return digests;
};
