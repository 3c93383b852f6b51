import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackupLog, BackupOptions } from '../../src/store/backups.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { execute, openError, sqliteFiles, storeWith } from './stores.ts';

const backend = sqliteFiles();
afterAll(() => backend.dispose());

const DAY = 24 * 3600 * 1000;
const NOW = Date.UTC(2026, 10, 22, 10, 15);

let file: string;
let store: Store;
let stops: (() => Promise<void>)[];
beforeEach(async () => {
  const folder = join(backend.folder, randomUUID());
  mkdirSync(folder);
  file = join(folder, 'paperboy.db');
  store = await openStore(`sqlite:${file}`);
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await store.close();
});

/** The names of the files beside the database, its log and its lock. */
const files = (): string[] =>
  readdirSync(dirname(file)).filter((name) => !/^paperboy\.db(-\w+)?$/.test(name));

const scriptOf = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

/** Starts daily backups; `done` resolves when they have logged a number of lines. */
function startBackups(now = () => NOW, options: Partial<BackupOptions> = {}) {
  const info = vi.fn<BackupLog['info']>();
  const error = vi.fn<BackupLog['error']>();
  const stop = store.startDailyBackups({ log: { info, error }, now, delayMs: 0, ...options });
  stops.push(stop);
  const lines = () => info.mock.calls.length + error.mock.calls.length;
  const done = (count = 1) => expect.poll(lines, { timeout: 15_000, interval: 10 }).toBe(count);
  return { info, error, stop, done };
}

