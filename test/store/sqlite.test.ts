import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { createSqliteAdapter } from '../../src/store/sqlite-adapter.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { storeContract } from './contract.ts';
import { startWorker } from './processes.ts';
import { execute, replaceWithForeign, snapshot, sqliteFiles } from './stores.ts';

storeContract('a SQLite file', sqliteFiles);
storeContract('SQLite in memory', () => ({
  create: () => 'sqlite::memory:',
  dispose: () => undefined,
}));

const backend = sqliteFiles();
const { folder } = backend;
afterAll(() => backend.dispose());
afterEach(() => {
  vi.useRealTimers();
});

const newFile = (): string => join(folder, `${randomUUID()}.db`);
const digestOf = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** For tests that need POSIX file names or `ulimit`. */
function posixOnly(title: string, test: () => Promise<void>): void {
  const windows = process.platform === 'win32';
  it.skipIf(windows)(windows ? `${title} (skipped: needs POSIX)` : title, test);
}

/** A closed store file of a few hundred pages. */
async function filledFile(): Promise<string> {
  const file = newFile();
  const store = await openStore(`sqlite:${file}`);
  const entries = Array.from({ length: 500 }, (_, i) => ({
    key: `key ${i}`,
    value: 'x'.repeat(i),
  }));
  await store.keyv('n').setMany(entries);
  await store.close();
  return file;
}

const WRITTEN = Array.from({ length: 20 }, (_, i) => `written ${i}`);

/** The store at `file` as a killed process leaves it: the last writes are in its log only. */
async function crashedFile(file: string): Promise<string> {
  const store = await openStore(`sqlite:${file}`);
  for (const key of WRITTEN) await store.keyv('n').set(key, key);
  const crashed = newFile();
  snapshot(file, crashed);
  await store.close();
  return crashed;
}

