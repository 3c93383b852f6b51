import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createBackup } from '../../src/store/backups.ts';
import { lockStore } from '../../src/store/lock.ts';
import { openStore } from '../../src/store/open.ts';
import { restoreStore } from '../../src/store/restore.ts';
import {
  BACKED_UP_AT,
  execute,
  oldAndNew,
  openError,
  replaceWithForeign,
  snapshot,
  sqliteFiles,
  storeWithBackup,
} from './stores.ts';

const DAY = 24 * 3600 * 1000;
const NOW = Date.UTC(2026, 10, 22, 10, 15);

const backend = sqliteFiles();
afterAll(() => backend.dispose());

let folder: string;
let file: string;
let url: string;
beforeEach(() => {
  folder = join(backend.folder, randomUUID());
  mkdirSync(folder);
  file = join(folder, 'paperboy.db');
  url = `sqlite:${file}`;
});

/** When the backup was made that the store was last restored from, as long as that matters. */
async function backedUpAt(now: number): Promise<number | undefined> {
  const store = await openStore(url);
  const restore = store.restoredFrom(now);
  await store.close();
  return restore?.backedUpAt;
}

/** The store as a killed process leaves it: `new` is 3 in its log only. */
async function crashWithLog(): Promise<void> {
  const store = await openStore(url);
  await store.keyv('n').set('new', 3);
  snapshot(file, `${file}.crashed`);
  await store.close();
  snapshot(`${file}.crashed`, file);
}

describe('restoring a backup', () => {
  it('replaces the store, and keeps the old one under another name', async () => {
    const backup = await storeWithBackup(file);
    const bytes = readFileSync(backup);
    const restored = await restoreStore(url, backup, NOW);
    const kept = `${file}.2026-11-22T101500.damaged`;
    expect(restored).toEqual({ file, kept, backedUpAt: BACKED_UP_AT, restoredAt: NOW });
    expect(await oldAndNew(file)).toEqual([1, undefined]);
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    expect(await oldAndNew(kept)).toEqual([1, 2]);
  });

  it("keeps a damaged store's log beside it, and applies it to nothing else", async () => {
    const backup = await storeWithBackup(file);
    await crashWithLog();
    await restoreStore(url, backup, NOW);
    expect(await oldAndNew(file)).toEqual([1, undefined]);
    expect(await oldAndNew(`${file}.2026-11-22T101500.damaged`)).toEqual([1, 3]);
  });

  it('works when the store is gone, empty or not a database', async () => {
    const backup = await storeWithBackup(file);
    rmSync(file);
    expect(await restoreStore(url, backup, NOW)).not.toHaveProperty('kept');
    expect(await oldAndNew(file)).toEqual([1, undefined]);
    for (const [i, content] of ['', 'text\n'.repeat(1000)].entries()) {
      writeFileSync(file, content);
      const { kept = '' } = await restoreStore(url, backup, NOW + (i + 1) * 1000);
      expect(readFileSync(kept, 'utf8')).toBe(content);
      expect(await oldAndNew(file)).toEqual([1, undefined]);
    }
  });

  it('is refused while Paperboy is running', async () => {
    const backup = await storeWithBackup(file);
    const lock = await lockStore(url);
    await expect(restoreStore(url, backup, NOW)).rejects.toThrow(
      `Paperboy is using ${file}: stop Paperboy first.`,
    );
    lock.release();
    await restoreStore(url, backup, NOW);
  });

  it.each<[string, (backup: string) => unknown, string]>([
    [
      'is damaged',
      (backup) => execute(backup, "UPDATE entries SET key = 'x'"),
      'it is damaged (the',
    ],
    [
      "isn't a database",
      (backup) => writeFileSync(backup, 'text\n'.repeat(1000)),
      "it isn't a SQLite",
    ],
    ['is empty', (backup) => writeFileSync(backup, ''), 'it is empty'],
    ["isn't Paperboy's", replaceWithForeign, 'it is another'],
    ['is missing', (backup) => rmSync(backup), 'There is no file'],
  ])('is refused when the backup %s, and changes nothing', async (_what, spoil, reason) => {
    const backup = await storeWithBackup(file);
    spoil(backup);
    const before = readdirSync(folder).filter((name) => !name.endsWith('-lock'));
    await expect(restoreStore(url, backup, NOW)).rejects.toThrow(reason);
    expect(readdirSync(folder).filter((name) => !name.endsWith('-lock'))).toEqual(before);
    expect(await oldAndNew(file)).toEqual([1, 2]);
  });

  it('is refused for the store itself', async () => {
    await storeWithBackup(file);
    await expect(restoreStore(url, file, NOW)).rejects.toThrow('is the database itself');
  });

  it('that was interrupted leaves a store that is refused, and can be repeated', async () => {
    const backup = await storeWithBackup(file);
    await crashWithLog();
    // A folder in the kept log's place stops the restore between its steps.
    mkdirSync(`${file}.2026-11-22T101500.damaged-wal/x`, { recursive: true });
    await expect(restoreStore(url, backup, NOW)).rejects.toThrow();
    expect(await openError(file)).toContain(
      'is empty and was left unchanged: restore its newest good backup',
    );
    await restoreStore(url, backup, NOW + 1000);
    expect(await oldAndNew(file)).toEqual([1, undefined]);
  });
});

describe('a restored store', () => {
  it('knows for 14 days since when it may have lost changes', async () => {
    const backup = await storeWithBackup(file);
    expect(await backedUpAt(NOW)).toBeUndefined();
    await restoreStore(url, backup, NOW);
    expect(await backedUpAt(NOW)).toBe(BACKED_UP_AT);
    expect(await backedUpAt(NOW + 14 * DAY - 1)).toBe(BACKED_UP_AT);
    expect(await backedUpAt(NOW + 14 * DAY)).toBeUndefined();
  });

  it('goes by the earliest backup when it was restored several times', async () => {
    await restoreStore(url, await storeWithBackup(file), NOW);
    const second = `${file}.2026-11-22.copy`;
    await createBackup({ path: file, target: second, now: NOW + DAY });
    await restoreStore(url, second, NOW + 2 * DAY);
    expect(await backedUpAt(NOW + 2 * DAY)).toBe(BACKED_UP_AT);
    expect(await backedUpAt(NOW + 15 * DAY)).toBe(NOW + DAY);
  });

  it("may have lost anything when the backup doesn't say when it was made", async () => {
    await storeWithBackup(file);
    const own = join(folder, 'own.db');
    snapshot(file, own);
    await restoreStore(url, own, NOW);
    expect(await backedUpAt(NOW)).toBe(0);
    expect(await oldAndNew(file)).toEqual([1, 2]);
  });
});
