import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveriesIn } from '../../src/store/deliveries.ts';
import { lockStore } from '../../src/store/lock.ts';
import { makeBackup } from '../../src/store/make-backup.ts';
import { openStore } from '../../src/store/open.ts';
import { restoreStore } from '../../src/store/restore.ts';
import { sqliteFiles } from './backends.ts';
import { COMPILED } from './compiled.ts';
import { execute, refusal, snapshot } from './files.ts';

const CLI = join(import.meta.dirname, '../../src/cli/store.ts');
const DAY = 24 * 3600 * 1000;
const COPIED = Date.UTC(2026, 10, 21, 0, 5);
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

const put = async (key: string, value: unknown): Promise<void> => {
  const store = await openStore(url);
  await store.keyv('n').set(key, value);
  await store.close();
};
const entries = async (): Promise<unknown[]> => {
  const store = await openStore(url);
  const found = await store.keyv('n').getMany(['old', 'new']);
  await store.close();
  return found;
};
const forgotten = async (now: number): Promise<number | undefined> => {
  const store = await openStore(url);
  const since = store.forgotten(now)?.copiedAt;
  await store.close();
  return since;
};

/** A store with `old`, its copy, and then `new`. */
async function storeWithCopy(): Promise<string> {
  const copy = `${file}.2026-11-21.copy`;
  await put('old', 1);
  await makeBackup({ path: file, copy, now: COPIED });
  await put('new', 2);
  return copy;
}

function replaceByForeign(copy: string): void {
  rmSync(copy);
  execute(copy, 'CREATE TABLE theirs (x)');
}

describe('restoring a backup', () => {
  it('replaces the store, which is kept', async () => {
    const copy = await storeWithCopy();
    const bytes = readFileSync(copy);
    const restored = await restoreStore(url, copy, NOW);
    const kept = `${file}.2026-11-22T101500.damaged`;
    expect(restored).toEqual({ file, kept, copiedAt: COPIED, restoredAt: NOW });
    expect(await entries()).toEqual([1, undefined]);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    url = `sqlite:${kept}`;
    expect(await entries()).toEqual([1, 2]);
  });

  it("keeps a damaged store's log beside it, and applies it to nothing", async () => {
    const copy = await storeWithCopy();
    const store = await openStore(url);
    await store.keyv('n').set('new', 3);
    snapshot(file, `${file}.crashed`);
    await store.close();
    snapshot(`${file}.crashed`, file);
    await restoreStore(url, copy, NOW);
    expect(await entries()).toEqual([1, undefined]);
    url = `sqlite:${file}.2026-11-22T101500.damaged`;
    expect(await entries()).toEqual([1, 3]);
  });

  it('works when the store is gone, empty or not a database', async () => {
    const copy = await storeWithCopy();
    rmSync(file);
    expect(await restoreStore(url, copy, NOW)).not.toHaveProperty('kept');
    expect(await entries()).toEqual([1, undefined]);
    for (const [i, content] of ['', 'text\n'.repeat(1000)].entries()) {
      writeFileSync(file, content);
      const { kept = '' } = await restoreStore(url, copy, NOW + (i + 1) * 1000);
      expect(readFileSync(kept, 'utf8')).toBe(content);
      expect(await entries()).toEqual([1, undefined]);
    }
  });

  it('is refused while Paperboy is running', async () => {
    const copy = await storeWithCopy();
    const lock = await lockStore(url);
    await expect(restoreStore(url, copy, NOW)).rejects.toThrow(
      `Paperboy is using ${file}: stop Paperboy first.`,
    );
    lock.release();
    await restoreStore(url, copy, NOW);
  });

  it.each<[string, (copy: string) => unknown, string]>([
    ['is damaged', (copy) => execute(copy, "UPDATE entries SET key = 'x'"), 'it is damaged (the'],
    ['is no database', (copy) => writeFileSync(copy, 'text\n'.repeat(1000)), "it isn't a SQLite"],
    ['is empty', (copy) => writeFileSync(copy, ''), 'it is empty'],
    ['is not ours', replaceByForeign, 'it is another'],
    ['is not there', (copy) => rmSync(copy), 'There is no file'],
  ])('is refused when the backup %s, and changes nothing', async (_what, spoil, reason) => {
    const copy = await storeWithCopy();
    spoil(copy);
    const before = readdirSync(folder).filter((name) => !name.endsWith('-lock'));
    await expect(restoreStore(url, copy, NOW)).rejects.toThrow(reason);
    expect(readdirSync(folder).filter((name) => !name.endsWith('-lock'))).toEqual(before);
    expect(await entries()).toEqual([1, 2]);
  });

  it('is refused for the store itself', async () => {
    await storeWithCopy();
    await expect(restoreStore(url, file, NOW)).rejects.toThrow('is the database itself');
  });

  it('never lets a start find nothing: a half-restored store is refused', async () => {
    const copy = await storeWithCopy();
    // A folder where the kept log is to go stops it between its steps.
    const store = await openStore(url);
    await store.keyv('n').set('new', 3);
    snapshot(file, `${file}.crashed`);
    await store.close();
    snapshot(`${file}.crashed`, file);
    mkdirSync(`${file}.2026-11-22T101500.damaged-wal/x`, { recursive: true });
    await expect(restoreStore(url, copy, NOW)).rejects.toThrow();
    expect(await refusal(file)).toContain(
      'is empty and was left unchanged: restore its newest good copy',
    );
    await restoreStore(url, copy, NOW + 1000);
    expect(await entries()).toEqual([1, undefined]);
  });
});

