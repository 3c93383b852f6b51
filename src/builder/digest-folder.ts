import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, dayOfFile } from '../digest/day.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { OperatorError } from '../operator-error.ts';

/** Larger files aren't digests, and aren't read. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A paper appears only once in this many days. */
const RECENT_DAYS = 30;

/** Drafts are beside the digests, under a name that isn't mistaken for a digest's. */
const DRAFT = /^\.paperboy-[\w-]+\.tmp$/;
/** An older draft is from a process that ended while writing. Milliseconds. */
const STALE_DRAFT_MS = 10 * 60_000;

/** From file systems without hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

const REASONS = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'the disk is full'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
  ['ENOENT', "it doesn't exist"],
  ['ENOTDIR', "it isn't a folder"],
  ['EMFILE', 'too many open files'],
  ['EIO', 'the disk is failing'],
]);

/** The name of a day's new digest. */
export const digestFileName = (day: Day): string => `${day}---Hot-Papers.md`;

/**
 * The bare name of a day's file, even if someone else wrote it; undefined if there is none.
 *
 * @throws OperatorError if the folder can't be read
 */
export async function findDigestFile(directory: string, day: Day): Promise<string | undefined> {
  const names = await withDiskErrors(directory, 'read', () => readdir(directory));
  return names.sort().find((name) => dayOfFile(name) === day);
}

/**
 * The text of a file in the folder; undefined if it's missing or can't be a digest.
 *
 * @throws OperatorError if it can't be read
 */
export async function readDigestText(directory: string, file: string): Promise<string | undefined> {
  return withDiskErrors(directory, 'read', async () => {
    const path = join(directory, file);
    // Checked before opening: opening a named pipe would wait forever for its writer.
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
    return readFile(path, 'utf8');
  });
}

/** The ids of papers that recent digests have. */
export interface RecentPapers {
  listed: ReadonlySet<string>;
  /** Those that were only named as risen. */
  risen: ReadonlySet<string>;
}

/**
 * The papers in the digests of the 30 days before `day`.
 *
 * @throws OperatorError if the folder can't be read
 */
export async function recentPapers(directory: string, day: Day): Promise<RecentPapers> {
  const from = addDays(day, -RECENT_DAYS);
  const names = await withDiskErrors(directory, 'read', () => readdir(directory));
  const listed = new Set<string>();
  const risen = new Set<string>();
  for (const file of names) {
    const other = dayOfFile(file);
    if (other === undefined || other < from || other >= day) continue;
    const { digest } = parseDigest((await readDigestText(directory, file)) ?? '', file);
    for (const { arxivId } of digest?.papers ?? []) listed.add(arxivId);
    for (const { arxivId } of digest?.risen ?? []) risen.add(arxivId);
  }
  return { listed, risen };
}

/**
 * Writes a day's digest completely or not at all, even if the machine fails. If the day already has
 * a file, even one written a moment ago, that file stays.
 *
 * @returns the day's file, and whether it's the new one
 * @throws OperatorError if it can't be written
 */
export async function publish(
  directory: string,
  day: Day,
  text: string,
): Promise<{ file: string; isNew: boolean }> {
  return withDiskErrors(directory, 'write', () =>
    withDraft(directory, text, async (draft) => {
      const existing = await findDigestFile(directory, day);
      if (existing !== undefined) return { file: existing, isNew: false };
      const file = digestFileName(day);
      const isNew = await linkUnlessExists(draft, join(directory, file));
      if (isNew) await syncFolder(directory);
      return { file, isNew };
    }),
  );
}

/**
 * Replaces a file's text completely or not at all, unless the file has changed.
 *
 * @param before its text when it was read
 * @returns false if it has changed since
 * @throws OperatorError if it can't be written
 */
export async function republish(
  directory: string,
  file: string,
  { before, text }: { before: string; text: string },
): Promise<boolean> {
  return withDiskErrors(directory, 'write', () =>
    withDraft(directory, text, async (draft) => {
      if ((await readDigestText(directory, file)) !== before) return false;
      await rename(draft, join(directory, file));
      await syncFolder(directory);
      return true;
    }),
  );
}

/**
 * Removes drafts left by processes that ended while writing.
 *
 * @param now Unix milliseconds
 * @throws OperatorError if the folder can't be read or written to
 */
export async function removeStaleDrafts(directory: string, now: number): Promise<void> {
  await withDiskErrors(directory, 'write', async () => {
    for (const name of await readdir(directory)) {
      if (!DRAFT.test(name)) continue;
      const path = join(directory, name);
      const stats = await stat(path).catch(() => undefined);
      if (stats && now - stats.mtimeMs > STALE_DRAFT_MS) await rm(path, { force: true });
    }
  });
}

/** Writes a draft durably, and removes it after `use`. */
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

/** Gives a draft its final name; returns false if the name is taken. */
async function linkUnlessExists(draft: string, path: string): Promise<boolean> {
  try {
    // Unlike a rename, a link never replaces a file.
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
  // Windows can't open folders.
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Runs `work`, which uses the folder of digests.
 *
 * @throws OperatorError for an error of the system: a sentence that names the folder and the reason
 */
async function withDiskErrors<T>(
  directory: string,
  doing: 'read' | 'write',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const reason = REASONS.get(code);
    const why = reason === undefined ? code : `${reason} (${code})`;
    throw new OperatorError(
      `The digests folder ${directory} can't be ${doing === 'read' ? 'read' : 'written to'}: ${why}`,
    );
  }
}
