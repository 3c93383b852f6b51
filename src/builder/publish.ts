import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Day } from '../digest/types.ts';
import { onDisk } from './disk.ts';
import { digestFileOf, textOf } from './digest-folder.ts';

/** Drafts stand beside the digests, under a name that no reader takes for one. */
const DRAFT = /^\.paperboy-[\w-]+\.tmp$/;
/** What is older than this belongs to a process that was ended while it wrote. Milliseconds. */
const ABANDONED_MS = 10 * 60_000;

/** Where a file system knows no second names. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** What a new digest of a day is called. */
export const fileNameOf = (day: Day): string => `${day}---Hot-Papers.md`;

/**
 * Puts a day's digest into the folder, whole or not at all, also when the machine ends. A file that
 * the day has already, be it since a moment ago, stays.
 *
 * @returns the day's file, and whether it is the new one
 * @throws OperatorError when it cannot be written
 */
export async function publish(
  directory: string,
  day: Day,
  text: string,
): Promise<{ file: string; isNew: boolean }> {
  return onDisk(directory, 'write', () =>
    withDraft(directory, text, async (draft) => {
      const there = await digestFileOf(directory, day);
      if (there !== undefined) return { file: there, isNew: false };
      const file = fileNameOf(day);
      const isNew = await nameOnce(draft, join(directory, file));
      if (isNew) await syncFolder(directory);
      return { file, isNew };
    }),
  );
}

/**
 * Puts another text in the place of a file, whole or not at all, unless it has changed.
 *
 * @param before what it held when it was read
 * @returns false if it has changed since
 * @throws OperatorError when it cannot be written
 */
export async function republish(
  directory: string,
  file: string,
  { before, text }: { before: string; text: string },
): Promise<boolean> {
  return onDisk(directory, 'write', () =>
    withDraft(directory, text, async (draft) => {
      if ((await textOf(directory, file)) !== before) return false;
      await rename(draft, join(directory, file));
      await syncFolder(directory);
      return true;
    }),
  );
}

/**
 * Removes the drafts of processes that were ended while they wrote.
 *
 * @param now Unix milliseconds, to hold against when they were written
 * @throws OperatorError when the folder cannot be read or written to
 */
export async function removeAbandoned(directory: string, now: number): Promise<void> {
  await onDisk(directory, 'write', async () => {
    for (const name of await readdir(directory)) {
      if (!DRAFT.test(name)) continue;
      const path = join(directory, name);
      const about = await stat(path).catch(() => undefined);
      if (about && now - about.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  });
}

/** Writes a draft, durably, for as long as `use` needs it. */
async function withDraft<T>(
  directory: string,
  text: string,
  use: (draft: string) => Promise<T>,
): Promise<T> {
  const draft = join(directory, `.paperboy-${randomUUID()}.tmp`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return await use(draft);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives a draft its name unless the name is taken; false if it is. */
async function nameOnce(draft: string, path: string): Promise<boolean> {
  try {
    // Unlike a renaming, a link never takes the place of what is there.
    await link(draft, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.includes(code)) throw error;
    await rename(draft, path);
    return true;
  }
}

async function syncFolder(directory: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
