/**
 * The folder of digests that the playground's bot reads: a copy, so that the original isn't
 * touched.
 */
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies the files of a folder, without its subfolders.
 *
 * @param most how many of the newest, by name
 * @returns the copy, or `from` itself if it can't be read: its reader can then say why
 */
export async function copyDigests(from: string, to: string, most = Infinity): Promise<string> {
  let entries;
  try {
    entries = await readdir(from, { withFileTypes: true });
  } catch {
    return from;
  }
  await mkdir(to, { recursive: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const newest = names.sort().slice(-Math.min(most, names.length));
  for (const name of newest) await cp(join(from, name), join(to, name));
  return to;
}
