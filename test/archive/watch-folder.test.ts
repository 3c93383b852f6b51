import { appendFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { digestOf, markdownOf } from '../support/digest.ts';
import { inAnHour, newFolder, renameIn, until } from './folder.ts';

const first = digestOf({ day: '2021-05-05', papers: [{ title: 'Spring Onions' }] });
const second = digestOf({ day: '2021-05-06', papers: [{ title: 'Winter Leeks' }] });
// For tests that must be faster than this, even on a busy machine.
const STABLE_MS = 800;
const page = { offset: 0, limit: 10 };

describe('a digest that is added while the archive is open', () => {
  it('is found and announced', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { archive, search, changes } = await folder.open(inAnHour);
    const found: unknown[] = [];
    archive.onChange(({ day }) =>
      found.push(archive.digest(day), search.papers({ search: 'leeks' }, page)),
    );
    await folder.put(second);
    await until(() => expect(changes).toEqual([{ day: '2021-05-06', kind: 'added' }]));
    expect(await Promise.all(found)).toEqual([second, expect.objectContaining({ total: 1 })]);
    expect(archive.newest()).toEqual(second);
  });

  it('may be renamed into place', async () => {
    const folder = await newFolder();
    const { archive, changes } = await folder.open();
    await renameIn(folder, second);
    await until(() => expect(changes).toEqual([{ day: '2021-05-06', kind: 'added' }]));
    expect(archive.digest('2021-05-06')).toEqual(second);
  });

  it("isn't read before it has stopped changing", async () => {
    const folder = await newFolder();
    const { archive, changes } = await folder.open(Date.now, STABLE_MS);
    const whole = digestOf({ day: '2021-05-06', papers: Array.from({ length: 20 }, () => ({})) });
    const text = markdownOf(whole);
    const slice = Math.ceil(text.length / 8);
    for (let at = 0; at < text.length; at += slice) {
      await appendFile(folder.path('2021-05-06.md'), text.slice(at, at + slice));
      // A slow writer: each pause is shorter than STABLE_MS, all of them together are longer.
      await delay(STABLE_MS / 8);
      expect(archive.days()).toEqual([]);
    }
    await until(() => expect(changes).toEqual([{ day: '2021-05-06', kind: 'added' }]));
    expect(archive.digest('2021-05-06')).toEqual(whole);
    expect(archive.problems()).toEqual([]);
  });

  it('is waited for when it appeared just before, so that a fresh clone answers at once', async () => {
    const folder = await newFolder();
    await folder.put(first);
    await folder.put(second);
    const { archive, changes } = await folder.open();
    expect(archive.days()).toEqual(['2021-05-06', '2021-05-05']);
    expect(changes).toEqual([]);
  });

  it("doesn't keep the archive from opening while it keeps changing", async () => {
    const folder = await newFolder();
    await folder.put(first);
    const writer = setInterval(() => void appendFile(folder.path('2021-05-06.md'), 'x'), 20);
    onTestFinished(() => clearInterval(writer));
    const { archive } = await folder.open();
    expect(archive.days()).toEqual(['2021-05-05']);
  });

  it('is read even if its time is in the future', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const future = Date.now() / 1000 + 86_400;
    await utimes(folder.path(first.file), future, future);
    const { archive } = await folder.open();
    expect(archive.days()).toEqual(['2021-05-05']);
  });
});

