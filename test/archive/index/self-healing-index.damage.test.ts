import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openIndex } from '../../../src/archive/index/archive-index.ts';
import type { ArchiveEvent } from '../../../src/archive/types.ts';
import { digestOf } from '../../support/digest.ts';
import { newFolder, until } from '../folder.ts';
import { answersOf, DIGESTS, folderWithIndex, openWithIndex } from './archive-with-index.ts';

const PAGE = 4_096;
const page = { offset: 0, limit: 10 };
const leeks = digestOf({ day: '2021-06-02', papers: [{ title: 'Winter Leeks' }] });

/** Changes a closed index through SQLite. */
function sql(statement: string): (indexFile: string) => void {
  return (indexFile) => {
    const index = new DatabaseSync(indexFile);
    index.exec(statement);
    index.close();
  };
}

/** Writes noise over pages of a database, counted from 0. */
async function overwrite(indexFile: string, pages: readonly number[]): Promise<void> {
  const file = await open(indexFile, 'r+');
  for (const page of pages) await file.write(Buffer.alloc(PAGE, 0xf5), 0, PAGE, page * PAGE);
  await file.close();
}

async function pagesOf(indexFile: string): Promise<number> {
  return (await stat(indexFile)).size / PAGE;
}

const warnings = (events: readonly ArchiveEvent[]): ArchiveEvent[] =>
  events.filter(({ level }) => level !== 'info');

describe('a damaged index', () => {
  it.each<[string, (indexFile: string) => void | Promise<void>, number]>([
    [
      'of another version',
      sql(`UPDATE about SET fingerprint = 'another';
        UPDATE paper SET json = json_set(json, '$.title', 'As another version read it')`),
      0,
    ],
    ['that is empty', (path) => truncate(path, 0), 0],
    [
      'that is another database',
      (path) => truncate(path, 0).then(() => sql('CREATE TABLE x (y)')(path)),
      0,
    ],
    ['that is no database', (path) => writeFile(path, 'Once upon a time. '.repeat(500)), 1],
    ['cut off in its first page', (path) => truncate(path, 1_000), 1],
    [
      'cut in half',
      async (path) => truncate(path, Math.floor((await pagesOf(path)) / 2) * PAGE),
      1,
    ],
    [
      'of noise but for its first page',
      async (path) => {
        await overwrite(
          path,
          Array.from({ length: (await pagesOf(path)) - 1 }, (_, at) => at + 1),
        );
      },
      1,
    ],
    ['that lacks a table', sql('DROP TABLE word'), 1],
    [
      'with noise in a file’s row',
      sql(`UPDATE file SET digest = '[oops' WHERE name = '2021-06-02.md'`),
      1,
    ],
    [
      'with noise in a file’s problems',
      sql(`UPDATE file SET problems = '' WHERE name = '2021-06-02.md'`),
      1,
    ],
    [
      'with noise in a paper’s row',
      sql(`UPDATE paper SET json = substr(json, 2) WHERE row = 5`),
      1,
    ],
    ['with noise in every paper’s row', sql(`UPDATE paper SET json = '{"title": "'`), 1],
  ])('rebuilds an index %s, and reports it when something is wrong', async (_, damage, lines) => {
    const folder = await folderWithIndex();
    await damage(folder.indexFile);

    const { archive, changes, events } = await openWithIndex(folder);
    expect(DIGESTS.map(({ day }) => archive.digest(day))).toEqual(DIGESTS);
    const searching = answersOf(archive);
    expect(DIGESTS.map(({ day }) => archive.digest(day))).toEqual(DIGESTS);
    await searching;
    const sound = await folderWithIndex();
    const expected = await answersOf((await openWithIndex(sound)).archive);
    const found = await answersOf(archive);
    expect({ ...found, written: [] }).toEqual({ ...expected, written: [] });
    expect(changes).toEqual([]);
    expect(warnings(events)).toHaveLength(lines);

    await archive.close();
    const index = openIndex(folder.indexFile);
    expect(index.files.size).toBe(DIGESTS.length);
    expect(index.nextRow()).toBeGreaterThanOrEqual(103);
    index.close();
  });
});

it.each<[string, (indexFile: string) => void | Promise<void>]>([
  ['in a row', sql(`UPDATE file SET problems = ''`)],
  ['in its tables', sql('DROP TABLE word')],
  ['in its pages', async (path) => overwrite(path, [(await pagesOf(path)) - 1, 2, 3, 4])],
])("closes an index that can't be opened for damage %s", async (_, damage) => {
  const { indexFile } = await folderWithIndex();
  await damage(indexFile);
  expect(() => openIndex(indexFile)).toThrow();
  // SQLite keeps these as long as any connection is open.
  expect(['-wal', '-shm'].filter((end) => existsSync(indexFile + end))).toEqual([]);
});

