import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../src/cli/digests.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-build-'));
});
afterEach(() => rm(folder, { recursive: true }));

function run(
  words: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { DIGESTS_DIR: folder, SOURCES: 'none', ...env } };
    execFile(process.execPath, [CLI, ...words], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('npm run digests -- build', () => {
  it.each([
    [['build', '2026-02-30'], "2026-02-30 isn't a date. Write it like 2026-06-12."],
    [['build', 'yesterday'], "yesterday isn't a date"],
    [['build', '2026-06-12', '--to', '2026-06-11'], '2026-06-11 is before 2026-06-12.'],
    [['build', '2026-06-12', '2026-06-13'], 'Usage:'],
    [['build', '--json'], 'Usage:'],
    [['check', '.', '--dry-run'], 'Usage:'],
    [['check', '.', '--to', '2026-06-12'], 'Usage:'],
  ])('explains its usage and the mistake when called as %j', async (words, says) => {
    const { code, err } = await run(words);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain('build [DATE] [--to DATE] [--dry-run]');
    expect(await readdir(folder)).toEqual([]);
  });

  it('needs no token, but a source', async () => {
    expect(await run(['build'])).toEqual({
      code: 1,
      out: '',
      err: 'SOURCES is none, so there is nothing to build digests from.\n',
    });
  });

  it('names all that is wrong with its settings, and nothing about the others', async () => {
    const env = {
      SOURCES: 'reddit',
      DIGEST_TOP: 'x',
      DIGESTS_DIR: join(folder, 'nowhere'),
      POST_TIME: 'x',
    };
    const { code, err } = await run(['build'], env);
    expect(code).toBe(1);
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['DIGESTS_DIR', 'SOURCES', 'DIGEST_TOP']);
  });
});
