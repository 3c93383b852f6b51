import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../src/digest/types.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { createSearch } from '../../src/search/search.ts';
import type { Engine } from '../quality/engines/engine.ts';
import { markdownOf } from '../../test/support/digest.ts';

/** Writes digests as files, one a day, like the published archive. */
export const writeFolder = async (folder: string, digests: readonly Digest[]): Promise<void> => {
  await mkdir(join(folder, 'digests'), { recursive: true });
  for (const digest of digests) {
    await writeFile(join(folder, 'digests', digest.file), markdownOf(digest));
  }
};

/** The bot's own archive over that folder, with its index on disk as in production. */
export const openOnDisk = async (folder: string): Promise<Engine> => {
  const archive = await openArchive({
    directory: join(folder, 'digests'),
    indexFile: join(folder, 'index.db'),
    log: () => undefined,
    stableMs: 0,
  });
  const search = createSearch(archive.searchable);
  return {
    name: 'Paperboy',
    async find(text, limit) {
      const { hits } = await search.papers({ search: text }, { offset: 0, limit });
      return hits.map(({ paper }) => paper.arxivId);
    },
    indexBytes: () => archive.indexBytes(),
    close: () => archive.close(),
  };
};
