import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/corpus');

/** The folder of the real archive; undefined if it isn't next to this checkout. */
export const archiveFolder: string | undefined = existsSync(folder) ? folder : undefined;

if (!archiveFolder) {
  process.stderr.write(
    "skipped: tests on the real archive, since it isn't next to this checkout\n",
  );
}

/** The text of every digest in the real archive, with its file name; empty if it isn't there. */
export function archiveFiles(): { name: string; text: string }[] {
  if (!archiveFolder) return [];
  return readdirSync(archiveFolder).map((name) => ({
    name,
    text: readFileSync(join(archiveFolder, name), 'utf8'),
  }));
}
