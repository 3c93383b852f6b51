import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** How a checkout's code is divided into files. */
interface FileFigures {
  files: number;
  lines: number;
  /** Files of at most 25 lines. */
  short: number;
  /** Files that exactly one other file imports, even if only for a type. */
  withOneImporter: number;
}

const SHORT = 25;

/**
 * Counts the TypeScript and JavaScript in `src` and `commands`.
 *
 * @param root the checkout
 */
export const countFiles = (root: URL): FileFigures => {
  const folder = fileURLToPath(root);
  const paths = globSync('{src,commands}/**/*.{ts,js}', { cwd: folder });
  const importers = new Map<string, Set<string>>();
  let lines = 0;
  let short = 0;
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8');
    const length = text.trimEnd().split('\n').length;
    lines += length;
    if (length <= SHORT) short += 1;
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const imported = join(dirname(path), fileName);
      importers.set(imported, (importers.get(imported) ?? new Set()).add(path));
    }
  }
  const withOneImporter = paths.filter((path) => importers.get(path)?.size === 1).length;
  return { files: paths.length, lines, short, withOneImporter };
};
