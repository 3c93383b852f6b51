import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, dayOfFile } from '../digest/day.ts';
import { parseDigest } from '../digest/parse.ts';
import type { Day } from '../digest/types.ts';
import { onDisk } from './disk.ts';

/** What is over this is no digest, and is not read. Bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A paper is news once in so many days. */
const LISTED_DAYS = 30;

/**
 * The bare name of the file that the folder has for a day, whoever wrote it; undefined for none.
 *
 * @throws OperatorError when the folder cannot be read
 */
export async function digestFileOf(directory: string, day: Day): Promise<string | undefined> {
  const names = await onDisk(directory, 'read', () => readdir(directory));
  return names.sort().find((name) => dayOfFile(name) === day);
}

/**
 * The text of a file in the folder; undefined where it holds none that could be a digest.
 *
 * @throws OperatorError when it cannot be read
 */
export async function textOf(directory: string, file: string): Promise<string | undefined> {
  return onDisk(directory, 'read', async () => {
    const path = join(directory, file);
    // Asked before it is opened: opening a named pipe would wait for its writer for ever.
    const about = await stat(path).catch(() => undefined);
    if (!about?.isFile() || about.size > MAX_BYTES) return undefined;
    return readFile(path, 'utf8');
  });
}

/**
 * The ids of all papers in the digests of the 30 days before `day`.
 *
 * @throws OperatorError when the folder cannot be read
 */
export async function listedBefore(directory: string, day: Day): Promise<Set<string>> {
  const from = addDays(day, -LISTED_DAYS);
  const names = await onDisk(directory, 'read', () => readdir(directory));
  const listed = new Set<string>();
  for (const file of names) {
    const other = dayOfFile(file);
    if (other === undefined || other < from || other >= day) continue;
    const { digest } = parseDigest((await textOf(directory, file)) ?? '', file);
    for (const { arxivId } of digest?.papers ?? []) listed.add(arxivId);
  }
  return listed;
}
