import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Digest } from '../../src/digest/types.ts';
import { openArchive } from '../../src/archive/archive.ts';
import type { Archive, ArchiveChange, ArchiveEvent } from '../../src/archive/types.ts';
import { createSearch } from '../../src/search/search.ts';
import type { Search } from '../../src/search/types.ts';
import { markdownOf } from '../support/digest.ts';

/** How long files of these tests must be unchanged: not long, because the tests wait for it. */
const STABLE_MS = 150;

export interface Folder {
  directory: string;
  path: (name: string) => string;
  /** Writes a file in one go, under `name` or the digest's own file name. */
  put: (digest: Digest, name?: string) => Promise<void>;
  /** Where an index of the folder can be kept, outside the folder. */
  indexFile: string;
  /** Opens an archive over the folder, and closes it when the test ends. */
  open: (now?: () => number, stableMs?: number, indexFile?: string) => Promise<Opened>;
}

export interface Opened {
  archive: Archive;
  search: Search;
  changes: ArchiveChange[];
  events: ArchiveEvent[];
}

/** Creates a folder on the real disk, which is removed when the test ends. */
export async function newFolder(): Promise<Folder> {
  const directory = await mkdtemp(join(tmpdir(), 'archive-'));
  const beside = await mkdtemp(join(tmpdir(), 'archive-index-'));
  onTestFinished(async () => {
    for (const made of [directory, beside]) await rm(made, { recursive: true, force: true });
  });
  const path = (name: string): string => join(directory, name);
  return {
    directory,
    path,
    put: (digest, name = digest.file) => writeFile(path(name), markdownOf(digest)),
    indexFile: join(beside, 'index.sqlite'),
    async open(now = Date.now, stableMs = STABLE_MS, indexFile) {
      const changes: ArchiveChange[] = [];
      const events: ArchiveEvent[] = [];
      const log = (event: ArchiveEvent): void => void events.push(event);
      const archive = await openArchive({
        directory,
        log,
        stableMs,
        now,
        ...(indexFile !== undefined && { indexFile }),
      });
      onTestFinished(() => archive.close());
      archive.onChange((change) => changes.push(change));
      return { archive, search: createSearch(archive.searchable), changes, events };
    },
  };
}

/** A clock by which every current file has long been unchanged. */
export const inAnHour = (): number => Date.now() + 3_600_000;

/** Puts a whole file in place at once, as an atomic write does. */
export async function renameIn(folder: Folder, digest: Digest): Promise<void> {
  await writeFile(folder.path('.incoming'), markdownOf(digest));
  await rename(folder.path('.incoming'), folder.path(digest.file));
}

/** Waits until the assertions hold, and fails if they don't within a few seconds. */
export function until(assertions: () => void): Promise<void> {
  return vi.waitFor(assertions, { timeout: 8_000, interval: 20 });
}
