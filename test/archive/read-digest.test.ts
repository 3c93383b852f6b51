import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { MAX_DIGEST_BYTES, readDigest, readDigestSync } from '../../src/archive/read-digest.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { newFolder } from './folder.ts';

it('reads a digest synchronously as it does asynchronously, even a broken one', async () => {
  const { path } = await newFolder();
  const digest = digestOf({ day: '2021-05-05', papers: [{}] });
  await writeFile(path('good'), markdownOf(digest));
  await writeFile(path('latin'), Buffer.from([0xe9, 0x0a]));
  await writeFile(path('large'), Buffer.alloc(MAX_DIGEST_BYTES + 1, 0x20));
  await mkdir(path('folder'));
  const reasons: (string | undefined)[] = [];
  for (const name of ['good', 'latin', 'large', 'folder', 'absent']) {
    const now = readDigestSync(path(name), '2021-05-05.md');
    expect(now).toEqual(await readDigest(path(name), '2021-05-05.md'));
    reasons.push(now.problems[0]?.reason);
  }
  expect(readDigestSync(path('good'), '2021-05-05.md').digest).toEqual(digest);
  expect(reasons).toEqual([
    undefined,
    "file isn't UTF-8",
    expect.stringContaining('bytes'),
    'not a file',
    "can't be read: ENOENT",
  ]);
});
