import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CopyLog, CopyOptions } from '../../src/store/daily-backup.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { sqliteFiles } from './backends.ts';
import { execute, refusal, storeWith } from './files.ts';

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

/** What is there beside the database, its log and its lock. */
const copies = (): string[] =>
  readdirSync(dirname(file)).filter((name) => !/^paperboy\.db(-\w+)?$/.test(name));

const scriptOf = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

/** Copies as the clock says, and resolves when that has said something. */
function copying(now = () => NOW, options: Partial<CopyOptions> = {}) {
  const info = vi.fn<CopyLog['info']>();
  const error = vi.fn<CopyLog['error']>();
  const stop = store.copyDaily({ log: { info, error }, now, delayMs: 0, ...options });
  stops.push(stop);
  const said = () => info.mock.calls.length + error.mock.calls.length;
  const done = (times = 1) => expect.poll(said, { timeout: 15_000, interval: 10 }).toBe(times);
  return { info, error, stop, done };
}

describe('the daily backup', () => {
  it('is a whole store of that moment, in one file beside the database', async () => {
    await store.keyv('n').set('key', 'before');
    const { done, info, error } = copying();
    await done();
    expect(error).not.toHaveBeenCalled();
    await store.keyv('n').set('key', 'after');
    expect(copies()).toEqual(['paperboy.db.2026-11-22.copy']);
    const copy = `${file}.2026-11-22.copy`;
    expect(info).toHaveBeenCalledExactlyOnceWith({ copy }, 'copied the store');
    // Byte 18 of the header: a rollback journal (1), not a log (2) that would be part of it.
    expect(readFileSync(copy)[18]).toBe(1);
    const opened = await openStore(`sqlite:${copy}`);
    expect(await opened.keyv('n').get('key')).toBe('before');
    await opened.close();
  });

  it('is made once a day (UTC), while writes go on', async () => {
    let now = NOW;
    const keyv = store.keyv('n');
    const { done } = copying(() => now, { everyMs: 10 });
    await done(1);
    let writes = 0;
    for (now += 14 * 3600 * 1000; !copies().includes('paperboy.db.2026-11-23.copy');) {
      await keyv.set(`key ${writes}`, writes++);
      await new Promise(setImmediate);
    }
    await done(2);
    expect(copies()).toEqual(['paperboy.db.2026-11-22.copy', 'paperboy.db.2026-11-23.copy']);
    expect(await refusal(`${file}.2026-11-23.copy`)).toBeUndefined();
  });

  it("isn't made again on the same day", async () => {
    writeFileSync(`${file}.2026-11-22.copy`, 'there already');
    let looks = 0;
    const { done, info } = copying(() => (++looks < 5 ? NOW : NOW + DAY), { everyMs: 5 });
    await done();
    const copy = `${file}.2026-11-23.copy`;
    expect(info).toHaveBeenCalledExactlyOnceWith({ copy }, 'copied the store');
    expect(readFileSync(`${file}.2026-11-22.copy`, 'utf8')).toBe('there already');
  });

  it('waits while there is more urgent work', async () => {
    let looks = 0;
    const isBusy = (): boolean => ++looks < 4;
    const { done } = copying(() => NOW, { isBusy, everyMs: 60_000 });
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
    const { done } = copying();
    await done();
    expect(copies()).toEqual(
      [...others, ...names.slice(0, 6), 'paperboy.db.2026-11-22.copy'].sort(),
    );
  });

  it('reports a failure once, and takes nothing down with it', async () => {
    const older = `${file}.2026-11-21.copy`;
    writeFileSync(older, 'older');
    // Where the copy is to be made there is a folder that cannot be replaced.
    mkdirSync(`${file}.2026-11-22.copy.new/in-the-way`, { recursive: true });
    const { done, error } = copying();
    await done();
    expect(error).toHaveBeenCalledExactlyOnceWith(
      { err: expect.any(Error) as Error, copy: `${file}.2026-11-22.copy` },
      'the daily copy of the store failed',
    );
    expect(readFileSync(older, 'utf8')).toBe('older');
    await store.keyv('n').set('key', 1);
  });

  it("isn't kept when the store is damaged meanwhile", async () => {
    await store.keyv('n').set('key', 1);
    execute(file, `UPDATE entries SET value = replace(value, '1', '3')`);
    const { done, error } = copying();
    await done();
    expect(error.mock.calls[0]?.[0]).toMatchObject({
      err: { message: expect.stringContaining('the row "n/key" doesn\'t match') as string },
    });
    expect(copies()).toEqual([]);
  });

  it('is finished, or given up without a trace, at shutdown', async () => {
    const log = { info: vi.fn(), error: vi.fn() };
    for (const delayMs of [0, 60_000]) {
      const stop = store.copyDaily({ log, now: () => NOW, delayMs });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await stop();
    }
    expect(log.error).not.toHaveBeenCalled();
    expect(copies().filter((name) => !name.endsWith('.copy'))).toEqual([]);
  });

  it('is aborted when it ignores the shutdown, and its remains go with the next', async () => {
    const draft = 'paperboy.db.2026-11-22.copy.new';
    const script = scriptOf(`
      import { writeFileSync } from 'node:fs';
      import { workerData } from 'node:worker_threads';
      for (const end of ['', '-journal']) writeFileSync(workerData.copy + '.new' + end, 'half');
      for (;;);`);
    const { stop, error } = copying(() => NOW, { script, graceMs: 10 });
    await expect.poll(copies, { interval: 10 }).toEqual([draft, `${draft}-journal`]);
    await stop();
    expect(error).not.toHaveBeenCalled();
    expect(copies()).toEqual([draft, `${draft}-journal`]);
    await copying().done();
    expect(copies()).toEqual(['paperboy.db.2026-11-22.copy']);
    expect(await refusal(`${file}.2026-11-22.copy`)).toBeUndefined();
  });

  it('has a small memory of its own, whatever the process may use', async () => {
    const script = scriptOf(`
      import { resourceLimits } from 'node:worker_threads';
      throw new Error(resourceLimits.maxOldGenerationSizeMb + ' MB');`);
    const { done, error } = copying(() => NOW, { script });
    await done();
    expect(error.mock.calls[0]?.[0]).toMatchObject({ err: { message: '64 MB' } });
  });

  it('does nothing for a store in memory', async () => {
    const memory = await openStore('sqlite::memory:');
    const log = { info: vi.fn(), error: vi.fn() };
    await memory.copyDaily({ log, delayMs: 0 })();
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
    const sentence = await refusal(basename(broken)).finally(() => process.chdir(before));
    expect(sentence).toBe(
      "The store file broken.db isn't a SQLite database and was left unchanged: restore its newest " +
        'good copy with `npm run store -- restore broken.db.2026-11-20.copy`.',
    );
    expect(existsSync(broken)).toBe(true);
  });
});
