import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLru, openArchive } from '../../src/archive/archive.ts';
import { digestOf, markdownOf } from '../support/digest.ts';
import { inAnHour, newFolder, until } from './folder.ts';
import { SAMPLE_DIGESTS } from '../support/sample-digests.ts';

const may = digestOf({ day: '2021-05-05', papers: [{ title: 'Spring Onions' }] });

describe('an archive', () => {
  it('answers by date, by category and by search term', async () => {
    const folder = await newFolder();
    for (const digest of SAMPLE_DIGESTS) await folder.put(digest);
    const { archive, search } = await folder.open(inAnHour);

    expect(archive.days()).toEqual(['2021-06-03', '2021-06-02', '2021-05-28']);
    expect(archive.newest()?.day).toBe('2021-06-03');
    expect(archive.digest('2021-06-02')).toEqual(SAMPLE_DIGESTS[1]);
    expect(archive.digest('2021-06-01')).toBeUndefined();
    expect(archive.nearest('2021-06-01')).toEqual({ before: '2021-05-28', after: '2021-06-02' });
    expect(archive.categories()[0]).toMatchObject({ code: 'cs.CV', papers: 2 });
    const page = { offset: 0, limit: 1 };
    const { isFound, ...found } = await search.papers(
      { search: 'marmelade', category: 'quant-ph' },
      page,
    );
    expect(found).toEqual({
      total: 1,
      hits: [{ day: '2021-06-03', paper: SAMPLE_DIGESTS[0]?.papers[2] }],
      corrected: ['marmalade'],
    });
    expect(['Marmalade', 'marmelade', 'marmalades', 'lade'].map((word) => isFound?.(word))).toEqual(
      [true, false, true, false],
    );
    expect(archive.problems()).toEqual([]);
  });

  it('answers nothing over an empty folder, without errors', async () => {
    const { archive, search } = await (await newFolder()).open();
    expect(archive.newest()).toBeUndefined();
    expect(archive.days()).toEqual([]);
    expect(archive.categories()).toEqual([]);
    expect(archive.nearest('2021-05-05')).toEqual({ before: undefined, after: undefined });
    expect(await search.papers({ search: 'x' }, { offset: 0, limit: 5 })).toEqual({
      total: 0,
      hits: [],
    });
  });

  it('opens without a folder, and says so', async () => {
    const folder = await newFolder();
    await rm(folder.directory, { recursive: true });
    const { archive, events } = await folder.open();
    expect(archive.days()).toEqual([]);
    expect(archive.newest()).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  it('reads only digests, and only directly in the folder', async () => {
    const folder = await newFolder();
    await folder.put(may);
    await mkdir(folder.path('older'));
    await folder.put(digestOf({ day: '2020-01-01' }), 'older/2020-01-01.md');
    await writeFile(folder.path('README.md'), 'Not a digest.');
    await writeFile(folder.path('2021-05-06.txt'), markdownOf(digestOf({ day: '2021-05-06' })));
    const { archive } = await folder.open(inAnHour);
    expect(archive.days()).toEqual(['2021-05-05']);
    expect(archive.problems()).toEqual([]);
  });

  it('follows links to digests, and tolerates folders and broken links of such names', async () => {
    const folder = await newFolder();
    const elsewhere = await newFolder();
    await elsewhere.put(may);
    await symlink(elsewhere.path('2021-05-05.md'), folder.path('2021-05-05.md'));
    await mkdir(folder.path('2021-05-06.md'));
    await symlink(folder.path('nowhere'), folder.path('2021-05-07.md'));
    await symlink('2021-05-08.md', folder.path('2021-05-08.md'));
    await symlink(elsewhere.directory, folder.path('2021-05-09.md'));
    const { archive } = await folder.open(inAnHour);
    expect(archive.days()).toEqual(['2021-05-05']);
    // They don't keep it from seeing new files, either.
    await folder.put(digestOf({ day: '2021-05-10' }));
    await until(() => expect(archive.newest()?.day).toBe('2021-05-10'));
    await elsewhere.put(digestOf({ day: '2021-05-05', papers: [{ title: 'Red Onions' }] }));
    await until(() => expect(archive.digest('2021-05-05')?.papers[0]?.title).toBe('Red Onions'));
  });

  it('can be closed twice', async () => {
    const { directory } = await newFolder();
    const archive = await openArchive({ directory, log: () => undefined, stableMs: 0 });
    await archive.close();
    await expect(archive.close()).resolves.toBeUndefined();
  });
});

describe('two files of the same day', () => {
  const second = digestOf({
    day: '2021-05-05',
    papers: [{ title: 'Late Onions' }],
    file: '2021-05-05---Hot-Papers.md',
  });

  it('become one digest, the plainly named one, and the log names the other', async () => {
    const folder = await newFolder();
    await folder.put(second);
    await folder.put(may);
    const { archive, search, events } = await folder.open(inAnHour);
    expect(archive.digest('2021-05-05')).toEqual(may);
    const page = { offset: 0, limit: 1 };
    expect((await search.papers({ search: '"late onions"' }, page)).total).toBe(0);
    expect(events).toContainEqual(
      expect.objectContaining({ level: 'warn', file: second.file, day: '2021-05-05' }),
    );
  });
});

describe('a broken file', () => {
  it('is reported with line and reason, and leaves the others alone', async () => {
    const folder = await newFolder();
    await folder.put(may);
    await writeFile(folder.path('2021-05-06.md'), 'Once upon a time\n');
    const { archive, events } = await folder.open(inAnHour);
    expect(archive.days()).toEqual(['2021-05-05']);
    const [problem, ...others] = archive.problems();
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ file: '2021-05-06.md', line: 1 });
    expect(problem?.reason).not.toBe('');
    expect(events).toContainEqual({
      level: 'warn',
      message: problem?.reason,
      file: '2021-05-06.md',
      line: 1,
    });
  });

  it('keeps its other papers when one is broken', async () => {
    const folder = await newFolder();
    const digest = digestOf({ day: '2021-05-06', papers: [{}, {}, {}] });
    const text = markdownOf(digest).replace(/- links: .*06002.*\n/, '');
    await writeFile(folder.path('2021-05-06.md'), text);
    const { archive } = await folder.open(inAnHour);
    expect(archive.digest('2021-05-06')?.papers.map(({ rank }) => rank)).toEqual([1, 3]);
    expect(archive.problems()).toHaveLength(1);
  });
});

describe('the cache of recent digests', () => {
  it("keeps what was used last, and rebuilds what wasn't", () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 30 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 4 }), (asked, size) => {
        const cached = createLru<string>(size);
        for (const [at, key] of asked.entries()) {
          const before = [...new Set(asked.slice(0, at).reverse())].slice(0, size);
          let isCreated = false;
          const value = cached(key, () => {
            isCreated = true;
            return `${key} created`;
          });
          expect(value).toBe(`${key} created`);
          expect(isCreated).toBe(!before.includes(key));
        }
      }),
    );
  });

  it("doesn't cache what is missing", () => {
    const cached = createLru<string>(1);
    cached('b', () => 'b');
    expect(cached('a', () => undefined)).toBeUndefined();
    expect(cached('b', () => 'created again')).toBe('b');
    expect(cached('a', () => 'present now')).toBe('present now');
  });
});