describe('opening a SQLite file', () => {
  it('creates it with its folders, and with the settings that survive crashes', () => {
    const file = join(folder, 'new', 'deep', 'paperboy.db');
    const database = openSqlite(file);
    const pragma = (name: string): unknown =>
      database.connection.prepare(`PRAGMA ${name}`).get()?.[
        name === 'busy_timeout' ? 'timeout' : name
      ];
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('busy_timeout')).toBe(5000);
    database.close();
    database.close();
    expect(readdirSync(dirname(file))).toEqual(['paperboy.db']);
  });

  posixOnly('takes a path for a path, even one that reads like a URI', async () => {
    const name = `file:${randomUUID()}?mode=memory`;
    const before = process.cwd();
    process.chdir(folder);
    const store = await openStore(`sqlite:${name}`).finally(() => process.chdir(before));
    await store.close();
    expect(existsSync(join(folder, name))).toBe(true);
  });

  it.each<[string, (file: string) => unknown, RegExp]>([
    ['text', (file) => writeFileSync(file, 'not a database\n'.repeat(100)), /isn't a SQLite data/],
    ['nothing', (file) => writeFileSync(file, ''), /is empty/],
    ['only the first half', (file) => truncateSync(file, 61_440), /is damaged/],
    ['all but the last bytes', (file) => truncateSync(file, sizeOf(file) - 100), /is damaged/],
    ['zeros at its start', (file) => overwrite(file, 0, 4096), /isn't a SQLite database/],
    ['zeros in the middle', (file) => overwrite(file, 4096, 40_960), /is damaged/],
    [
      'a newer schema',
      (file) => execute(file, 'PRAGMA user_version = 3'),
      /newer version \(schema 3/,
    ],
    ["another program's tables", replaceWithForeign, /another program's SQLite database/],
  ])("refuses one that contains %s, and doesn't change it", async (_what, spoil, reason) => {
    const file = await filledFile();
    spoil(file);
    const before = digestOf(file);
    const opening = openStore(`sqlite:${file}`);
    await expect(opening).rejects.toThrow(reason);
    await expect(opening).rejects.toThrow(`The store file ${file} `);
    expect(digestOf(file)).toBe(before);
  });

  it("doesn't change the log of a file that is refused or missing", async () => {
    const file = await crashedFile(await filledFile());
    execute(file, 'PRAGMA user_version = 3', true);
    const before = [file, `${file}-wal`].map(digestOf);
    await expect(openStore(`sqlite:${file}`)).rejects.toThrow('newer version');
    expect([file, `${file}-wal`].map(digestOf)).toEqual(before);
    truncateSync(file, 0);
    await expect(openStore(`sqlite:${file}`)).rejects.toThrow('is empty');
    rmSync(file);
    await expect(openStore(`sqlite:${file}`)).rejects.toThrow('is missing, but its log');
    expect(digestOf(`${file}-wal`)).toBe(before[1]);
    expect(existsSync(file)).toBe(false);
  });

  it("names the file when it can't be reached", () => {
    const directory = join(folder, randomUUID());
    mkdirSync(directory);
    expect(() => openSqlite(directory)).toThrow(`The store file ${directory} can't be opened: `);
    const file = newFile();
    writeFileSync(file, 'a file');
    expect(() => openSqlite(join(file, 'x.db'))).toThrow(`${basename(file)}/x.db can't be opened`);
  });

  it('lets several processes create it at once', async () => {
    const url = `sqlite:${newFile()}`;
    const names = ['a', 'b'];
    const workers = await Promise.all(
      names.map((name) => startWorker({ mode: 'create', url, namespace: 'n', name, count: 8 })),
    );
    for (const worker of workers) worker.start();
    for (const { exit } of workers) expect(await exit).toEqual({ code: 0, signal: null });
    for (let i = 0; i < 8; i++) {
      const store = await openStore(`${url}.${i}`);
      expect(await store.keyv('n').getMany(names)).toEqual([i, i]);
      await store.close();
    }
  });

  it('recovers a half-written page from its log after a crash', async () => {
    const file = await crashedFile(newFile());
    appendFileSync(file, Buffer.alloc(100, 7));
    const store = await openStore(`sqlite:${file}`);
    expect(await store.keyv('n').hasMany(WRITTEN)).toEqual(WRITTEN.map(() => true));
    await store.close();
  });
});

describe('expired rows', () => {
  const rows = (file: string): number => {
    const connection = new DatabaseSync(file, { readOnly: true });
    const { count } = connection.prepare('SELECT count(*) AS count FROM entries').get() ?? {};
    connection.close();
    return Number(count);
  };

  it('are deleted when a read finds them', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const file = newFile();
    const store = await openStore(`sqlite:${file}`);
    const keyv = store.keyv('n');
    await keyv.setMany(['a', 'b', 'c'].map((key) => ({ key, value: 1, ttl: 100 })));
    vi.setSystemTime(1_000_100);
    expect(rows(file)).toBe(3);
    await keyv.get('a');
    expect(rows(file)).toBe(2);
    await keyv.hasMany(['b', 'c']);
    expect(rows(file)).toBe(0);
    await store.close();
  });

  it('are swept by writes, a batch at a time and at most once a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const file = newFile();
    const store = await openStore(`sqlite:${file}`);
    const many = Array.from({ length: 1500 }, (_, i) => ({ key: `key ${i}`, value: i, ttl: 100 }));
    await store.keyv('n').setMany(many);
    vi.setSystemTime(1_059_999);
    await store.keyv('other').set('a', 1);
    expect(rows(file)).toBe(1501);
    vi.setSystemTime(1_060_000);
    await store.keyv('other').set('b', 1);
    expect(rows(file)).toBe(502);
    await store.insertOnce('other', 'c', 1);
    expect(rows(file)).toBe(3);
    await store.close();
  });
});

describe('a sweep of expired rows', () => {
  it('covers the whole store, and leaves live rows', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const file = newFile();
    const store = await openStore(`sqlite:${file}`);
    const many = Array.from({ length: 2500 }, (_, i) => ({
      ...{ key: `key ${i}`, value: i, ttl: i % 100 === 0 ? 60_000 : 86_400_000 },
    }));
    await store.keyv('n').setMany(many);
    for (let minute = 1; minute <= 3; minute++) {
      vi.setSystemTime(1_000_000 + minute * 60_000);
      await store.keyv('other').set('a', 1);
    }
    await store.close();
    const connection = new DatabaseSync(file, { readOnly: true });
    const left = connection.prepare("SELECT count(*) AS n FROM entries WHERE namespace = 'n'");
    expect(left.get()?.['n']).toBe(2475);
    connection.close();
  });
});

