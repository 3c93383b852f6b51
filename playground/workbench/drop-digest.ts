/** Drops tomorrow's digest into the bot's folder, the way a builder of digests would. */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ControlError } from './control-error.ts';
import { dayAfter, nextDigest } from './next-digest.ts';

const NAME = /^(\d{4}-\d{2}-\d{2})(?:---.+)?\.md$/;

/**
 * The name of the newest digest in a folder; undefined if there's none or the folder can't be read.
 */
export async function newestDigest(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .at(-1);
}

/**
 * Writes the newest digest again for the next day. It's written under another name first and then
 * renamed, so that it appears complete.
 *
 * @returns its day, `YYYY-MM-DD`
 * @throws ControlError if there's no digest to start from
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
