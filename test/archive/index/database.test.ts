import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { INDEXING_CODE } from '../../../src/archive/index/database.ts';

const SRC = join(import.meta.dirname, '../../../src');
const IMPORT = /^(?:import|export) (?!type )[^;]*?from '(?<path>\.[^']+)'/gm;

/** The folders of a file and of all that it imports. */
function foldersOf(file: string, seen: Set<string> = new Set()): Set<string> {
  seen.add(file);
  for (const { groups } of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const path = join(dirname(file), groups?.['path'] ?? '');
    if (!seen.has(path)) foldersOf(path, seen);
  }
  return new Set([...seen].map((one) => relative(SRC, dirname(one))));
}

it('gives an index a new version when any code that the archive runs differs', () => {
  const folders = [...foldersOf(join(SRC, 'archive/archive.ts'))];
  expect(folders).toContain('latex');
  expect(INDEXING_CODE.map((folder) => relative(SRC, folder)).sort()).toEqual(folders.sort());
});
