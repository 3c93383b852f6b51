import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createBackup } from '../../src/store/backups.ts';
import { createDeliveries } from '../../src/store/deliveries.ts';
import { openStore } from '../../src/store/open.ts';
import { COMPILED } from '../store/compiled.ts';
import { BACKED_UP_AT, execute, oldAndNew, sqliteFiles, storeWithBackup } from '../store/stores.ts';

const CLI = join(import.meta.dirname, '../../src/cli/store.ts');

const backend = sqliteFiles();
afterAll(() => backend.dispose());

let folder: string;
let file: string;
beforeEach(() => {
  folder = join(backend.folder, randomUUID());
  mkdirSync(folder);
  file = join(folder, 'paperboy.db');
});

/** Runs the tool in `folder`, and returns the lines it prints. */
function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const options = { cwd: folder, env: { ...COMPILED, DATABASE_URL: 'sqlite:paperboy.db' } };
  const linesOf = (text: string) => text.split('\n').slice(0, -1);
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out: linesOf(out), err: linesOf(err) }),
    );
  });
}

describe('npm run store', () => {
  it('prints with check what is in the store and its backups, even while Paperboy is running', async () => {
    const store = await openStore(`sqlite:${file}`);
    const deliveries = createDeliveries(store.keyv('deliveries'));
    await deliveries.put('2026-11-20', '1', { state: 'sent', at: 1 });
    await deliveries.put('2026-11-21', '1', { state: 'intended', at: 1 });
    await createBackup({ path: file, target: `${file}.2026-11-21.copy`, now: BACKED_UP_AT });
    await store.keyv('subscriptions').set('1', {});
    const { code, out, err } = await run('check');
    await store.close();
    expect(err).toEqual([]);
    expect(out).toEqual([
      expect.stringMatching(
        /^paperboy\.db is good: 1 subscription, 2 deliveries, the newest for 2026-11-21, 0\.\d MB\.$/,
      ),
      expect.stringMatching(
        /^paperboy\.db\.2026-11-21\.copy is good: 0 subscriptions, 2 .*, made 2026-11-21 00:05 UTC\.$/,
      ),
    ]);
    expect(code).toBe(0);
  });

  it('exits from check with 1 and a sentence when something is damaged', async () => {
    await storeWithBackup(file);
    execute(file, "UPDATE entries SET key = 'x' WHERE key = 'old'");
    const damaged = await run('check');
    expect(damaged.code).toBe(1);
    expect(damaged.out).toEqual([expect.stringContaining('copy is good')]);
    expect(damaged.err).toEqual([
      'The store file paperboy.db is damaged (the row "n/x" doesn\'t match its checksum) and was left ' +
        'unchanged: restore its newest good backup with `npm run store -- restore paperboy.db.2026-11-21.copy`.',
    ]);
    const missing = await run('check', 'nowhere.db');
    expect(missing).toMatchObject({ code: 1, err: ['There is no store file nowhere.db.'] });
    expect(existsSync(join(folder, 'nowhere.db'))).toBe(false);
  });

  it('does with restore what the sentence says, and says what is lost', async () => {
    await storeWithBackup(file);
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
    expect(await oldAndNew(file)).toEqual([1, undefined]);
  });

  it('prints its usage for wrong arguments', async () => {
    const results = await Promise.all([run('restore'), run('check', 'a', 'b')]);
    for (const { code, out, err } of results) {
      expect({ code, out, usage: err[0] }).toEqual({
        code: 2,
        out: [],
        usage: 'Usage: npm run store -- check [FILE]',
      });
    }
  });
});
