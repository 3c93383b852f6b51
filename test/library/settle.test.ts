import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createSettler } from '../../src/library/settle.ts';
import { newFolder } from './folder.ts';

it('a file that is written to while it is read is not believed, but looked at again', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'half');
  const later: string[] = [];
  const applied: (string | undefined)[] = [];
  let reads = 0;
  const settler = createSettler({
    directory,
    load: async (file) => {
      const text = await readFile(file, 'utf8');
      if (++reads === 1) await appendFile(file, ' and half');
      return text;
    },
    apply: (_name, text) => void applied.push(text),
    lookAgain: (name) => void later.push(name),
    settleMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });

  await settler.look('a');
  expect(applied).toEqual([]);
  expect(later).toEqual(['a']);
  await settler.look('a');
  expect(applied).toEqual(['half and half']);
});

it('a file is read once for each state, however often it is looked at', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  let reads = 0;
  const settler = createSettler({
    directory,
    load: () => Promise.resolve(++reads),
    apply: () => undefined,
    lookAgain: () => undefined,
    settleMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  for (let looks = 0; looks < 3; looks++) await settler.look('a');
  expect(reads).toBe(1);
  expect([...settler.names()]).toEqual(['a']);
});

it('a file that could not be applied is tried again', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  const applied: string[] = [];
  let tries = 0;
  const settler = createSettler({
    directory,
    load: () => Promise.resolve('text'),
    apply: (name) => {
      if (++tries === 1) throw new Error('full');
      applied.push(name);
    },
    lookAgain: () => undefined,
    settleMs: 1_000,
    now: () => Date.now() + 3_600_000,
  });
  await expect(settler.look('a')).rejects.toThrow('full');
  await settler.look('a');
  expect(applied).toEqual(['a']);
});

it('a file is gone when its folder is there without it, not when there is no folder', async () => {
  const { directory, path } = await newFolder();
  await writeFile(path('a'), 'text');
  const applied: (string | undefined)[] = [];
  let hours = 1;
  const settler = createSettler({
    directory,
    load: () => Promise.resolve('text'),
    apply: (_name, text) => void applied.push(text),
    lookAgain: () => undefined,
    settleMs: 1_000,
    // Each look is an hour after the last.
    now: () => Date.now() + hours++ * 3_600_000,
  });
  await settler.look('a');
  await rm(directory, { recursive: true });
  for (let looks = 0; looks < 4; looks++) await settler.look('a');
  expect(applied).toEqual(['text']);
  await mkdir(directory);
  for (let looks = 0; looks < 4; looks++) await settler.look('a');
  expect(applied).toEqual(['text', undefined]);
});