it('repairs damage that a changed file reveals while the archive opens', async () => {
  const folder = await folderWithIndex();
  sql(`UPDATE paper SET json = '{"title": "'`)(folder.indexFile);
  await folder.put(leeks);
  const { archive, search, changes, events } = await openWithIndex(folder);
  const expected = DIGESTS.map((digest) => (digest.day === leeks.day ? leeks : digest));
  expect((await answersOf(archive)).digests).toEqual(expected);
  expect((await search.papers({}, page)).total).toBe(99);
  expect(changes).toEqual([]);
  expect(warnings(events)).toHaveLength(1);
});

it('repairs damage that a removed file reveals while the archive opens', async () => {
  const folder = await folderWithIndex();
  sql(`UPDATE paper SET json = '{"title": "'`)(folder.indexFile);
  await unlink(folder.path('2021-06-02.md'));
  const { archive, events } = await openWithIndex(folder);
  const expected = DIGESTS.filter(({ day }) => day !== '2021-06-02');
  expect((await answersOf(archive)).digests).toEqual(expected);
  expect(warnings(events)).toHaveLength(1);
});

it('takes nothing from an index left by a killed process, not even its log', async () => {
  const folder = await folderWithIndex();
  const killed = openIndex(folder.indexFile);
  killed.remove('2021-06-02.md');
  killed.commit();
  const left = `${folder.indexFile}.left`;
  await writeFile(left, 'Once upon a time. '.repeat(500));
  await copyFile(`${folder.indexFile}-wal`, `${left}-wal`);
  killed.close();
  const { archive, events } = await openWithIndex({ ...folder, indexFile: left });
  expect((await answersOf(archive)).digests).toEqual(DIGESTS);
  expect(warnings(events).map(({ level }) => level)).toEqual(['error']);
});

