/**
 * The folder of digests that the playground's bot reads: a copy, so that the original isn't
 * touched.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastMorning, redate } from './workbench/next-digest.ts';

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

/** The day in the sample's file, which no arXiv id of today can reach. */
const SAMPLE_DAY = '2099-12-31';
const SAMPLE = new URL(`sample/${SAMPLE_DAY}.md`, import.meta.url);

/**
 * Writes the sample into a folder as the digest of the last morning. Its papers are made up. It is
 * the newest: digests of that day or later are removed.
 *
 * @param now Unix milliseconds on the playground's clock
 */
export async function writeSample(folder: string, now: number): Promise<void> {
  const day = lastMorning(now);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name >= day) await rm(join(folder, name));
  }
  const text = redate(await readFile(SAMPLE, 'utf8'), SAMPLE_DAY, day);
  await writeFile(join(folder, `${day}.md`), text);
}
