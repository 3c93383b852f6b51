import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const README = new URL('../../src/sources/README.md', import.meta.url);

it('has a test by the given title for each failure in the table', () => {
  const rows = readFileSync(README, 'utf8').matchAll(/^\| [^|]+\| [^|]+\| (`[^|]+?) *\|$/gm);
  const named = [...rows].flatMap(([, cell = '']) => cell.split('; ')).map((part) => part.trim());
  expect(named.length).toBeGreaterThan(30);
  let files: string[] = [];
  const missing = named.filter((part) => {
    // "`sources/http`: a redirect"; without a file, the one before is meant.
    const found = [...part.matchAll(/`([\w/-]+)`/g)].map(([, file = '']) => file);
    if (found.length > 0) files = found;
    const title = part.replace(/^.*`: /, '');
    return !files.every((file) => textOf(file).includes(title));
  });
  expect(missing).toEqual([]);
});

function textOf(file: string): string {
  return readFileSync(join(import.meta.dirname, '..', `${file}.test.ts`), 'utf8');
}