describe('an index that breaks while the archive is open', () => {
  const breakPapers = sql(`UPDATE paper SET json = '{"title": "'`);

  it('goes unnoticed by concurrent searches', async () => {
    const folder = await folderWithIndex();
    const { search, events } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    const texts = ['socks', 'marmalade', 'teapots', 'birdsong', 'marmelade', 'author:renard'];
    const found = await Promise.all(texts.map((text) => search.papers({ search: text }, page)));
    expect(found.map(({ total }) => total)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(found.every(({ hits }) => hits.length === 1)).toBe(true);
    expect(warnings(events)).toHaveLength(1);
  });

  it('answers searches in full while it is rebuilt', async () => {
    const folder = await folderWithIndex();
    const { archive, search, events } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    // This discovers the damage, so the search runs during the rebuild.
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    const { total, hits } = await search.papers({}, { offset: 0, limit: 1_000 });
    expect(hits).toHaveLength(total);
    expect(total).toBe(102);
    expect(await search.papers({ search: 'socks' }, page)).toMatchObject({ total: 1 });
    expect(warnings(events)).toHaveLength(1);
  });

  it('is rebuilt when a digest changes, which is reported as changed and never as removed', async () => {
    const folder = await folderWithIndex();
    const { archive, search, changes, events } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    const isListed: boolean[] = [];
    archive.onChange(() => isListed.push(archive.days().includes('2021-06-02')));
    await folder.put(leeks);
    // Nothing is read meanwhile, so the change discovers the damage.
    await until(() => expect(changes.at(-1)?.kind).toMatch(/changed|added/));
    expect(changes).toEqual([{ day: '2021-06-02', kind: 'changed' }]);
    expect(archive.digest('2021-06-02')).toEqual(leeks);
    expect(isListed).toEqual([true]);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(1);
    expect((await search.papers({ search: 'socks' }, page)).total).toBe(0);
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    expect(warnings(events)).toHaveLength(1);
  });

  it('is rebuilt when a digest goes, without that digest', async () => {
    const folder = await folderWithIndex();
    const { archive, search, changes } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    await unlink(folder.path('2021-06-02.md'));
    await until(() => expect(changes).toEqual([{ day: '2021-06-02', kind: 'removed' }]));
    await until(() => expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]));
    expect((await search.papers({}, page)).total).toBe(98);
  });

  it("doesn't bring back a digest that has just gone", async () => {
    const folder = await folderWithIndex();
    const { archive, changes } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    await unlink(folder.path('2021-06-02.md'));
    // Before the file has been gone long enough.
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    await until(() => expect(changes).toEqual([{ day: '2021-06-02', kind: 'removed' }]));
    expect(archive.days()).not.toContain('2021-06-02');
  });

  it('has every paper again, whatever order they came in', async () => {
    const last = DIGESTS.at(-1);
    if (!last) throw new Error('no digest');
    const folder = await folderWithIndex(DIGESTS.slice(0, -1));
    const { archive, changes } = await openWithIndex(folder);
    // Last in the index now, it will be the first to be reloaded.
    await folder.put(last);
    await until(() => expect(changes).toHaveLength(1));
    breakPapers(folder.indexFile);
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    const sound = await openWithIndex(await folderWithIndex());
    const { found, newest } = await answersOf(sound.archive);
    expect(await answersOf(archive)).toMatchObject({ digests: DIGESTS, found, newest });
  });

  it('changes nothing for a day that has two files', async () => {
    const folder = await folderWithIndex();
    const second = digestOf({ day: leeks.day, papers: [{ title: 'Red Leeks' }] });
    await folder.put(second, `${leeks.day}---Hot-Papers.md`);
    const { archive, search, changes } = await openWithIndex(folder);
    expect(archive.digest(leeks.day)).toEqual(DIGESTS[1]);
    breakPapers(folder.indexFile);
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    expect((await search.papers({ search: 'socks' }, page)).total).toBe(1);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(0);
    expect(archive.digest(leeks.day)).toEqual(DIGESTS[1]);
    expect(changes).toEqual([]);
  });

  it('continues in memory when it breaks again during the rebuild', async () => {
    const folder = await folderWithIndex();
    const { archive, search, changes, events } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    expect(archive.digest('2021-06-03')).toEqual(DIGESTS[0]);
    // The new one exists, but is still empty.
    sql('DROP TABLE paper')(folder.indexFile);
    const { total, hits } = await search.papers({}, { offset: 0, limit: 1_000 });
    expect([total, hits.length]).toEqual([102, 102]);
    expect(DIGESTS.map(({ day }) => archive.digest(day))).toEqual(DIGESTS);
    expect(changes).toEqual([]);
    const [first, second, ...others] = warnings(events);
    expect(first?.message).toMatch(/damaged; rebuilding it/);
    expect(second).toMatchObject({ level: 'error', error: { name: 'DamagedIndex' } });
    expect(second?.message).toMatch(
      /was damaged again while it was being rebuilt.* kept in memory.*disk/,
    );
    expect(second?.message).toContain(folder.indexFile);
    expect(others).toEqual([]);
  });

  it("continues in memory when it can't even be removed, and says so", async () => {
    const folder = await folderWithIndex();
    const { archive, search, events } = await openWithIndex(folder);
    breakPapers(folder.indexFile);
    for (const end of ['', '-wal', '-shm']) await unlink(folder.indexFile + end);
    await mkdir(folder.indexFile);
    const { total, hits } = await search.papers({ search: 'socks' }, page);
    expect([total, hits.length]).toEqual([1, 1]);
    expect(warnings(events).map(({ level }) => level)).toEqual(['error', 'warn']);
    await folder.put(leeks);
    await until(() => expect(archive.digest('2021-06-02')).toEqual(leeks));
  });
});

describe('where no index can be stored', () => {
  it.each<[string, (indexFile: string) => Promise<string>]>([
    ['as a folder has its name', (path) => mkdir(path).then(() => path)],
    [
      'as its folder is a file',
      async (path) => {
        await writeFile(path, '');
        return join(path, 'index.sqlite');
      },
    ],
  ])('keeps the index in memory %s, and says so', async (_, occupy) => {
    const folder = await newFolder();
    const [first] = DIGESTS;
    if (!first) throw new Error('no digest');
    await folder.put(first);
    const indexFile = await occupy(folder.indexFile);

    const { archive, search, changes, events } = await openWithIndex({ ...folder, indexFile });
    expect(archive.digest('2021-06-03')).toEqual(first);
    expect((await search.papers({ search: 'marmalade' }, page)).total).toBe(1);
    expect(archive.indexBytes()).toBeGreaterThan(0);
    await folder.put(leeks);
    await until(() => expect(changes).toEqual([{ day: '2021-06-02', kind: 'added' }]));
    const said = { level: 'warn', message: expect.stringContaining(indexFile) as string };
    expect(warnings(events)).toEqual([expect.objectContaining(said)]);
  });

  it.skipIf(process.getuid?.() === 0)(
    "keeps the index in memory when its folder isn't writable (root may write)",
    async () => {
      const folder = await newFolder();
      const locked = join(dirname(folder.indexFile), 'locked');
      await mkdir(locked, { mode: 0o555 });
      const { archive, events } = await openWithIndex({
        ...folder,
        indexFile: join(locked, 'i.sqlite'),
      });
      await folder.put(leeks);
      await until(() => expect(archive.digest('2021-06-02')).toEqual(leeks));
      expect(warnings(events).map(({ level }) => level)).toEqual(['warn']);
    },
  );
});
