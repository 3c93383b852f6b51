import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { restoreStore } from '../../src/store/restore.ts';
import { startWorker } from './processes.ts';
import { entriesOf, openError, sqliteFiles } from './stores.ts';

const backend = sqliteFiles();
afterAll(() => backend.dispose());

/** A closed store of schema version 1, with the rows `key 0`… and one that expires at `expires`. */
function oldStore(rows = 500, expires = Date.now() + 60_000): string {
  const file = join(backend.folder, `${randomUUID()}.db`);
  const connection = new DatabaseSync(file);
  connection.exec(`
  CREATE TABLE entries (
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (namespace, key)
  ) STRICT;
  CREATE INDEX entries_expires ON entries (expires) WHERE expires IS NOT NULL;
  PRAGMA application_id = 1346531193;
  PRAGMA user_version = 1;
  PRAGMA journal_mode = WAL;
  `);
  const insert = connection.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  connection.exec('BEGIN');
  for (let i = 0; i < rows; i++) insert.run('n', `key ${i}`, JSON.stringify({ value: i }), null);
  insert.run('m', 'ending', JSON.stringify({ value: 'soon', expires }), expires);
  connection.exec('COMMIT');
  connection.close();
  return file;
}

function versionOf(file: string): unknown {
  const connection = new DatabaseSync(file, { readOnly: true });
  const version = connection.prepare('PRAGMA user_version').get()?.['user_version'];
  connection.close();
  return version;
}

describe('a store of schema version 1', () => {
  it('is migrated when it is opened, and loses nothing', async () => {
    const file = oldStore();
    for (let times = 0; times < 2; times++) {
      const store = await openStore(`sqlite:${file}`);
      expect(new Map(await entriesOf(store.keyv('n')))).toEqual(
        new Map(Array.from({ length: 500 }, (_, i) => [`key ${i}`, i])),
      );
      expect(await store.keyv('m').get('ending')).toBe('soon');
      await store.close();
      expect(versionOf(file)).toBe(2);
    }
    const past = oldStore(1, Date.now() - 1);
    const store = await openStore(`sqlite:${past}`);
    expect(await store.keyv('m').has('ending')).toBe(false);
    await store.close();
  });

  it('is migrated once when several processes open it at the same time', async () => {
    const file = oldStore(2000);
    const job = { mode: 'write', url: `sqlite:${file}`, namespace: 'n', count: 5 } as const;
    const workers = await Promise.all(['a', 'b'].map((name) => startWorker({ ...job, name })));
    for (const worker of workers) worker.start();
    for (const { exit } of workers) expect(await exit).toEqual({ code: 0, signal: null });
    const store = await openStore(`sqlite:${file}`);
    expect((await entriesOf(store.keyv('n'))).length).toBe(2010);
    await store.close();
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['is damaged', (bytes) => bytes.fill(0, 8192, 12_288), 'is damaged ('],
    [
      'is cut short',
      (bytes) => bytes.subarray(0, bytes.length - 100),
      'is damaged (it is truncated)',
    ],
  ])('is refused and left unchanged when it %s', async (_what, spoil, reason) => {
    const file = oldStore();
    const bytes = spoil(readFileSync(file));
    writeFileSync(file, bytes);
    expect(await openError(file)).toContain(reason);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('can be restored', async () => {
    const file = join(backend.folder, `${randomUUID()}.db`);
    await restoreStore(`sqlite:${file}`, oldStore(3), Date.now());
    const store = await openStore(`sqlite:${file}`);
    expect(await store.keyv('n').getMany(['key 0', 'key 2'])).toEqual([0, 2]);
    expect(store.restoredFrom()?.backedUpAt).toBe(0);
    await store.close();
  });
});
