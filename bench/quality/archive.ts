import type { Digest } from '../../src/digest/types.ts';
import { openLibrary } from '../../src/archive/archive.ts';

/** Every digest in a folder, newest first, read the way the bot reads them. */
export const readArchive = async (directory: string): Promise<Digest[]> => {
  const library = await openLibrary({ directory, log: () => undefined, settleMs: 0 });
  const digests = library.days().flatMap((day) => library.digest(day) ?? []);
  await library.close();
  return digests;
};
