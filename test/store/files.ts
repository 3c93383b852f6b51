import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/store/open.ts';

/** A database and what SQLite keeps beside it. */
export const PARTS = ['', '-wal', '-shm'];

/** Copies a store's files as they are, which is what a killed process would leave. */
export function snapshot(from: string, to: string): void {
  for (const part of PARTS) {
    rmSync(`${to}${part}`, { force: true });
    if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
  }
}

/** A store at `file` with `entries` in the namespace `n`, closed. */
export async function storeWith(file: string, entries: Record<string, unknown>): Promise<void> {
  const store = await openStore(`sqlite:${file}`);
  const list = Object.entries(entries).map(([key, value]) => ({ key, value }));
  await store.keyv('n').setMany(list);
  await store.close();
}

/** Changes a closed store behind Paperboy's back. */
export function execute(file: string, sql: string): void {
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
}

/** The message that opening a store ends with; undefined if it opens. */
export async function refusal(file: string): Promise<string | undefined> {
  try {
    await (await openStore(`sqlite:${file}`)).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
