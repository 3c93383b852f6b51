import { stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';

/** What a file looked like: when the signature is the same, so is the file. */
export interface FileState {
  signature: string;
  /** When its content was last written, epoch milliseconds. */
  modified: number;
}

/** The state of a file, links followed; undefined when there is none, or it is no regular file. */
export async function fileSignature(path: string): Promise<FileState | undefined> {
  const stats = await statIfThere(path);
  if (!stats?.isFile()) return undefined;
  const { dev, ino, size, mtimeMs, ctimeMs } = stats;
  return { signature: [dev, ino, size, mtimeMs, ctimeMs].join(':'), modified: mtimeMs };
}

/** What tells a folder from another one later put in its place; undefined when there is none. */
export async function folderIdentity(path: string): Promise<string | undefined> {
  const stats = await statIfThere(path);
  if (!stats?.isDirectory()) return undefined;
  // Inode numbers are used again at once; a time of birth is not.
  return [stats.dev, stats.ino, stats.birthtimeMs].join(':');
}

/** Throws on anything but absence. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}
