import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../shared/corpus');

/** The real archive where this checkout has it beside it; undefined elsewhere. */
export const archiveFolder: string | undefined = existsSync(folder) ? folder : undefined;

if (!archiveFolder) {
  process.stderr.write(
    'skipped: tests on the real archive, since it is not beside this checkout\n',
  );
}

/** Every digest of the real archive as text, by file name; empty where it is not there. */
export function archiveFiles(): { name: string; text: string }[] {
  if (!archiveFolder) return [];
  return readdirSync(archiveFolder).map((name) => ({
    name,
    text: readFileSync(join(archiveFolder, name), 'utf8'),
  }));
}
