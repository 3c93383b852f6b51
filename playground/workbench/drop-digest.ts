/** Puts tomorrow's digest into the bot's folder, as whatever writes digests would. */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlError } from './control-error.ts';
import { dayAfter, nextDigest } from './next-digest.ts';

const NAME = /^(\d{4}-\d{2}-\d{2})(?:---.+)?\.md$/;

/** The name of the newest digest of a folder; undefined when it holds none or cannot be read. */
export async function newestDigest(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .at(-1);
}

/**
 * Writes the newest digest again under the next day. It appears whole: it is written elsewhere in the
 * folder first and then renamed.
 *
 * @returns its day, `YYYY-MM-DD`
 * @throws ControlError when there is no digest to make it of
 */
export async function dropNextDigest(folder: string): Promise<string> {
  const name = await newestDigest(folder);
  const day = NAME.exec(name ?? '')?.[1];
  if (name === undefined || day === undefined)
    throw new ControlError('The folder holds no digest to make one of');
  const next = dayAfter(day);
  const text = nextDigest(await readFile(join(folder, name), 'utf8'), day);
  const unfinished = join(folder, `.${next}.unfinished`);
  await writeFile(unfinished, text);
  await rename(unfinished, join(folder, name.replaceAll(day, next)));
  return next;
}