describe('a failing disk', () => {
  posixOnly('rejects the write it cannot keep, and keeps the ones before', async () => {
    const url = `sqlite:${newFile()}`;
    // Files are limited to 120 KiB: the kernel rejects a write beyond that with EFBIG.
    const limited = ['sh', '-c', 'ulimit -f 240; exec "$@"', 'sh', process.execPath];
    const job = { mode: 'write', url, namespace: 'n', name: 'w', count: 5000 } as const;
    const worker = await startWorker(job, limited);
    worker.start();
    await worker.exit;
    const written = worker.printed.slice(0, -1);
    expect(worker.printed.at(-1)).toMatch(
      /^refused: OperatorError: The store file .* couldn't be /,
    );
    expect(written.length).toBeGreaterThan(10);
    const store = await openStore(url);
    const kept = await store.keyv<string>('n').getMany<string>(written);
    expect(kept.map((value) => value?.split(':')[0])).toEqual(written);
    await store.close();
  });
});

describe('a disk that was full', () => {
  const isLinux = process.platform === 'linux';
  it.skipIf(!isLinux)(
    'lets the store continue when there is space again (needs prlimit)',
    async () => {
      const url = `sqlite:${newFile()}`;
      const limited = ['sh', '-c', 'ulimit -S -f 240; exec "$@"', 'sh', process.execPath];
      const job = { mode: 'persist', url, namespace: 'n', name: 'w', count: 100 } as const;
      const worker = await startWorker(job, limited);
      worker.start();
      const isRefused = (): boolean => worker.printed.at(-1)?.startsWith('refused') ?? false;
      await expect.poll(isRefused, { timeout: 15_000, interval: 10 }).toBe(true);
      execFileSync('prlimit', ['--pid', String(worker.child.pid), '--fsize=unlimited:unlimited']);
      worker.start();
      expect(await worker.exit).toEqual({ code: 0, signal: null });
      const written = worker.printed.filter((word) => !word.startsWith('refused'));
      expect(written.length).toBe(99);
      const store = await openStore(url);
      expect(await store.keyv('n').hasMany(written)).toEqual(written.map(() => true));
      await store.close();
    },
  );
});

describe("the store's URL", () => {
  it.each([
    ['', 'has no scheme'],
    ['data/paperboy.db', 'has no scheme'],
    ['postgres://user:secret@host/db', 'unknown scheme, postgres'],
    ['sqlite:', 'has no file'],
    ['sqlite://data/paperboy.db', 'has no file'],
  ])('is refused as %j with what is accepted', async (url, reason) => {
    const error: unknown = await openStore(url).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(reason);
    expect(String(error)).toContain('sqlite:data/paperboy.db');
    expect(String(error)).not.toContain('secret');
  });

  it('may be an absolute path, with three slashes or one', async () => {
    const file = newFile();
    await (await openStore(`sqlite:${file}`)).close();
    await (await openStore(`SQLITE://${file}`)).close();
    expect(existsSync(file)).toBe(true);
  });
});

describe('the SQLite adapter', () => {
  it("can't be shared: a second Keyv could only rename its namespace", () => {
    const database = openSqlite(':memory:');
    const adapter = createSqliteAdapter(database, 'mine');
    expect(() => Object.assign(adapter, { namespace: 'yours' })).toThrow(TypeError);
    expect(adapter.namespace).toBe('mine');
    database.close();
  });

  it("stores strings only: encoding is Keyv's job", async () => {
    const database = openSqlite(':memory:');
    await expect(createSqliteAdapter(database, 'n').set('key', 1)).rejects.toThrow(
      'string, not number',
    );
    database.close();
  });
});

function sizeOf(file: string): number {
  return readFileSync(file).length;
}

function overwrite(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, from, to));
}