describe('a digest that changes', () => {
  it('replaces its earlier version in the index too', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { search, changes } = await folder.open(inAnHour);
    await folder.put({ ...second, day: '2021-05-05' }, first.file);
    await until(() => expect(changes).toEqual([{ day: '2021-05-05', kind: 'changed' }]));
    expect((await search.papers({ search: 'onions' }, page)).total).toBe(0);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(1);
    expect((await search.papers({}, page)).total).toBe(1);
  });

  it("hasn't changed when only its timestamp has", async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { changes } = await folder.open(inAnHour);
    await folder.put(first);
    await folder.put(second);
    await until(() => expect(changes).toContainEqual({ day: '2021-05-06', kind: 'added' }));
    expect(changes).toHaveLength(1);
  });

  it('is reported as changed, never as gone, when an editor deletes and rewrites it', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { archive, changes } = await folder.open(Date.now, STABLE_MS);
    await until(() => expect(archive.days()).toEqual(['2021-05-05']));
    await rm(folder.path(first.file));
    await delay(STABLE_MS / 8);
    await folder.put({ ...second, day: '2021-05-05' }, first.file);
    await until(() => expect(changes).toContainEqual({ day: '2021-05-05', kind: 'changed' }));
    expect(changes.map(({ kind }) => kind)).not.toContain('removed');
  });

  it('is reported as one day removed and another added when its day changes', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { archive, changes } = await folder.open(inAnHour);
    await folder.put(second, first.file);
    await until(() => expect(changes).toHaveLength(2));
    expect(changes).toContainEqual({ day: '2021-05-05', kind: 'removed' });
    expect(changes).toContainEqual({ day: '2021-05-06', kind: 'added' });
    expect(archive.days()).toEqual(['2021-05-06']);
  });

  it('keeps its last good version when it becomes unreadable, until it is removed', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { archive, search, changes, events } = await folder.open(inAnHour);
    await writeFile(folder.path(first.file), 'gone to seed');
    await until(() => expect(archive.problems()).toHaveLength(1));
    expect(archive.digest('2021-05-05')).toEqual(first);
    expect((await search.papers({ search: 'onions' }, page)).total).toBe(1);
    expect(changes).toEqual([]);
    expect(events.filter(({ level }) => level === 'warn')).toHaveLength(2);

    await rm(folder.path(first.file));
    await until(() => expect(changes).toEqual([{ day: '2021-05-05', kind: 'removed' }]));
    expect(archive.problems()).toEqual([]);
  });
});

describe('a digest that is removed', () => {
  it('is no longer found', async () => {
    const folder = await newFolder();
    await folder.put(first);
    await folder.put(second);
    const { archive, search, changes } = await folder.open(inAnHour);
    await rm(folder.path(second.file));
    await until(() => expect(changes).toEqual([{ day: '2021-05-06', kind: 'removed' }]));
    expect(archive.days()).toEqual(['2021-05-05']);
    expect((await search.papers({ search: 'leeks' }, page)).total).toBe(0);
  });

  it('gives way to the other file of its day', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const late = { ...first, title: 'Second Print', file: '2021-05-05---Again.md' };
    await folder.put(late);
    const { archive, changes } = await folder.open(inAnHour);
    expect(archive.digest('2021-05-05')).toEqual(first);
    await rm(folder.path(first.file));
    await until(() => expect(changes).toEqual([{ day: '2021-05-05', kind: 'changed' }]));
    expect(archive.digest('2021-05-05')).toEqual(late);
  });
});

describe('a folder that vanishes', () => {
  it('keeps its digests, and is watched again when it is back', async () => {
    const folder = await newFolder();
    await folder.put(first);
    const { archive, changes, events } = await folder.open(inAnHour);
    await rm(folder.directory, { recursive: true });
    await until(() => expect(events.some(({ message }) => /waiting/.test(message))).toBe(true));
    expect(archive.digest('2021-05-05')).toEqual(first);

    await mkdir(folder.directory);
    await folder.put(second);
    await until(() => expect(archive.days()).toEqual(['2021-05-06']));
    expect(changes).toContainEqual({ day: '2021-05-05', kind: 'removed' });

    await folder.put(first);
    await until(() => expect(archive.days()).toEqual(['2021-05-06', '2021-05-05']));
  });

  it('may be replaced by another at once', async () => {
    const folder = await newFolder();
    const other = await newFolder();
    await folder.put(first);
    await other.put(second);
    const { archive } = await folder.open(inAnHour);
    await rename(folder.directory, `${folder.directory}-old`);
    await rename(other.directory, folder.directory);
    await rm(`${folder.directory}-old`, { recursive: true });
    await until(() => expect(archive.days()).toEqual(['2021-05-06']));
  });
});

describe('a listener that fails', () => {
  it('is logged, and the next one is still called', async () => {
    const folder = await newFolder();
    const { archive, events } = await folder.open(inAnHour);
    const heard: string[] = [];
    archive.onChange(() => {
      throw new Error('deaf');
    });
    archive.onChange(({ day }) => heard.push(day));
    await folder.put(first);
    await until(() => expect(heard).toEqual(['2021-05-05']));
    expect(events).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});

it('finds all of many files that are added at once', async () => {
  const folder = await newFolder();
  const { archive, search, changes } = await folder.open();
  const days = Array.from(
    { length: 60 },
    (_, n) => `2020-${n < 30 ? '06' : '07'}-${String((n % 30) + 1).padStart(2, '0')}`,
  );
  await Promise.all(days.map((day) => folder.put(digestOf({ day, papers: [{}] }))));
  await until(() => expect(archive.days()).toHaveLength(60));
  expect((await search.papers({}, page)).total).toBe(60);
  expect(new Set(changes.map(({ day }) => day)).size).toBe(60);
  expect(changes).toHaveLength(60);
});
