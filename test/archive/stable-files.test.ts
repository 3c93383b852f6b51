import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createStableFiles, fileState } from '../../src/archive/stable-files.ts';
import { newFolder } from './folder.ts';

it('rereads a file that is written to while it is read', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'half');
  const later: string[] = [];
  const applied: (string | undefined)[] = [];
  let reads = 0;
  const stableFiles = createStableFiles({
    directory,
    load: async (file) => {
      const text = await readFile(file, 'utf8');
      if (++reads === 1) await appendFile(file, ' and half');
      return text;
    },
    apply: (_name, loaded) => void applied.push(loaded?.value),
    checkLater: (name) => void later.push(name),
    stableMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });

  await stableFiles.check('a');
  expect(applied).toEqual([]);
  expect(later).toEqual(['a']);
  await stableFiles.check('a');
  expect(applied).toEqual(['half and half']);
});

it('reads a file once per state, however often it is checked', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  let reads = 0;
  const stableFiles = createStableFiles({
    directory,
    load: () => Promise.resolve(++reads),
    apply: () => undefined,
    checkLater: () => undefined,
    stableMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  for (let checks = 0; checks < 3; checks++) await stableFiles.check('a');
  expect(reads).toBe(1);
  expect([...stableFiles.names()]).toEqual(['a']);
});

it("retries a file that couldn't be applied", async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  const applied: string[] = [];
  let tries = 0;
  const stableFiles = createStableFiles({
    directory,
    load: () => Promise.resolve('text'),
    apply: (name) => {
      if (++tries === 1) throw new Error('full');
      applied.push(name);
    },
    checkLater: () => undefined,
    stableMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  await expect(stableFiles.check('a')).rejects.toThrow('full');
  await stableFiles.check('a');
  expect(applied).toEqual(['a']);
});

it('reports a file as gone when its folder is there without it, not when the folder is missing', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  const applied: (string | undefined)[] = [];
  let hours = 1;
  const stableFiles = createStableFiles({
    directory,
    load: () => Promise.resolve('text'),
    apply: (_name, loaded) => void applied.push(loaded?.value),
    checkLater: () => undefined,
    stableMs: 1_000,
    // Each check is an hour after the last.
    now: () => Date.now() + hours++ * 3_600_000,
  });
  await stableFiles.check('a');
  await rm(directory, { recursive: true });
  for (let looks = 0; looks < 4; looks++) await stableFiles.check('a');
  expect(applied).toEqual(['text']);
  await mkdir(directory);
  for (let looks = 0; looks < 4; looks++) await stableFiles.check('a');
  expect(applied).toEqual(['text', undefined]);
});

it("doesn't reread a file that looks as it did in an earlier process", async () => {
  const { directory, path } = await newFolder();
  for (const name of ['same', 'changed']) await writeFile(path(name), name);
  const known = await Promise.all(
    ['same', 'changed'].map(async (name): Promise<[string, string]> => {
      const state = await fileState(path(name));
      return [name, state?.signature ?? ''];
    }),
  );
  await writeFile(path('changed'), 'now longer');
  await writeFile(path('new'), 'new');
  const applied = new Map<string, string | undefined>();
  const stableFiles = createStableFiles({
    directory,
    known: [...known, ['gone', 'as it was']],
    load: (file) => readFile(file, 'utf8'),
    apply: (name, loaded) => void applied.set(name, loaded?.value),
    checkLater: () => undefined,
    stableMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  const names = ['same', 'changed', 'new', 'gone'];
  expect([...stableFiles.names()]).toEqual(['same', 'changed', 'gone']);
  expect(await stableFiles.changed(names)).toEqual(['changed', 'new', 'gone']);
  for (const name of names) await stableFiles.check(name);
  expect([...applied]).toEqual([
    ['changed', 'now longer'],
    ['new', 'new'],
  ]);
  // A missing file is watched until it has been gone long enough.
  expect(await stableFiles.changed(names)).toEqual(['gone']);
});

it('passes on what a file looked like when it was applied', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  const states: unknown[] = [];
  const stableFiles = createStableFiles({
    directory,
    load: () => Promise.resolve('text'),
    apply: (_name, loaded) => void states.push(loaded?.state),
    checkLater: () => undefined,
    stableMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  await stableFiles.check('a');
  expect(states).toEqual([await fileState(path('a'))]);
});

it('treats every file as new after a reset, and still reports the removed ones', async () => {
  const { directory, path } = await newFolder();
  for (const name of ['stays', 'goes']) await writeFile(path(name), name);
  const applied: [string, string | undefined][] = [];
  let hours = 1;
  const stableFiles = createStableFiles({
    directory,
    load: (file) => readFile(file, 'utf8'),
    apply: (name, loaded) => void applied.push([name, loaded?.value]),
    checkLater: () => undefined,
    stableMs: 1_000,
    now: () => Date.now() + hours++ * 3_600_000,
  });
  for (const name of ['stays', 'goes']) await stableFiles.check(name);
  applied.length = 0;
  await rm(path('goes'));
  stableFiles.forget();
  const names = [...stableFiles.names()];
  expect(await stableFiles.changed(names)).toEqual(['stays', 'goes']);
  for (let checks = 0; checks < 2; checks++)
    for (const name of names) await stableFiles.check(name);
  expect(applied).toEqual([
    ['stays', 'stays'],
    ['goes', undefined],
  ]);
  expect([...stableFiles.names()]).toEqual(['stays']);
});