describe('the daily backup', () => {
  it('is the whole store as it was at that moment, in one file beside the database', async () => {
    await store.keyv('n').set('key', 'before');
    const { done, info, error } = startBackups();
    await done();
    expect(error).not.toHaveBeenCalled();
    await store.keyv('n').set('key', 'after');
    expect(files()).toEqual(['paperboy.db.2026-11-22.copy']);
    const backup = `${file}.2026-11-22.copy`;
    expect(info).toHaveBeenCalledExactlyOnceWith({ backup }, 'backed up the store');
    // Byte 18 of the header: a rollback journal (1), not a log (2) that would be part of it.
    expect(readFileSync(backup)[18]).toBe(1);
    const opened = await openStore(`sqlite:${backup}`);
    expect(await opened.keyv('n').get('key')).toBe('before');
    await opened.close();
  });

  it('is made once a day (UTC), while writes go on', async () => {
    let now = NOW;
    const keyv = store.keyv('n');
    const { done } = startBackups(() => now, { everyMs: 10 });
    await done(1);
    let writes = 0;
    for (now += 14 * 3600 * 1000; !files().includes('paperboy.db.2026-11-23.copy');) {
      await keyv.set(`key ${writes}`, writes++);
      await new Promise(setImmediate);
    }
    await done(2);
    expect(files()).toEqual(['paperboy.db.2026-11-22.copy', 'paperboy.db.2026-11-23.copy']);
    expect(await openError(`${file}.2026-11-23.copy`)).toBeUndefined();
  });

  it("isn't made again on the same day", async () => {
    writeFileSync(`${file}.2026-11-22.copy`, 'there already');
    let looks = 0;
    const { done, info } = startBackups(() => (++looks < 5 ? NOW : NOW + DAY), { everyMs: 5 });
    await done();
    const backup = `${file}.2026-11-23.copy`;
    expect(info).toHaveBeenCalledExactlyOnceWith({ backup }, 'backed up the store');
    expect(readFileSync(`${file}.2026-11-22.copy`, 'utf8')).toBe('there already');
  });

  it('waits while there is more urgent work', async () => {
    let looks = 0;
    const isBusy = (): boolean => ++looks < 4;
    const { done } = startBackups(() => NOW, { isBusy, everyMs: 60_000 });
    await done(1);
    expect(looks).toBe(4);
  });

  it("keeps the newest seven, and files that aren't backups", async () => {
    const days = Array.from({ length: 9 }, (_, i) => new Date(NOW - (i + 1) * DAY));
    const names = days.map((day) => `paperboy.db.${day.toISOString().slice(0, 10)}.copy`);
    for (const name of names) writeFileSync(join(dirname(file), name), name);
    const others = ['paperboy.db.copy', 'paperboy.db.2020-01-01.copy.mine', 'x.2020-01-01.copy'];
    for (const name of others) writeFileSync(join(dirname(file), name), name);
    writeFileSync(`${file}.2026-11-20.copy.new`, 'a crash');
    const { done } = startBackups();
    await done();
    expect(files()).toEqual(
      [...others, ...names.slice(0, 6), 'paperboy.db.2026-11-22.copy'].sort(),
    );
  });

  it('logs a failure once, and harms nothing else', async () => {
    const older = `${file}.2026-11-21.copy`;
    writeFileSync(older, 'older');
    // A folder in the backup's place, which can't be replaced.
    mkdirSync(`${file}.2026-11-22.copy.new/in-the-way`, { recursive: true });
    const { done, error } = startBackups();
    await done();
    expect(error).toHaveBeenCalledExactlyOnceWith(
      { err: expect.any(Error) as Error, backup: `${file}.2026-11-22.copy` },
      'the daily backup of the store failed',
    );
    expect(readFileSync(older, 'utf8')).toBe('older');
    await store.keyv('n').set('key', 1);
  });

  it('is discarded when the store is found damaged', async () => {
    await store.keyv('n').set('key', 1);
    execute(file, `UPDATE entries SET value = replace(value, '1', '3')`);
    const { done, error } = startBackups();
    await done();
    expect(error.mock.calls[0]?.[0]).toMatchObject({
      err: { message: expect.stringContaining('the row "n/key" doesn\'t match') as string },
    });
    expect(files()).toEqual([]);
  });

  it('is finished, or aborted without a trace, at shutdown', async () => {
    const log = { info: vi.fn(), error: vi.fn() };
    for (const delayMs of [0, 60_000]) {
      const stop = store.startDailyBackups({ log, now: () => NOW, delayMs });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await stop();
    }
    expect(log.error).not.toHaveBeenCalled();
    expect(files().filter((name) => !name.endsWith('.copy'))).toEqual([]);
  });

  it('is terminated when it ignores the shutdown, and the next one deletes its remains', async () => {
    const draft = 'paperboy.db.2026-11-22.copy.new';
    const script = scriptOf(`
      import { writeFileSync } from 'node:fs';
      import { workerData } from 'node:worker_threads';
      for (const end of ['', '-journal']) writeFileSync(workerData.target + '.new' + end, 'half');
      for (;;);`);
    const { stop, error } = startBackups(() => NOW, { script, graceMs: 10 });
    await expect.poll(files, { interval: 10 }).toEqual([draft, `${draft}-journal`]);
    await stop();
    expect(error).not.toHaveBeenCalled();
    expect(files()).toEqual([draft, `${draft}-journal`]);
    await startBackups().done();
    expect(files()).toEqual(['paperboy.db.2026-11-22.copy']);
    expect(await openError(`${file}.2026-11-22.copy`)).toBeUndefined();
  });

  it("runs in a thread with little memory, whatever the process's own limit", async () => {
    const script = scriptOf(`
      import { resourceLimits } from 'node:worker_threads';
      throw new Error(resourceLimits.maxOldGenerationSizeMb + ' MB');`);
    const { done, error } = startBackups(() => NOW, { script });
    await done();
    expect(error.mock.calls[0]?.[0]).toMatchObject({ err: { message: '64 MB' } });
  });

  it('does nothing for a store in memory', async () => {
    const memory = await openStore('sqlite::memory:');
    const log = { info: vi.fn(), error: vi.fn() };
    await memory.startDailyBackups({ log, delayMs: 0 })();
    await memory.close();
  });
});

describe('a damaged store', () => {
  it('names its newest good backup', async () => {
    const broken = join(dirname(file), 'broken.db');
    await storeWith(broken, { key: 1 });
    await storeWith(`${broken}.2026-11-19.copy`, { key: 1 });
    await storeWith(`${broken}.2026-11-20.copy`, { key: 1 });
    await storeWith(`${broken}.2026-11-21.copy`, { key: 1 });
    execute(`${broken}.2026-11-21.copy`, "UPDATE entries SET key = 'other'");
    writeFileSync(broken, 'not a database\n'.repeat(100));
    const before = process.cwd();
    process.chdir(dirname(broken));
    const sentence = await openError(basename(broken)).finally(() => process.chdir(before));
    expect(sentence).toBe(
      "The store file broken.db isn't a SQLite database and was left unchanged: restore its newest " +
        'good backup with `npm run store -- restore broken.db.2026-11-20.copy`.',
    );
    expect(existsSync(broken)).toBe(true);
  });
});
