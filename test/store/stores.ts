import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Keyv } from 'keyv';
import { createBackup } from '../../src/store/backups.ts';
import { openStore } from '../../src/store/open.ts';

/** A kind of store for the contract: new, empty ones, as many as it asks for. */
export interface Backend {
  /** The URL of a new empty store. */
  create(): string;
  /** Removes what `create` left behind; every store is closed by then. */
  dispose(): void;
}

/** Stores in files of their own, in a new temporary folder. */
export function sqliteFiles(): Backend & { folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  return {
    folder,
    create: () => `sqlite:${join(folder, `${randomUUID()}.db`)}`,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A database and what SQLite keeps beside it. */
export const PARTS = ['', '-wal', '-shm'];

/** Copies a store's files as they are, which is what a killed process would leave. */
export function snapshot(from: string, to: string): void {
  for (const part of PARTS) {
    rmSync(`${to}${part}`, { force: true });
    if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
  }
}

/** Adds `entries` to the namespace `n` of the store at `file`, and closes it. */
export async function storeWith(file: string, entries: Record<string, unknown>): Promise<void> {
  const store = await openStore(`sqlite:${file}`);
  const list = Object.entries(entries).map(([key, value]) => ({ key, value }));
  await store.keyv('n').setMany(list);
  await store.close();
}

/** When the backup of `storeWithBackup` was made. */
export const BACKED_UP_AT = Date.UTC(2026, 10, 21, 0, 5);

/** A store with the entry `old`, its backup, and then the entry `new`. Returns the backup's path. */
export async function storeWithBackup(file: string): Promise<string> {
  const target = `${file}.2026-11-21.copy`;
  await storeWith(file, { old: 1 });
  await createBackup({ path: file, target, now: BACKED_UP_AT });
  await storeWith(file, { new: 2 });
  return target;
}

/** The values of `old` and `new` in a store of `storeWithBackup`. */
export async function oldAndNew(file: string): Promise<unknown[]> {
  const store = await openStore(`sqlite:${file}`);
  const values = await store.keyv('n').getMany(['old', 'new']);
  await store.close();
  return values;
}

/** Everything the iterator yields, in its order. */
export async function entriesOf<T>(keyv: Keyv<T>): Promise<[string, T][]> {
  const entries: [string, T][] = [];
  for await (const entry of keyv.iterator()) entries.push(entry as [string, T]);
  return entries;
}

/**
 * Changes a closed store without Paperboy; with `keepLog`, without the checkpoint that closing would
 * make.
 */
export function execute(file: string, sql: string, keepLog = false): void {
  const keeper = keepLog ? new DatabaseSync(file, { readOnly: true }) : undefined;
  keeper?.prepare('SELECT count(*) FROM entries').get();
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
  keeper?.close();
}

/** Replaces a store with another program's database. */
export function replaceWithForeign(file: string): void {
  rmSync(file);
  execute(file, 'CREATE TABLE theirs (x)');
}

/** The message that opening a store fails with; undefined if it opens. */
export async function openError(file: string): Promise<string | undefined> {
  try {
    await (await openStore(`sqlite:${file}`)).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
