import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inspect } from './inspect.ts';

/** How many daily copies are kept. */
export const KEPT = 7;

const NAME = /^\.\d{4}-\d{2}-\d{2}\.copy$/;

/** The path of the copy of a day, `YYYY-MM-DD`, of the database at `path`. */
export function copyPath(path: string, day: string): string {
  return `${path}.${day}.copy`;
}

/** The paths of the daily copies of the database at `path`, the newest first. */
export function copiesOf(path: string): string[] {
  return namesBeside(path)
    .filter((name) => NAME.test(name.slice(basename(path).length)))
    .sort()
    .reverse()
    .map((name) => join(dirname(path), name));
}

/** What starts with the database's own name, in its folder. */
export function namesBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  } catch {
    return [];
  }
}

/** Whether a copy may be restored. */
export function isGood(copy: string): boolean {
  try {
    inspect(copy);
    return true;
  } catch {
    return false;
  }
}

/**
 * How to get a database back, as an instruction: the newest good copy is named as `file`, the
 * database, is.
 */
export function howToRestore(file: string, path: string): string {
  const copy = copiesOf(path).find(isGood);
  if (copy === undefined) {
    return 'restore a copy of your own with `npm run store -- restore FILE` (there is no good daily copy)';
  }
  const name = join(dirname(file), basename(copy));
  const word = /^[\w./:@\\-]+$/.test(name) ? name : `"${name}"`;
  return `restore its newest good copy with \`npm run store -- restore ${word}\``;
}