describe('a restored store', () => {
  it('knows since when it may have forgotten, for 14 days', async () => {
    const copy = await storeWithCopy();
    expect(await forgotten(NOW)).toBeUndefined();
    await restoreStore(url, copy, NOW);
    expect(await forgotten(NOW)).toBe(COPIED);
    expect(await forgotten(NOW + 14 * DAY - 1)).toBe(COPIED);
    expect(await forgotten(NOW + 14 * DAY)).toBeUndefined();
  });

  it('goes by the earliest time when it was restored before', async () => {
    await restoreStore(url, await storeWithCopy(), NOW);
    const second = `${file}.2026-11-22.copy`;
    await makeBackup({ path: file, copy: second, now: NOW + DAY });
    await restoreStore(url, second, NOW + 2 * DAY);
    expect(await forgotten(NOW + 2 * DAY)).toBe(COPIED);
    expect(await forgotten(NOW + 15 * DAY)).toBe(NOW + DAY);
  });

  it("may have forgotten anything when the backup doesn't say when it was made", async () => {
    await storeWithCopy();
    const own = join(folder, 'own.db');
    snapshot(file, own);
    await restoreStore(url, own, NOW);
    expect(await forgotten(NOW)).toBe(0);
    expect(await entries()).toEqual([1, 2]);
  });
});

describe('npm run store', () => {
  const run = (...words: string[]): Promise<{ code: number; out: string[]; err: string[] }> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...COMPILED, DATABASE_URL: 'sqlite:paperboy.db' } };
      execFile(process.execPath, [CLI, ...words], options, (error, out, err) => {
        const lines = (text: string) => text.split('\n').slice(0, -1);
        resolve({ code: error ? Number(error.code) : 0, out: lines(out), err: lines(err) });
      });
    });

  it('says with check what is in the store and its backups, while Paperboy is running', async () => {
    const store = await openStore(url);
    const deliveries = deliveriesIn(store.keyv('deliveries'));
    await deliveries.put('2026-11-20', '1', { state: 'sent', at: 1 });
    await deliveries.put('2026-11-21', '1', { state: 'intended', at: 1 });
    await makeBackup({ path: file, copy: `${file}.2026-11-21.copy`, now: COPIED });
    await store.keyv('subscriptions').set('1', {});
    const { code, out, err } = await run('check');
    await store.close();
    expect(err).toEqual([]);
    expect(out).toEqual([
      expect.stringMatching(
        /^paperboy\.db is good: 1 subscription, 2 deliveries, the newest for 2026-11-21, 0\.\d MB\.$/,
      ),
      expect.stringMatching(
        /^paperboy\.db\.2026-11-21\.copy is good: 0 subscriptions, 2 .*, copied 2026-11-21 00:05 UTC\.$/,
      ),
    ]);
    expect(code).toBe(0);
  });

  it('exits from check with 1 and a sentence when something is damaged', async () => {
    await storeWithCopy();
    execute(file, "UPDATE entries SET key = 'x' WHERE key = 'old'");
    const first = await run('check');
    expect(first.code).toBe(1);
    expect(first.out).toEqual([expect.stringContaining('copy is good')]);
    expect(first.err).toEqual([
      'The store file paperboy.db is damaged (the row "n/x" doesn\'t match its checksum) and was left ' +
        'unchanged: restore its newest good copy with `npm run store -- restore paperboy.db.2026-11-21.copy`.',
    ]);
    const none = await run('check', 'nowhere.db');
    expect(none).toMatchObject({ code: 1, err: ['There is no store file nowhere.db.'] });
    expect(existsSync(join(folder, 'nowhere.db'))).toBe(false);
  });

  it('does with restore what the sentence says, and says what is missing now', async () => {
    await storeWithCopy();
    writeFileSync(file, '');
    const { code, out, err } = await run('restore', 'paperboy.db.2026-11-21.copy');
    expect(err).toEqual([]);
    expect(out).toEqual([
      expect.stringMatching(
        /^Restored paperboy\.db from paperboy\.db\.2026-11-21\.copy; the old database is now paperboy\.db\..*\.damaged\.$/,
      ),
      expect.stringMatching(
        /^Changes to subscriptions since 2026-11-21 00:05 UTC are lost\. Before posting a digest again/,
      ),
    ]);
    expect(code).toBe(0);
    expect(await entries()).toEqual([1, undefined]);
  });

  it('explains its usage', async () => {
    const wrong = await Promise.all([run('restore'), run('check', 'a', 'b')]);
    for (const { code, out, err } of wrong) {
      expect({ code, out, usage: err[0] }).toEqual({
        code: 2,
        out: [],
        usage: 'Usage: npm run store -- check [FILE]',
      });
    }
  });
});
